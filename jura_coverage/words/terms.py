"""Terms of the field in French: technologies, situations, thresholds, residents, presence."""

import math

import pandas as pd

from jura_coverage import columns, french, geography
from jura_coverage.geography.services import SERVICES
from jura_coverage.measures import flags, internet, needs, supply
from jura_coverage.measures.equity import LIMITS
from jura_coverage.parameters import Definition, Parameters

# As in the headings of columns, within a sentence.
TECHNOLOGY_NAMES = {
    each.name: each.heading[0].lower() + each.heading[1:] for each in columns.TECHNOLOGIES
} | {"copper": "cuivre (ADSL, VDSL)"}
ACROSS = (
    "Un conseiller d'un département voisin pourrait être plus proche : ces conseillers ne sont pas "
    "connus ici."
)
AT_LEAST = "au moins "
PLURAL = 2  # French counts in the plural from two on
# What premises lack that are not covered, under each definition of good internet: in short, and
# with what is meant.
GOOD_WIRED, TERRESTRIAL = "fibre, câble ou cuivre à bon débit", "filaire, 4G fixe ou radio"
LACKING_SHORT: dict[Definition, str] = {
    "wired": "sans bon accès filaire",
    "terrestrial": "sans accès terrestre à 30 Mbit/s",
    "all": "sans aucun accès, même par satellite",
}
LACKING: dict[Definition, str] = {
    "wired": f"{LACKING_SHORT['wired']} ({GOOD_WIRED})",
    "terrestrial": f"{LACKING_SHORT['terrestrial']} ({TERRESTRIAL})",
    "all": LACKING_SHORT["all"],
}
COVERED = {
    "wired": f"un bon accès filaire ({GOOD_WIRED})",
    "terrestrial": f"un accès terrestre à 30 Mbit/s ({TERRESTRIAL})",
    "all": "un accès quelconque, satellite compris",
}
# As the label of a figure: what is usual is said in short.
COVERED_LABEL = COVERED | {"wired": "un bon accès filaire"}
# Who is near and who is far, as headings where there is little room.
EQUITY_HEADS = {
    **{f"residents_within_{limit}": f"Habitants à {limit} min" for limit in LIMITS},
    "mean_minutes": "Trajet moyen",
    "worst_minutes": "Pire trajet",
    "gini_minutes": "Gini",
    "communes_flagged": "Signalées",
}
# What access (E2SFCA) counts.
SHARED_POSTS = (
    f"postes pour {french.number(supply.RESIDENTS)} habitants, partagés avec ceux qui les "
    "atteignent"
)
# The same where the title says which residents, as they are weighted.
WEIGHTED_HEADS = EQUITY_HEADS | {f"residents_within_{limit}": f"À {limit} min" for limit in LIMITS}
# What each definition looks at, as a title.
DEFINITION_TITLES: dict[Definition, str] = {
    "wired": "Internet filaire",
    "terrestrial": "Internet terrestre",
    "all": "Internet, satellite compris",
}
# What is chosen, and what is not known.
ASSUMPTIONS = {
    "poor_share": "seuil de mauvais internet",
    "far_minutes": "seuil d'éloignement",
    "definition": "définition d'un bon internet",
    "region": "erreur commune à tous les trajets",
    "origin": "erreur commune aux trajets d'une même commune",
    "trip": "erreur propre à chaque trajet",
    "position": "place exacte des structures",
    "premises": "décompte des locaux",
    "part_time": "présence à temps partiel",
}
_ARTICLES = {
    "poor_share": "le ", "far_minutes": "le ", "definition": "la ", "region": "l'", "origin": "l'",
    "trip": "l'", "position": "la ", "premises": "le ", "part_time": "la ",
}  # fmt: skip
# What counts as good internet, in a clause.
WHEN_COVERED = {
    "wired": "quand seul le filaire compte",
    "terrestrial": "quand la 4G fixe et la radio comptent aussi",
    "all": "quand même le satellite compte",
}
OF_WHOLE_CITY = "moyenne de la ville entière"  # said of an arrondissement
NOT_DRAWN = "Ses limites ne sont pas connues : la carte ne la dessine pas."  # of a commune
NOT_AVAILABLE = f"donnée {french.MISSING}"
NO_POST = "aucun poste occupé et ouvert au public"
NO_ADVISOR = "aucun conseiller connu"
NO_WAY = f"temps de trajet {french.MISSING}"
SITUATION_NAMES = {
    flags.POOR_AND_FAR: "signalée : mal desservie et loin d'un conseiller",
    flags.POOR_ONLY: "mal desservie, conseiller proche",
    flags.FAR_ONLY: "bien desservie, conseiller éloigné",
    flags.NEITHER: "bien desservie, conseiller proche",
    flags.NO_DATA: NOT_AVAILABLE,
}
# What a situation means for the flag, as a clause about the commune.
FINDINGS = {
    flags.POOR_AND_FAR: "est signalée : internet y est insuffisant et aucun conseiller n'est "
    "proche.",
    flags.POOR_ONLY: "n'est pas signalée : internet y est insuffisant, mais un conseiller est "
    "proche.",
    flags.FAR_ONLY: "n'est pas signalée : le conseiller est éloigné, mais internet y est "
    "suffisant.",
    flags.NEITHER: "n'est pas signalée : internet y est suffisant et un conseiller est proche.",
    flags.NO_DATA: "n'est ni signalée ni écartée : une donnée manque.",
}
ROLE_NAMES = {
    "communes": "Communes", "broadband": "Accès à internet",
    **{service.role: service.name for service in SERVICES}, "needs": "Âge et niveau de vie",
    "minutes": "Minutes", "buildings": "Immeubles",
}  # fmt: skip
TABLES = {
    "broadband": "la table de l'accès à internet",
    **{service.role: service.table for service in SERVICES},
    "needs": "la table de l'âge et du niveau de vie",
}
# What is known of an income, apart from what the source does not tell at all.
INCOME_STATES = {needs.KNOWN: "connu", needs.SECRET: "secret statistique", "": ""}
CLOSED = "déjà fermé"
CLOSED_AS_LISTED = f"{CLOSED}, selon la liste officielle"
UNDATED = "date non fixée"
UNDATED_BY = f"{UNDATED} ({{year}} au plus tard)"
CENTRE = "un point central de la commune"
ORIGIN_NAMES = {
    geography.TOWN_HALL: "la mairie",
    geography.TOWN_HALL_MISSING: f"{CENTRE} (position de la mairie inconnue)",
    geography.NO_ORIGIN: "aucun point connu",
    geography.TOWN_HALL_OUTSIDE: f"{CENTRE} (mairie située à plus d'un "
    "kilomètre hors de la commune)",
}


