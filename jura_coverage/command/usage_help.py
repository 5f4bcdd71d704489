"""The help of a command as rich panels: usage, what it does, arguments, options, commands."""

from collections.abc import Sequence

import click
from rich.columns import Columns
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from jura_coverage import french

APART = 6  # spaces that set option names apart, besides the two between all columns
TIE = "\ue000"  # rich takes a no-break space for one at which a line may break


def written(command: click.Command, ctx: click.Context) -> str:
    """Give the help as text, with colours where the terminal has them."""
    console = Console(highlight=False)
    parameters = command.get_params(ctx)
    arguments = [each for each in parameters if isinstance(each, click.Argument)]
    options = [each for each in parameters if isinstance(each, click.Option)]
    with console.capture() as captured:
        console.print(Padding(_said(_usage(command, ctx), style="bold"), 1))
        console.print(Padding(_said(command.help or ""), (0, 1, 1, 1)))
        if arguments:
            console.print(_panel("Arguments", [_argument(each) for each in arguments]))
        console.print(_panel("Options", [_option(each) for each in options]))
        if isinstance(command, click.Group):
            known = [command.commands[name] for name in command.list_commands(ctx)]
            rows = [
                (Text(each.name or "", style="bold cyan"), _said(each.help or "")) for each in known
            ]
            console.print(_panel("Commandes", rows))
    return captured.get().replace(TIE, french.NO_BREAK_SPACE)


def _said(sentence: str, *, style: str = "") -> Text:
    return Text(french.typeset(sentence).replace(french.NO_BREAK_SPACE, TIE), style=style)


def _usage(command: click.Command, ctx: click.Context) -> str:
    """Say how to call a command; what click writes is in English."""
    return " ".join([f"Usage : {ctx.command_path}", *command.collect_usage_pieces(ctx)])


def _panel(title: str, rows: Sequence[Sequence[RenderableType]]) -> Panel:
    """Set rows of cells side by side; the first cell gets the room of the widest."""
    cells = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for position in range(len(rows[0])):
        last = position == len(rows[0]) - 1
        cells.add_column(no_wrap=not last, ratio=1 if last else None)
    for row in rows:
        cells.add_row(*row)
    return Panel(cells, title=title, title_align="left", border_style="dim")


def _argument(argument: click.Argument) -> tuple[RenderableType, ...]:
    name = Text(f"  {argument.metavar}{' ' * APART}", style="bold yellow")
    notes = [Text("[obligatoire]", style="dim red")] if argument.required else []
    said = Columns([_said(argument.help or ""), *notes])
    return (Text("*", style="red"), name, said) if argument.required else (name, said)


def _default(option: click.Option) -> str:
    """Write a default as one would type it."""
    return f"{option.default:g}" if isinstance(option.default, float) else str(option.default)


def _option(option: click.Option) -> tuple[RenderableType, ...]:
    name = Text(f"{', '.join(option.opts)}{' ' * APART}", style="bold cyan")
    default = f"[par défaut : {_default(option)}]" if option.show_default else ""
    notes = [_said(default, style="dim")] if default else []
    said = Columns([_said(option.help or ""), *notes])
    return name, Text(option.metavar or "", style="bold yellow"), said
