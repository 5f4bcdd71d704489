"""The command: options in, files and French sentences out. The only room that prints."""

import atexit
import gc
import os
import signal
import sys
from contextlib import suppress
from io import TextIOWrapper
from types import FrameType
from typing import NoReturn

import click

from jura_coverage.command import (
    files,
    france,
    looking,
    minutes,
    posts,
    publishing,
    terminal,
    usage,
    usage_faults,
)
from jura_coverage.command.france import posts as national
from jura_coverage.errors import JuraCoverageError, reason

app = usage.Group(
    "jura-coverage",
    help="Où internet est-il insuffisant et le conseiller numérique éloigné ? Cartes et chiffres.",
    subcommand_metavar="COMMANDE [ARGUMENTS]",
    commands=[
        publishing.run, looking.explain,
        posts.keep, posts.move, posts.add, posts.rounds, posts.plan,
        minutes.minutes, minutes.roads,
        publishing.skin, files.template, files.fetch, looking.check, looking.compare,
        publishing.export, publishing.sheets,
        france.france, national.add, national.keep,
    ],
)  # fmt: skip


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def process() -> NoReturn:
    """Run the command as all that a process does, which ends without freeing what it has loaded.

    That takes a tenth of a run. Of what is to be done at the end this comes last, since it is
    registered first: by then threads have ended, and folders that go with the process are gone.
    """
    status: int | None = None

    def leave() -> None:
        if status is not None:  # else Python tells what nobody foresaw, in its own way
            for stream in (sys.stdout, sys.stderr):
                with suppress(OSError):  # nobody reads any more
                    stream.flush()
            os._exit(status)

    atexit.register(leave)
    try:
        main()
    except SystemExit as end:
        status = int(end.code or 0)
        raise


def main() -> NoReturn:
    """Run the command; 0 if all went well, 1 if data cannot be used, 2 for wrong usage."""
    # The libraries that a command loads stay: looking for rubbish among them takes 4 % of a run.
    gc.set_threshold(100_000, 50, 50)
    # Products here are too short to be spread over threads: waiting would take 12 % of a plan.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is loaded
    signal.signal(signal.SIGTERM, _interrupt)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        status = app(prog_name="jura-coverage", standalone_mode=False)
    except JuraCoverageError as error:
        terminal.tell(f"Erreur. {error}", err=True)
        sys.exit(1)
    except OSError as error:  # where no one else says it, as of a path that may not be looked at
        where = error.filename or "Fichier"
        terminal.tell(
            f"Erreur. {where} : refusé par le système ({reason(error)}). Vérifiez le chemin, vos "
            "droits et la place libre.",
            err=True,
        )
        sys.exit(1)
    except click.UsageError as error:
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            click.echo(error.message, nl=False)  # the help
        terminal.tell(usage_faults.sentence(error), err=True)
        sys.exit(2)
    except click.Abort:
        terminal.tell("Interrompu : les résultats précédents sont intacts.", err=True)
        sys.exit(1)
    sys.exit(status or 0)
