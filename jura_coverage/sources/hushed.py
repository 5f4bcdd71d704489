"""What libraries say in English while they read: dropped, one thread at a time."""

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

# Python keeps its filters and its standard output for all threads together: two that put them back
# in the order in which they came would leave those of the first for good.
_ONE_AT_A_TIME = threading.RLock()


@contextmanager
def hushed() -> Iterator[None]:
    """Let a library neither warn nor print."""
    with _ONE_AT_A_TIME, warnings.catch_warnings(), redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield
