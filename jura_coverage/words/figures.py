"""The key figures in words."""

import pandas as pd

from jura_coverage import french
from jura_coverage.geography import departements
from jura_coverage.measures import flags
from jura_coverage.study import Result
from jura_coverage.study.figures import Sum
from jura_coverage.study.found import Found
from jura_coverage.words.provenance import advisors_edition
from jura_coverage.words.terms import (
    ACROSS,
    AT_LEAST,
    COVERED_LABEL,
    LACKING_SHORT,
    NO_POST,
    far_minutes,
    residents,
)

AT_MOST, NOT_KNOWN = "au plus ", "inconnu"
ADVISORS_HEAD = "Conseillers numériques"
UNKNOWN_NUMBER = "un nombre inconnu d'habitants"


def key_figures(result: Result) -> list[tuple[str, str]]:
    """Give the figures that stand on the first line of every output: label and French value."""
    whole, land = result.figures, result.territory
    own, beyond = land.number_of_places, len(land.bases_beyond)
    organisations = land.own_bases["organisation"].nunique()
    hosts = (
        f"{french.posts(whole.posts)}, {french.count(organisations, 'structure')}"
        + (f", {french.count(own, 'lieu', 'lieux')}" if own != organisations else "")
        + (f", et {beyond} à proximité" if beyond else "")
        if own or beyond
        else (NO_POST if result.ways.nobody else french.MISSING)
    )
    return [
        *of_communes(result),
        (ADVISORS_HEAD, hosts),
        *([("Édition des conseillers", dated)] if (dated := advisors_edition(result)) else []),
        *without_data(result),
    ]


def of_communes(result: Found) -> list[tuple[str, str]]:
    """Give the figures of communes: flagged, far, their number, residents and premises."""
    whole, definition = result.figures, result.parameters.policy.definition
    flagged = far = covered = french.MISSING
    if whole.communes_flagged is not None:
        lacking = french.count(whole.premises_flagged, "local", "locaux")
        flagged = at_least(
            f"{french.count(whole.communes_flagged, 'commune')}, "
            f"{residents(whole.residents_flagged)}, {lacking} {LACKING_SHORT[definition]}",
            whole.uncounted_flagged,
            in_part=whole.in_part,
        )
    if whole.communes_far is not None:
        far = at_least(
            f"{french.count(whole.communes_far, 'commune')}, {residents(whole.residents_far)}",
            whole.uncounted_far,
            in_part=whole.in_part,
        )
    if whole.premises_counted and whole.premises_covered is not None:
        covered = (
            f"{french.number(whole.premises_covered)} sur {french.number(whole.premises_counted)} "
            f"({french.percent(whole.premises_covered / whole.premises_counted)})"
        )
        if whole.uncounted_premises:
            covered += f", {uncounted(whole.uncounted_premises)}"
    return [
        ("Communes signalées", flagged),
        (f"À plus de {far_minutes(result.parameters)} d'un conseiller", far),
        ("Communes", french.number(whole.communes)),
        (
            "Habitants",
            at_least(
                french.number(whole.residents), whole.uncounted_residents, in_part=whole.in_part
            ),
        ),
        (f"Locaux avec {COVERED_LABEL[definition]}", covered),
    ]


def without_data(result: Found) -> list[tuple[str, str]]:
    """Give the number of communes that lack something; nothing where none does."""
    lacking = result.figures.communes_no_data
    return [("Communes sans donnée", french.number(lacking))] if lacking else []


def finding(result: Found) -> str:
    """Say how many communes are flagged and who lives there, as a heading; empty if unknown.

    Examples
    --------
    « 29 communes signalées, 7 774 habitants »
    """
    whole = result.figures
    if whole.communes_flagged is None:
        return ""
    flagged = french.count(whole.communes_flagged, "commune signalée", "communes signalées")
    who = f", {residents(whole.residents_flagged)}" if whole.communes_flagged else ""
    said = at_least(f"{flagged}{who}", whole.uncounted_flagged, in_part=whole.in_part)
    return french.capital(said)


def at_least(said: str, left_out: int, *, in_part: bool = False) -> str:
    r"""Say of a sum that it is the least it can be, where communes are left out of it.

    Parameters
    ----------
    said
        The sum.
    left_out
        How many communes it leaves out, in whole or in part.
    in_part
        Whether one of them is counted in part.

    Examples
    --------
    >>> at_least("3 communes", 0), at_least("3 communes", 2)
    ('3 communes', 'au moins 3 communes (2\xa0communes non comptées)')
    >>> at_least("0 commune", 1)  # any number is at least zero
    '0 commune (1\xa0commune non comptée)'
    """
    least = "" if said.startswith("0") else AT_LEAST
    return f"{least}{said} ({uncounted(left_out, in_part=in_part)})" if left_out else said


