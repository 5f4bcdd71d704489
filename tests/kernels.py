"""Kernels that start warm: each is forked from one process that has imported what notebooks do.

So each notebook still runs alone, in a kernel of its own; only the imports are done once, and what
another test has decided already is not decided anew.
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from jura_coverage import posts
from tests.sharing import decided_once

IMPORTED = (
    "jura_coverage.publish", "jura_coverage.publish.files", "jura_coverage.publish.notebook",
    "jura_coverage.publish.sheets", "pyarrow.parquet", "scipy.sparse", "scipy.spatial",
    "weasyprint",
)  # fmt: skip
# What Jupyter starts as a kernel: it asks for one, and ends when that one does.
ASK = """
import os, socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as asked:
    asked.sendall(f"{os.getcwd()}\\n{sys.argv[2]}\\n".encode())
    asked.recv(1)
"""
NAME = "warm"


@contextmanager
def warm(folder: Path, *, decisions: Path) -> Iterator[str]:
    """Serve kernels, described in a folder of Jupyter's, and give the name they have there.

    Parameters
    ----------
    folder
        Where Jupyter will look.
    decisions
        As of :func:`tests.sharing.decided_once`.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "tests.kernels", decisions], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        port = server.stdout.readline().strip()
        described = folder / "kernels" / NAME / "kernel.json"
        described.parent.mkdir(parents=True)
        argv = [sys.executable, "-I", "-S", "-c", ASK, port, "{connection_file}"]
        kernel = {"argv": argv, "display_name": NAME, "language": "python"}
        described.write_text(json.dumps(kernel), encoding="utf-8")
        try:
            yield NAME
        finally:
            server.terminate()


def serve(decisions: Path) -> None:
    """Tell the port, then fork a kernel for each who asks, one after the other."""
    from ipykernel.kernelapp import IPKernelApp  # the fast tests import this file without it

    posts.decide = decided_once(posts.decide, decisions)
    for name in IMPORTED:
        try:
            import_module(name)
        except (ImportError, OSError):  # what is optional, or lacks a system library
            continue
    with socket.create_server(("127.0.0.1", 0)) as listening:
        sys.stdout.write(f"{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        while True:
            asked, _ = listening.accept()
            with asked, asked.makefile(encoding="utf-8") as lines:
                folder, file = (next(lines).rstrip("\n") for _ in range(2))
                if (child := os.fork()) == 0:
                    listening.close()
                    os.chdir(folder)
                    IPKernelApp.launch_instance(argv=["-f", file, "--log-level=ERROR"])
                    os._exit(0)
                os.waitpid(child, 0)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
