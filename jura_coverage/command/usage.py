"""Options, arguments and commands whose help and faults are wholly in French."""

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem, get_completion_class

from jura_coverage import __version__, french
from jura_coverage.command import terminal
from jura_coverage.command.usage_faults import (
    ExtraArgumentsError,
    RefusedValueError,
    RepeatedOptionError,
    without_value,
)  # fmt: skip

HELP_OF_HELP = "Affiche cette aide."
SHELLS = "bash, zsh, fish ou powershell"
HELP_NAMES = {"help_option_names": ["-h", "--help"]}
A_NUMBER = "un nombre, comme 20 ou 0,05"
# As France writes decimals; what may be thousands, as 32,000, is not.
DECIMAL_COMMA = re.compile(r"[+-]?(?:0,[0-9]+|[0-9]+,[0-9]{1,2})")


class Number(click.ParamType[Any]):
    """A number as the command line writes it, of a kind such as float, within bounds.

    Without bounds it is a parameter, which :func:`jura_coverage.parameters.load` checks with those
    of the file.
    """

    name = "number"

    def __init__(
        self,
        kind: Callable[[str], float],
        *,
        least: float = -math.inf,
        most: float = math.inf,
        unit: str = "",
        expected: str = A_NUMBER,
    ) -> None:
        self.kind, self.least, self.most = kind, least, most
        self.unit, self.expected = unit, expected

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read a number, or say what was found and expected."""
        pointed = DECIMAL_COMMA.fullmatch(str(value))
        try:
            number = self.kind(value.replace(",", ".") if pointed else value)
        except ValueError:
            raise RefusedValueError(value, self.expected, ctx=ctx, param=param) from None
        if self.least == -math.inf or self.least <= number <= self.most:
            return number
        raise RefusedValueError(value, self._bounds(), ctx=ctx, param=param)

    def _bounds(self) -> str:
        least, most = french.number(self.least), french.number(self.most)
        if self.unit:
            return f"une durée de {least} à {most} {self.unit}"
        return f"un nombre de {least} à {most}"


class Place(click.ParamType[Path]):
    """A file or a folder, which may not be there yet."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Take a path; an empty one, as of a variable not set, would be the current folder."""
        if not value:
            raise RefusedValueError("", "un chemin", ctx=ctx, param=param)
        return Path(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Let the shell complete names of files."""
        del ctx, param
        return [CompletionItem(incomplete, type="file")]


class Argument(click.Argument):
    """A word without the name of an option before it; braces say that it cannot be left out."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Write it as the usage of its command does."""
        several = "..." if self.nargs != 1 else ""
        name = super().make_metavar(ctx)
        return (f"{{{name}}}" if self.required else f"[{name}]") + several


def option(name: str, help_text: str, *, metavar: str, **attributes: Any) -> click.Option:
    """Make an option; its default is shown where it has one."""
    shown = attributes.get("default") is not None
    return click.Option([name], help=help_text, metavar=metavar, show_default=shown, **attributes)


def argument(
    name: str, help_text: str, *, metavar: str, required: bool = True, **attributes: Any
) -> Argument:
    """Make an argument, a word without the name of an option before it."""
    return Argument([name], help=help_text, metavar=metavar, required=required, **attributes)


def flag(name: str, help_text: str) -> click.Option:
    """Make an option without value; ``--json`` becomes ``as_json``, a name not yet taken."""
    names = [name, "as_json"] if name == "--json" else [name]
    return click.Option(names, help=help_text, metavar="", is_flag=True)


def file(name: str, help_text: str, *, metavar: str = "FICHIER", **attributes: Any) -> click.Option:
    """Make an option that names a file or a folder, which may not be there yet."""
    return option(name, help_text, metavar=metavar, type=Place(), **attributes)


def parameter(name: str, help_text: str, *, metavar: str) -> click.Option:
    """Make an option that is a parameter: it is checked where those of the file are."""
    return option(name, help_text, metavar=metavar, type=Number(float))


def number(
    name: str,
    help_text: str,
    *,
    metavar: str,
    least: float,
    most: float,
    unit: str = "",
    **attributes: Any,
) -> click.Option:
    """Make an option that is a number within bounds; `unit` is one of time, if it has one."""
    kind = Number(float, least=least, most=most, unit=unit)
    return option(name, help_text, metavar=metavar, type=kind, **attributes)


def whole_number(
    name: str, help_text: str, *, metavar: str, least: int, most: int, **attributes: Any
) -> click.Option:
    """Make an option that is a whole number within bounds."""
    kind = Number(int, least=least, most=most, expected="un nombre entier")
    return option(name, help_text, metavar=metavar, type=kind, **attributes)


class Command(click.Command):
    """A command whose help and errors of usage are wholly in French."""

    def __init__(self, name: str, **attributes: Any) -> None:
        super().__init__(name, context_settings={"allow_extra_args": True}, **attributes)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words of the command line, and name what is wrong as a value."""
        try:
            given = self.make_parser(ctx).parse_args([*args])[2]
            rest = super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            raise without_value(self, ctx, error) from error
        if rest:
            raise ExtraArgumentsError(rest, ctx=ctx)
        for each in given:
            if isinstance(each, click.Option) and not each.multiple and given.count(each) > 1:
                raise RepeatedOptionError(each, ctx=ctx)
        return rest

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; click itself would write an empty line where it is interrupted."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise click.Abort from None

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Translate the help of --help."""
        return _translated(super().get_help_option(ctx))

    def get_help(self, ctx: click.Context) -> str:
        """Write the help."""
        from jura_coverage.command import usage_help

        return usage_help.written(self, ctx)


class Group(click.Group):
    """A group of commands whose help and errors of usage are wholly in French."""

    def __init__(self, name: str, **attributes: Any) -> None:
        super().__init__(
            name, no_args_is_help=True, context_settings=HELP_NAMES,
            params=[_version(), _completion()], **attributes,
        )  # fmt: skip

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click passes it
        """List the commands in the order of their definition."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, whose name may be two words: one that has others beside it."""
        if (name := " ".join(args[:2])) in self.commands:
            return name, self.commands[name], args[2:]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words of the command line, and name what is wrong as a value."""
        try:
            return super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            raise without_value(self, ctx, error) from error

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Translate the help of --help."""
        return _translated(super().get_help_option(ctx))

    def get_help(self, ctx: click.Context) -> str:
        """Write the help."""
        from jura_coverage.command import usage_help

        return usage_help.written(self, ctx)


def _version() -> click.Option:
    """Make the option that tells which version this is, and nothing else."""

    def told(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:
        if asked:
            terminal.give(f"{ctx.command_path} {__version__}")
            ctx.exit()

    return click.Option(
        ["--version"], help="Affiche la version.", metavar="", is_flag=True, is_eager=True,
        expose_value=False, callback=told,
    )  # fmt: skip


def _completion() -> click.Option:
    """Make the option that tells a shell how to complete what is typed."""

    def told(ctx: click.Context, option: click.Parameter, shell: str | None) -> None:
        if shell is None:
            return
        known = get_completion_class(shell)
        if known is None:
            raise RefusedValueError(shell, SHELLS, ctx=ctx, param=option)
        name = str(ctx.info_name)
        variable = f"_{name.replace('-', '_').upper()}_COMPLETE"
        terminal.give(known(ctx.command, {}, name, variable).source())
        ctx.exit()

    return click.Option(
        ["--completion"], metavar="NOM", is_eager=True, expose_value=False, callback=told,
        help=f"Écrit de quoi compléter ce que l'on tape, avec la touche Tab : {SHELLS}.",
    )  # fmt: skip


def _translated(shown: click.Option | None) -> click.Option | None:
    if shown is not None:
        shown.help, shown.metavar = HELP_OF_HELP, ""
    return shown
