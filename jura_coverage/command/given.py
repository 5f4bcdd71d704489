"""Commands made of functions: what each is given first, and its own options."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from jura_coverage.command import outputs, usage
from jura_coverage.geography.departements import spelt

VARIABLE, JURA = "JURA_COVERAGE_DEPARTEMENT", "39"
AS_JSON = usage.flag("--json", "Écrit des données (JSON).")
OUT = outputs.folder("Dossier des résultats.", Path("maps"))


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a command is given first, and the options that it is made from.

    Parameters
    ----------
    options
        Options that the command gets besides its own.
    made
        From their values, by name, to what the command takes first.
    """

    options: tuple[click.Parameter, ...]
    made: Callable[..., Any]


def command(
    given: Given | None = None,
    *,
    own: Sequence[click.Parameter] = (),
    first: Callable[..., None] | None = None,
    named: str | None = None,
) -> Callable[[Callable[..., None]], usage.Command]:
    """Make a command of a function, which gets its own options by name.

    Parameters
    ----------
    given
        What the function takes first; None if nothing.
    own
        Its own arguments and options.
    first
        What is done with the values of all options before anything else; None if nothing.
    named
        What one types, perhaps two words; the name of the function if None.
    """
    shared = given.options if given else ()

    def decorate(function: Callable[..., None]) -> usage.Command:
        def called(**values: Any) -> None:
            if "departement" in values:
                values["departement"] = _departement(**values)
            if first:
                first(**values)
            taken = {str(each.name): values.pop(str(each.name)) for each in shared}
            made = (given.made(**taken),) if given else ()
            function(*made, **values)

        return usage.Command(
            named or function.__name__,
            callback=called,
            params=[*own, *shared],
            help=function.__doc__,
        )

    return decorate


def _departement(*, departement: str | None, parameters: Path | None = None, **_values: Any) -> str:
    """Take the département of the option, else of the parameters, else of the environment."""
    from jura_coverage.parameters import departement as named

    found = departement or (named(parameters) if parameters else None)
    return spelt(found or os.environ.get(VARIABLE, "").strip() or JURA)
