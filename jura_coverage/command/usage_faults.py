"""What is wrong with a command line, in French."""

from collections.abc import Iterable
from typing import Any

import click

ANOTHER_VALUE = "une autre valeur"


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


class RepeatedOptionError(click.UsageError):
    """An option that is given twice but has one value: none of the two is surely meant."""

    def __init__(self, option: click.Parameter, *, ctx: click.Context) -> None:
        super().__init__(str(option.name), ctx)
        self.option = option


def without_value(
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
    if isinstance(error, RepeatedOptionError):
        return f"Option donnée deux fois : {_name(error.option)}. Gardez-en une."
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
