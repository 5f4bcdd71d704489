"""French for what click itself says: the help, and errors of usage."""

import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from jura_coverage import french

HELP_OF_HELP = "Affiche cette aide."
A_NUMBER, ANOTHER_VALUE = "un nombre (avec un point)", "une autre valeur"


class RefusedValueError(click.BadParameter):
    """A value that is none of its option, with what would be one, in French."""

    def __init__(self, found: str, expected: str, **where: Any) -> None:
        super().__init__(found, **where)
        self.found, self.expected = found, expected


class ValueLessOptionError(click.UsageError):
    """An option with a value that it does not take, or without the one that it takes."""

    def __init__(self, option_name: str, *, flag: bool, ctx: click.Context) -> None:
        super().__init__(option_name, ctx)
        self.option_name, self.flag = option_name, flag


class ExtraArgumentsError(click.UsageError):
    """Words of the command line that the command has no use for."""

    def __init__(self, words: Iterable[str], *, ctx: click.Context) -> None:
        self.words = tuple(words)
        super().__init__(" ".join(self.words), ctx)


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
        try:
            number = self.kind(value)
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
    return option(name, help_text, metavar=metavar, type=path, **attributes)


def path(given: str | Path) -> Path:
    """Take a path; an empty one, as of a variable that is not set, would be the current folder."""
    if not given:
        raise RefusedValueError("", "un chemin")
    return Path(given)


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
            rest = super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            raise _without_value(self, ctx, error) from error
        if rest:
            raise ExtraArgumentsError(rest, ctx=ctx)
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
        super().__init__(name, no_args_is_help=True, **attributes)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click passes it
        """List the commands in the order of their definition."""
        return list(self.commands)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words of the command line, and name what is wrong as a value."""
        try:
            return super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            raise _without_value(self, ctx, error) from error

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Translate the help of --help."""
        return _translated(super().get_help_option(ctx))

    def get_help(self, ctx: click.Context) -> str:
        """Write the help."""
        from jura_coverage.command import usage_help

        return usage_help.written(self, ctx)


def _translated(shown: click.Option | None) -> click.Option | None:
    if shown is not None:
        shown.help, shown.metavar = HELP_OF_HELP, ""
    return shown


def _without_value(
    command: click.Command, ctx: click.Context, error: click.BadOptionUsage
) -> ValueLessOptionError:
    """Tell whether the option takes no value or lacks one, from the option itself."""
    flags = {name for each in command.get_params(ctx) if isinstance(each, click.Option)
             and each.is_flag for name in each.opts}  # fmt: skip
    return ValueLessOptionError(error.option_name, flag=error.option_name in flags, ctx=ctx)


def sentence(error: click.UsageError) -> str:
    """Say in French what was wrong with the command line."""
    command = error.ctx.command_path if error.ctx else "jura-coverage"
    return f"{_fault(error)} Aide : « {command} --help »."


def _fault(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f" (peut-être {', '.join(error.possibilities)})" if error.possibilities else ""
        return f"Option inconnue : {error.option_name}{near}."
    if isinstance(error, click.MissingParameter):
        return f"Il manque {_name(error.param)}."
    if isinstance(error, RefusedValueError):
        said = f"trouvé « {error.found} » ; attendu {error.expected}"
        return f"Valeur refusée pour {_name(error.param)} : {said}."
    if isinstance(error, click.BadParameter):
        return f"Valeur refusée pour {_name(error.param)} : attendu {ANOTHER_VALUE}."
    if isinstance(error, ValueLessOptionError):
        takes = "ne prend pas de valeur" if error.flag else "demande une valeur"
        return f"L'option {error.option_name} {takes}."
    if isinstance(error, ExtraArgumentsError):
        return f"Arguments en trop : {' '.join(error.words)}."
    group = error.ctx.command if error.ctx else None
    if error.ctx is None or not isinstance(group, click.Group):
        return "Arguments non compris."
    if isinstance(error, click.NoSuchCommand):
        return f"Commande inconnue. Commandes : {', '.join(group.list_commands(error.ctx))}."
    return "Il manque une commande."


def _name(parameter: click.Parameter | None) -> str:
    """Call a parameter as the help does, an argument without the braces of its usage."""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.metavar or "" if parameter else ""
