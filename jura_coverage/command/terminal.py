"""The terminal: all that the command says, free of what would turn or erase what stands there."""

import click


def tell(said: object, *, err: bool = False) -> None:
    """Write a line to standard output, or to standard error."""
    from jura_coverage.publish import text

    click.echo(text.shown(str(said)), err=err)


def plain(said: str) -> str:
    """Give text that rich neither takes for markup nor passes on as a control of the terminal."""
    from rich.markup import escape

    from jura_coverage.publish import text

    return escape(text.shown(said))
