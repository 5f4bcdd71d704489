"""French for what Typer itself says: headings of the help, and errors of usage."""

from typing import Any

from typer import BadParameter, rich_utils
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

for constant, text in HEADINGS.items():
    if not hasattr(rich_utils, constant):  # a new Typer that names it otherwise
        raise ImportError(f"typer.rich_utils has no {constant}")
    setattr(rich_utils, constant, text)


class Command(TyperCommand):
    """A command whose help is wholly in French."""

    def get_help_option(self, ctx: Any) -> Any:
        """Translate the help of --help."""
        return _translated(super().get_help_option(ctx))


class Group(TyperGroup):
    """A group of commands whose help is wholly in French."""

    def get_help_option(self, ctx: Any) -> Any:
        """Translate the help of --help."""
        return _translated(super().get_help_option(ctx))


def _translated(option: Any) -> Any:
    if option is not None:
        option.help = HELP_OF_HELP
    return option


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
    if kind == "BadParameter":
        return f"Valeur refusée pour {name} : un nombre ou un texte d'un autre type est attendu."
    if kind == "BadOptionUsage":
        return f"L'option {error.option_name} demande une valeur."
    message = error.format_message()
    if message.startswith("No such command"):
        known = ", ".join(error.ctx.command.list_commands(error.ctx)) if error.ctx else ""
        return f"Commande inconnue. Commandes : {known}."
    if message.startswith("Missing command"):
        return "Il manque une commande."
    return "Arguments non compris."
