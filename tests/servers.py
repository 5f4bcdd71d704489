"""A server on this very machine, that stands for one of the network."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Let a handler answer, without a line for each request, and give the address."""
    silent = type(handler.__name__, (handler,), {"log_message": lambda *_: None})
    listening = ThreadingHTTPServer(("127.0.0.1", 0), silent)
    thread = threading.Thread(target=listening.serve_forever, args=[0.01])
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_port}"
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
