"""The terminal: all that the command says, free of what would turn or erase what stands there."""

import click

from jura_coverage import french


def tell(said: object, *, err: bool = False) -> None:
    """Write a line to standard output, or to standard error."""
    click.echo(_shown(str(said)), err=err)


def plain(said: str) -> str:
    """Give text that rich neither takes for markup nor passes on as a control of the terminal."""
    from rich.markup import escape

    return escape(_shown(said))


def _shown(said: str) -> str:
    """Show what hides; a return of the carriage, harmless in files, would write over the line."""
    return french.legible(said).replace("\r", "\N{SYMBOL FOR CARRIAGE RETURN}")
