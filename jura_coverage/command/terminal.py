"""The terminal: all that the command says, free of what would turn or erase what stands there."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from jura_coverage import french


def tell(said: object, *, err: bool = False, bold: bool = False) -> None:
    """Say a sentence to standard output, or to standard error."""
    shown = _set(str(said))
    click.echo(click.style(shown, bold=True) if bold else shown, err=err)


def give(result: object) -> None:
    """Write to standard output what another program may take, such as a path."""
    click.echo(_shown(str(result)))


def give_data(data: object) -> None:
    """Write data to standard output as JSON: in UTF-8, whatever the console takes."""
    from jura_coverage.publish import text

    click.echo(_shown(text.json_text(data, indent=2)).encode())


def figures(rows: Sequence[tuple[str, str]]) -> None:
    """Write labels and their values to standard error, one below the other."""
    widest = max(len(label) for label, _ in rows)
    for label, value in rows:
        click.echo(f"{_set(label):{widest}}  {click.style(_set(value), bold=True)}", err=True)


@contextmanager
def waiting(said: str) -> Iterator[None]:
    """Show on a terminal that the command is at work; elsewhere there is nothing to show."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True, highlight=False).status(said):
        yield


def _set(said: str) -> str:
    return _shown(french.typeset(said))


def _shown(said: str) -> str:
    """Show what hides; a return of the carriage, harmless in files, would write over the line."""
    return french.legible(said).replace("\r", "\N{SYMBOL FOR CARRIAGE RETURN}")
