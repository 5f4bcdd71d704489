"""The locks: a requirement a paragraph, its hashes on lines of their own."""

import re
from collections.abc import Iterator

from packaging.requirements import Requirement


def entries(lock: str) -> Iterator[tuple[Requirement, str]]:
    r"""Give each requirement of a lock, and its paragraph; one of several versions has several.

    Examples
    --------
    >>> [(each.name, str(each.marker)) for each, _ in entries("a==1 ; os_name == 'nt'\nb==3\n")]
    [('a', 'os_name == "nt"'), ('b', 'None')]
    """
    for paragraph in re.split(r"\n(?=\S)", lock.strip()):
        yield Requirement(paragraph.partition("\\\n")[0]), paragraph
