"""French for what Typer itself says: headings of the help, and errors of usage."""

import re
from typing import Any

from typer import BadParameter
from typer.core import TyperCommand, TyperGroup

# Typer has this error, but exports only its child.
UsageError: type[Exception] = BadParameter.__mro__[1]

HEADINGS = {
    "ARGUMENTS_PANEL_TITLE": "Arguments",
    "OPTIONS_PANEL_TITLE": "Options",
    "COMMANDS_PANEL_TITLE": "Commandes",
    "DEFAULT_STRING": "[par défaut : {}]",
    "REQUIRED_LONG_STRING": "[obligatoire]",
}
HELP_OF_HELP = "Affiche cette aide."


def _translate_headings() -> None:
    """Put the French headings into Typer; only help needs them, and what they bring is slow."""
    from typer import rich_utils

    for constant, text in HEADINGS.items():
        if not hasattr(rich_utils, constant):  # a new Typer that names it otherwise
            raise ImportError(f"typer.rich_utils has no {constant}")
        setattr(rich_utils, constant, text)


class Command(TyperCommand):
    """A command whose help is wholly in French."""

    def get_params(self, ctx: Any) -> Any:
        """Leave the type of an argument, a programmer's word, out of the help."""
        parameters: list[Any] = super().get_params(ctx)
        for parameter in parameters:
            if parameter.param_type_name == "argument":
                parameter.display_type_rich = _no_type
        return parameters

    def get_help_option(self, ctx: Any) -> Any:
        """Translate the help of --help."""
        return _translated(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Translate the headings of the help."""
        _translate_headings()
        super().format_help(ctx, formatter)


class Group(TyperGroup):
    """A group of commands whose help is wholly in French."""

    def get_help_option(self, ctx: Any) -> Any:
        """Translate the help of --help."""
        return _translated(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Translate the headings of the help."""
        _translate_headings()
        super().format_help(ctx, formatter)


def _translated(option: Any) -> Any:
    if option is not None:
        option.help = HELP_OF_HELP
        option.metavar = ""
    return option


def _no_type(ctx: Any) -> None:  # noqa: ARG001 - Typer passes it
    return None


def sentence(error: Any) -> str:
    """Say in French what was wrong with the command line.

    Parameters
    ----------
    error
        An error of usage raised by Typer.
    """
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "jura-coverage"
    return f"{_fault(error)} Aide : « {command} --help »."


def _fault(error: Any) -> str:
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    name = max(parameter.opts, key=len) if parameter else ""
    if kind == "NoSuchOption":
        near = f" (peut-être {', '.join(error.possibilities)})" if error.possibilities else ""
        return f"Option inconnue : {error.option_name}{near}."
    if kind == "MissingParameter":
        shown = name if name.startswith("-") else (parameter.metavar or name if parameter else name)
        return f"Il manque {shown}."
    message = error.format_message()
    if kind == "BadParameter":
        faults: list[Any] = getattr(error.__cause__, "errors", list)()
        found = f"trouvé « {faults[0]['input']} » ; " if faults else ""
        expected = "un nombre (avec un point)" if "number" in message else "une autre valeur"
        return f"Valeur refusée pour {name} : {found}attendu {expected}."
    if kind == "BadOptionUsage":
        takes = "ne prend pas de valeur" if "does not take" in message else "demande une valeur"
        return f"L'option {error.option_name} {takes}."
    if message.startswith("No such command"):
        known = ", ".join(error.ctx.command.list_commands(error.ctx)) if error.ctx else ""
        return f"Commande inconnue. Commandes : {known}."
    if message.startswith("Missing command") or kind == "NoArgsIsHelpError":
        return "Il manque une commande."
    extra = re.search(r"^Got unexpected extra argument\S* \((.*)\)", message)
    if extra:
        return f"Arguments en trop : {extra[1]}."
    return "Arguments non compris."