def people(total: Sum, *, communes: int | None = None) -> str:
    """Write the residents of some communes; where they are not all known, what that leaves out.

    Parameters
    ----------
    total
        The residents.
    communes
        How many communes they live in, if that is to be said.

    Examples
    --------
    >>> def shown(*args, **known):
    ...     return people(*args, **known).replace(french.NO_BREAK_SPACE, " ")
    >>> shown(Sum(known=300)), shown(Sum(known=300, uncounted=1), communes=4)
    ('300 habitants', 'au moins 300 habitants (4 communes, dont 1 non comptée)')
    >>> shown(Sum(known=300, deducted=2))
    'au plus 300 habitants (2 communes non comptées)'
    >>> shown(Sum(known=300, uncounted=1, in_part=True))
    'au moins 300 habitants (1 commune non comptée en entier)'
    >>> shown(Sum(known=None, uncounted=1)), shown(Sum(known=0))
    ("un nombre inconnu d'habitants (1 commune non comptée)", '0 habitant')
    """
    where = _communes(total, communes)
    return f"{_said(total)} ({where})" if where else _said(total)


def people_of(total: Sum, *, communes: int) -> str:
    """Write the same with the communes first, where it is they that are told.

    Examples
    --------
    >>> people_of(Sum(known=300), communes=4).replace(french.NO_BREAK_SPACE, " ")
    '4 communes, 300 habitants'
    """
    return f"{_communes(total, communes)}, {_said(total)}"


def people_cell(total: Sum) -> str:
    """Write the same in a cell of a table, where the heading says of what.

    Examples
    --------
    >>> totals = Sum(known=3), Sum(known=3, uncounted=1), Sum(known=0, uncounted=1), Sum(known=0)
    >>> [people_cell(each) for each in totals]
    ['3', 'au moins 3', 'inconnu', '0']
    """
    return NOT_KNOWN if _is_unknown(total) else _bounded(total)


def _said(total: Sum) -> str:
    return UNKNOWN_NUMBER if _is_unknown(total) else _bounded(total, "habitant")


def _communes(total: Sum, communes: int | None) -> str:
    """Count the communes of a sum if that is to be said, and those that it leaves out."""
    left_out = total.uncounted + total.deducted
    if communes is None or communes == left_out > 0:
        return uncounted(left_out, in_part=total.in_part) if left_out else ""
    apart = f", dont {_not_counted(left_out, '', in_part=total.in_part)}"
    return french.count(communes, "commune") + (apart if left_out else "")


def _is_unknown(total: Sum) -> bool:
    """Tell whether nothing can be said of a sum: any number is at least zero."""
    return not total.known and total.uncounted + total.deducted > 0


def _bounded(total: Sum, noun: str = "") -> str:
    """Write what is known of a sum, and on which side the whole lies if that is sure."""
    said = french.count(total.known, noun) if noun else french.number(total.known)
    if total.uncounted and total.deducted:
        return said
    return (AT_LEAST if total.uncounted else AT_MOST if total.deducted else "") + said


def uncounted(communes: int, *, in_part: bool = False) -> str:
    """Count the communes that a sum leaves out because something is not known of them."""
    return _not_counted(communes, "commune", in_part=in_part)


def _not_counted(communes: int, noun: str, *, in_part: bool) -> str:
    whole = " en entier" if in_part else ""
    one, several = f"{noun} non comptée{whole}", f"{noun and f'{noun}s'} non comptées{whole}"
    return french.count(communes, one.strip(), several.strip())


def across(result: Result, codes: pd.Index) -> str:
    """Say how many flags hang on advisors across the border who are not known; nothing if none."""
    here = result.communes.loc[codes]
    number = int((here["border_matters"] & (here["situation"] == flags.POOR_AND_FAR)).sum())
    if not number:
        return ""
    said = french.count(number, "commune signalée", "communes signalées")
    return f"{said} près du bord du département. {ACROSS}"


def title(result: Result) -> str:
    """Give the title of the pages about a département."""
    place = departements.within(result.territory.departement)
    return f"Internet et conseillers numériques {place}"