def assumption(name: str) -> str:
    """Name what is chosen or not known, with its article.

    Parameters
    ----------
    name
        A key of :data:`ASSUMPTIONS`.

    Examples
    --------
    >>> assumption("far_minutes"), assumption("trip")
    ("le seuil d'éloignement", "l'erreur propre à chaque trajet")
    """
    return f"{_ARTICLES[name]}{ASSUMPTIONS[name]}"


def flagged_when(definition: Definition) -> str:
    """Say when a commune is flagged, with ``{share}`` and ``{minutes}`` for the thresholds."""
    return (
        f"Une commune est signalée quand au moins {{share}} de ses locaux sont "
        f"{LACKING[definition]} et que le conseiller le plus proche est à plus de {{minutes}}."
    )


def thresholds(parameters: Parameters) -> str:
    """Say in one French sentence when a commune is flagged."""
    return flagged_when(parameters.policy.definition).format(
        share=poor_share(parameters), minutes=far_minutes(parameters)
    )


def far_minutes(parameters: Parameters) -> str:
    """Write the threshold of "far"."""
    noun = "minute" if parameters.policy.far_minutes < PLURAL else "minutes"
    return f"{french.shortest(parameters.policy.far_minutes, 2)}{french.NO_BREAK_SPACE}{noun}"


