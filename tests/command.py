"""The command, called as its user calls it: in this process, or as a process of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from jura_coverage.command import cli

SCRIPT = Path(sys.executable).with_name("jura-coverage")
# What `run` writes, but for pictures.
OUTPUTS = ("carte.html", "communes.csv", "index.html", "summary.json")


def typed(text: str) -> str:
    """Give a text as one types it, without what print has otherwise."""
    return text.replace("’", "'").replace("\N{NO-BREAK SPACE}", " ")


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a call of the command ended.

    `told` is stdout and `said` stderr as one types them, the latter without line breaks.
    """

    status: int
    out: str
    err: str

    @property
    def told(self) -> str:
        return typed(self.out)

    @property
    def said(self) -> str:
        return " ".join(typed(self.err).split())

    @property
    def faults(self) -> list[str]:
        return [line[4:] for line in typed(self.err).splitlines() if line.startswith("  - ")]


Command = Callable[..., Ended]


def call(*arguments: object) -> Ended:
    """Call the real entry point in this process, which spares the start of another."""
    written = BytesIO(), BytesIO()
    out, err = (TextIOWrapper(each, encoding="utf-8", write_through=True) for each in written)
    terminate = signal.getsignal(signal.SIGTERM)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["jura-coverage", *map(str, arguments)])
        # Else, under `python -m pytest`, Typer would take that for the name of the command.
        patch.setattr(sys.modules["__main__"], "__package__", None)
        with pytest.raises(SystemExit) as end:
            cli.main()
    signal.signal(signal.SIGTERM, terminate)
    out_text, err_text = (each.getvalue().decode() for each in written)
    return Ended(status=int(str(end.value.code)), out=out_text, err=err_text)


def real(*arguments: object, **environment: str) -> Ended:
    """Call the command as a process of its own, as where its name is not on the path."""
    done = subprocess.run(
        [sys.executable, "-m", "jura_coverage", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", errors="replace",
        env={**os.environ, **environment},
        check=False, timeout=60,
    )  # fmt: skip
    return Ended(status=done.returncode, out=done.stdout, err=done.stderr)
