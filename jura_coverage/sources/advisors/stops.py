"""The stops of an itinerant post, as a cell says them: communes, and when."""

import re

import pandas as pd

from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import checks
from jura_coverage.sources.advisors.days import DAYS_ASSUMED, END, WEEK, days

# Communes as the file spells them, each with its days a week.
Stops = tuple[tuple[str, float], ...]
NOT_UNDERSTOOD = (
    "Étapes dont les jours ne sont pas compris, comptées un jour par semaine (sont compris : "
    "mardi, jeudi matin, 2 jours, une demi-journée, un mardi sur deux)"
)
_DAY = rf"(?:{'|'.join(WEEK)})s?{END}"
_PART = rf"(?:matin(?:[ée]e)?s?|apr[eè]s[- ]midis?|soirs?){END}"
_WORDS = r"(?:(?:et|puis|le|les|du|un|une|tous|toutes|chaque) ){0,4}"
_NUMBER = rf"(?![0-9][0-9ab][0-9]{{3}}{END})[0-9½]"
_HOURS = r"(?:de )?[0-9][0-9h: ]{0,6}(?:[-–àa]|et) ?[0-9][0-9h:]*"
# What says days before the commune: "le mardi à Orgelet", "mardi matin : Orgelet".
_FIRST = (
    rf"(?:(?:le|les|du|tous les|chaque) )?{_DAY}"
    rf"(?: (?:{_PART}|et|le|au {_DAY}|{_DAY}|{_HOURS})){{0,9}}"
    rf" ?(?::| (?:à|a|au|aux) (?!{_DAY}|[0-9]))"
)
FIRST = re.compile(_FIRST, re.IGNORECASE)
# Stops stand apart by | ; or a new line, outside of parentheses; and by what may also part days,
# such as a comma, before what begins as a name does, or says days and then a commune.
_MARK = (
    r"(?:,|(?:(?<=di)|(?<=in)|(?<=[0-9]h))\. | (?:[/+&]|et|puis) |(?<=\)) *(?:[/+&.]|et |puis )?) *"
    r"(?=[^\s:,;|/+&.()\[\]–-])"
)
_NO_NAME = (
    rf"{_WORDS}(?:{_DAY}|{_PART}|{_NUMBER}|demi[- ]|journ[ée]e|jours?{END}|semaine|par |sur "
    r"|(?:deux|trois|quatre|cinq|six) )"
)
APART = re.compile(rf"(?:[|;\n]|{_MARK}(?:(?!{_NO_NAME})|(?={_FIRST})))(?![^(]*\))", re.IGNORECASE)
# What ends the name of a commune, before its days; a comma between digits may be a decimal's.
BEFORE_DAYS = re.compile(
    r"[(\[:]|,(?![0-9])|(?<=[0-9]{5}),|(?<![0-9]),"
    rf"| +[-–=]? *(?={_WORDS}(?:{_DAY}|{_PART}|[0-9](?:[.,][0-9]+)?(?![0-9]|er?{END}|[eè]me)))",
    re.IGNORECASE,
)


def stops(cells: pd.Series) -> pd.Series:
    """Read cells such as ``39397:1 | 39016:2`` or ``Orgelet (mardi) ; Arinthod (2 jours)``.

    Parameters
    ----------
    cells
        Text.

    Returns
    -------
    Series
        Of :data:`Stops`, empty for a blank cell. A stop whose days are not told counts as one
        day, and so does one whose days are not understood, which :func:`doubtful` says.

    Examples
    --------
    >>> stops(pd.Series(["Orgelet (mardi, jeudi matin) ; Aromas : 2"])).iloc[0]
    (('Orgelet', 1.5), ('Aromas', 2.0))
    >>> stops(pd.Series(["Orgelet mardi matin / Aromas (jeudi) et le lundi à Dole"])).iloc[0]
    (('Orgelet', 0.5), ('Aromas', 1.0), ('Dole', 1.0))
    """
    return cells.map(
        lambda cell: tuple(
            (commune, DAYS_ASSUMED if told is None else told) for commune, told, _ in _told(cell)
        )
    )


def doubtful(cells: pd.Series, hosts: pd.Series) -> list[Remark]:
    """Say which stops count as one day because what their cell says of days is not understood.

    Parameters
    ----------
    cells, hosts
        Text on one index, which says the line of the file.

    Examples
    --------
    >>> cells = pd.Series(["Orgelet (8 jours) ; Aromas"], index=[2])
    >>> doubtful(cells, pd.Series(["A"], index=[2]))[0].concerns
    ('ligne 2, structure « A », « Orgelet (8 jours) »',)
    """
    return remarks(
        "warning",
        NOT_UNDERSTOOD,
        [
            f"{checks.IN_THE_ROW.format(line=line, host=host)}, {checks.quoted(text)}"
            for line, host, cell in zip(cells.index, hosts, cells, strict=True)
            for _, told, text in _told(cell)
            if told is None
        ],
    )


def _told(cell: str) -> list[tuple[str, float | None, str]]:
    """Give the commune of each stop, its days a week, and how both are written."""
    return [_stop(part.strip()) for part in APART.split(cell) if part.strip()]


def _stop(text: str) -> tuple[str, float | None, str]:
    first = FIRST.match(text)
    before, named = (first.group(), text[first.end() :]) if first else ("", text)
    commune, *after = BEFORE_DAYS.split(named, maxsplit=1)
    return commune.strip(), days(" ".join((before, *after))), text
