"""The key figures in words."""

import pandas as pd

from jura_coverage import french
from jura_coverage.geography import departements
from jura_coverage.measures import flags
from jura_coverage.study import Result
from jura_coverage.words.provenance import advisors_edition
from jura_coverage.words.terms import ACROSS, COVERED_LABEL, LACKING_SHORT, far_minutes, residents

AT_LEAST = "au moins "


def key_figures(result: Result) -> list[tuple[str, str]]:
    """Give the figures that stand on the first line of every output: label and French value."""
    whole, land = result.figures, result.territory
    own, beyond = len(land.own_bases), len(land.bases_beyond)
    organisations = land.own_bases["organisation"].nunique()
    definition = result.parameters.definition
    flagged = far = covered = french.MISSING
    if whole.communes_flagged is not None:
        lacking = french.count(whole.premises_flagged, "local", "locaux")
        flagged = at_least(
            f"{french.count(whole.communes_flagged, 'commune')}, "
            f"{residents(whole.residents_flagged)}, {lacking} {LACKING_SHORT[definition]}",
            whole.uncounted_flagged,
        )
    if whole.communes_far is not None:
        far = at_least(
            f"{french.count(whole.communes_far, 'commune')}, {residents(whole.residents_far)}",
            whole.uncounted_far,
        )
    if whole.premises_counted and whole.premises_covered is not None:
        covered = (
            f"{french.number(whole.premises_covered)} sur {french.number(whole.premises_counted)} "
            f"({french.percent(whole.premises_covered / whole.premises_counted)})"
        )
        if whole.uncounted_premises:
            covered += f", {uncounted(whole.uncounted_premises)}"
    hosts = (
        f"{french.posts(whole.posts)}, {french.count(organisations, 'structure')}"
        + (f", {french.count(own, 'lieu', 'lieux')}" if own != organisations else "")
        + (f", et {beyond} à proximité" if beyond else "")
        if own or beyond
        else french.MISSING
    )
    return [
        ("Communes signalées", flagged),
        (f"À plus de {far_minutes(result.parameters)} d'un conseiller", far),
        ("Communes", french.number(whole.communes)),
        ("Habitants", at_least(french.number(whole.residents), whole.uncounted_residents)),
        (f"Locaux avec {COVERED_LABEL[definition]}", covered),
        ("Conseillers numériques", hosts),
        *([("Édition des conseillers", dated)] if (dated := advisors_edition(result)) else []),
        *(
            [("Communes sans donnée", french.number(whole.communes_no_data))]
            if whole.communes_no_data
            else []
        ),
    ]


def at_least(said: str, left_out: int) -> str:
    r"""Say of a sum that it is the least it can be, where communes are left out of it.

    Examples
    --------
    >>> at_least("3 communes", 0), at_least("3 communes", 2)
    ('3 communes', 'au moins 3 communes (2\xa0communes non comptées)')
    >>> at_least("0 commune", 1)  # any number is at least zero
    '0 commune (1\xa0commune non comptée)'
    """
    least = "" if said.startswith("0") else AT_LEAST
    return f"{least}{said} ({uncounted(left_out)})" if left_out else said


def uncounted(communes: int) -> str:
    """Count the communes that a sum leaves out because something is not known of them."""
    return french.count(communes, "commune non comptée", "communes non comptées")


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