def poor_share(parameters: Parameters) -> str:
    """Write the threshold of "poor"."""
    return f"{french.shortest(100 * parameters.policy.poor_share, 3)}{french.NO_BREAK_SPACE}%"


def copper_ends(communes: pd.DataFrame) -> pd.Series:
    """Say of each commune when copper closes, as the list tells it.

    Parameters
    ----------
    communes
        With `copper_status` and `copper_closure_year`.

    Returns
    -------
    Series
        Ordered categories in the order of time, such as "déjà fermé", "en 2029" and "date non
        fixée (2030 au plus tard)"; missing where the list says nothing.
    """
    year = communes["copper_closure_year"].astype("Int64")
    closed, unplanned = (
        communes["copper_status"].eq(status).fillna(False)
        for status in (internet.CLOSED, internet.UNPLANNED)
    )
    said = ("en " + year.astype("string")).mask(unplanned, undated(year))
    said = said.mask(closed, CLOSED)
    # A closed network comes first, and of a year what has a date.
    rank = (2 * year.fillna(9999) + unplanned).mask(closed, 0)
    order = said[rank.sort_values(kind="stable").index].dropna().unique().tolist()
    return said.astype(pd.CategoricalDtype(order, ordered=True))


def undated(years: pd.Series) -> pd.Series:
    """Say that the end of copper has no date; where a last year is known, which one.

    Parameters
    ----------
    years
        Whole numbers; missing where the list gives none.
    """
    bounded = years.astype("string").map(
        lambda year: UNDATED_BY.format(year=year), na_action="ignore"
    )
    return bounded.astype("string").fillna(UNDATED)


def residents(number: float | None, *, in_part: bool = False) -> str:
    """Write a number of residents; where it is missing, that it is.

    Parameters
    ----------
    number
        Of residents.
    in_part
        Whether they are those of a part of the commune.

    Examples
    --------
    >>> [residents(number).replace(french.NO_BREAK_SPACE, " ") for number in (2, 0, None)]
    ['2 habitants', '0 habitant', 'population non disponible']
    >>> residents(2, in_part=True).replace(french.NO_BREAK_SPACE, " ")
    'au moins 2 habitants'
    """
    if pd.isna(number):
        return f"population {french.MISSING}"
    return f"{AT_LEAST if in_part else ''}{french.count(number, 'habitant')}"


def income(euros: float | None, state: str) -> str:
    """Write a median standard of living, or why there is none.

    Examples
    --------
    >>> said = [income(23160, needs.KNOWN), income(None, needs.SECRET), income(None, "")]
    >>> [each.replace(french.NO_BREAK_SPACE, " ") for each in said]
    ['23 160 €', 'secret statistique', 'non disponible']
    """
    if state == needs.KNOWN and pd.notna(euros):
        return french.euros(float(euros))
    return INCOME_STATES[state] or french.MISSING


# Of one and of several; the page says them too.
AT_BASE = (
    "{posts} itinérant, sans accueil ici", "{posts} itinérants, sans accueil ici",
)  # fmt: skip
AT_STOP = (
    "poste itinérant, {days} jour par semaine", "poste itinérant, {days} jours par semaine",
)  # fmt: skip


def presence(posts: float, days: float) -> str:
    """Say how much of an advisor there is at a place.

    Parameters
    ----------
    posts
        Of the place; 0 at a stop.
    days
        A week; missing where the post does not move, 0 at a base where it does not receive.

    Examples
    --------
    >>> said = [presence(2, math.nan), presence(0, 1.5), presence(1, 0)]
    >>> [each.replace(french.NO_BREAK_SPACE, " ") for each in said]
    ['2 postes', 'poste itinérant, 1,5 jour par semaine', '1 poste itinérant, sans accueil ici']
    """
    if math.isnan(days):
        return french.posts(posts)
    if days == 0:
        return AT_BASE[int(posts >= PLURAL)].format(posts=french.posts(posts))
    return AT_STOP[int(days >= PLURAL)].format(days=french.shortest(days, 1))
