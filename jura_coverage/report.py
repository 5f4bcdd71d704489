"""What a run found, in words: key figures, the state of the data, and why a commune is flagged."""

import difflib
import math
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import pandas as pd

from jura_coverage import areas, broadband, classify, french, geo, territory
from jura_coverage.broadband import Definition
from jura_coverage.catalogue import Source
from jura_coverage.errors import UnknownCommuneError
from jura_coverage.inspection import FileReport, Inspection
from jura_coverage.parameters import Parameters
from jura_coverage.pipeline import Result

TECHNOLOGY_NAMES = {
    "ftth": "fibre",
    "coax": "câble",
    "copper": "cuivre (ADSL, VDSL)",
    "thd_radio": "radio à très haut débit",
    "copper_slow": "cuivre de 8 à 30 Mbit/s",
    "fixed_4g": "4G fixe",
    "hd_radio": "radio à haut débit",
    "satellite": "satellite seulement",
}
ACROSS = (
    "Un conseiller d'un département voisin pourrait être plus proche : ces conseillers ne sont pas "
    "connus ici."
)
RENEW = "Mettez à jour la liste des conseillers avant toute décision."
PLURAL = 2  # French counts in the plural from two on
# What premises lack that are not covered, under each definition of good internet.
LACKING: dict[Definition, str] = {
    "wired": "sans bon accès filaire (fibre, câble ou cuivre à bon débit)",
    "terrestrial": "sans accès terrestre à 30 Mbit/s (filaire, 4G fixe ou radio)",
    "all": "sans aucun accès, même par satellite",
}
COVERED = {
    "wired": "un bon accès filaire (fibre, câble ou cuivre à bon débit)",
    "terrestrial": "un accès terrestre à 30 Mbit/s (filaire, 4G fixe ou radio)",
    "all": "un accès quelconque, satellite compris",
}
# What counts as good internet, in a clause.
WHEN_COVERED = {
    "wired": "quand seul le filaire compte",
    "terrestrial": "quand la 4G fixe et la radio comptent aussi",
    "all": "quand même le satellite compte",
}
SITUATION_NAMES = {
    classify.POOR_AND_FAR: "signalée : mal desservie et loin d'un conseiller",
    classify.POOR_ONLY: "mal desservie, conseiller proche",
    classify.FAR_ONLY: "bien desservie, conseiller éloigné",
    classify.NEITHER: "bien desservie, conseiller proche",
    classify.NO_DATA: "donnée non disponible",
}
# What a situation means for the flag, as a clause about the commune.
FINDINGS = {
    classify.POOR_AND_FAR: "est signalée : internet y est insuffisant et aucun conseiller n'est "
    "proche.",
    classify.POOR_ONLY: "n'est pas signalée : internet y est insuffisant, mais un conseiller est "
    "proche.",
    classify.FAR_ONLY: "n'est pas signalée : le conseiller est éloigné, mais internet y est "
    "suffisant.",
    classify.NEITHER: "n'est pas signalée : internet y est suffisant et un conseiller est proche.",
    classify.NO_DATA: "n'est ni signalée ni écartée : une donnée manque.",
}
ROLE_NAMES = {"communes": "Communes", "broadband": "Accès à internet", "advisors": "Conseillers"}
ORIGIN_NAMES = {
    geo.TOWN_HALL: "la mairie",
    geo.TOWN_HALL_MISSING: "un point central de la commune (position de la mairie inconnue)",
    geo.TOWN_HALL_OUTSIDE: "un point central de la commune (mairie située à plus d'un kilomètre "
    "hors de la commune)",
}


def summary(result: Result) -> dict[str, Any]:
    """Give the key figures of a run, ready for JSON.

    Returns
    -------
    dict
        Counts of communes, residents and premises; sums leave missing values out, and
        ``communes_no_data`` says how many communes lack something. What depends on a table that
        is not there is None.
    """
    communes, places = result.communes, result.territory.places
    internet, access = (bool(communes[name].notna().any()) for name in ("poor", "far"))
    bases = places["base"] == places.index  # a stop of an itinerant post is no host
    far = communes["far"].fillna(False)
    flagged = communes["situation"] == classify.POOR_AND_FAR
    unwired = communes["premises"] - communes["premises_wired"]
    return {
        "departement": result.territory.departement,
        "communes": len(communes),
        "residents": int(communes["residents"].sum()),
        "premises": areas.total(communes["premises"]),
        "premises_wired": areas.total(communes["premises_wired"]),
        "hosts": int((bases & ~places["neighbour"]).sum()),
        "posts": int(places.loc[~places["neighbour"], "posts"].sum()),
        "hosts_neighbours": int((bases & places["neighbour"]).sum()),
        "communes_far": int(far.sum()) if access else None,
        "residents_far": int(communes.loc[far, "residents"].sum()) if access else None,
        "communes_poor": int(communes["poor"].fillna(False).sum()) if internet else None,
        "communes_flagged": int(flagged.sum()) if internet and access else None,
        "residents_flagged": int(communes.loc[flagged, "residents"].sum())
        if internet and access
        else None,
        "premises_flagged_unwired": int(unwired[flagged].sum()) if internet and access else None,
        "communes_border_matters": int(communes["border_matters"].sum()),
        "communes_no_data": int((communes["situation"] == classify.NO_DATA).sum()),
        "communes_flagged_list": communes.index[flagged].tolist() if internet and access else None,
        "engine": result.engine,
        "parameters": asdict(result.parameters),
        "parameters_hash": result.parameters.fingerprint(),
        "vintages": {
            role: " ; ".join(each.edition for each in result.sources if each.role == role)
            for role in dict.fromkeys(source.role for source in result.sources)
        },
        "sources": [source.data() for source in result.sources],
        "remarks": [remark.data() for remark in result.territory.remarks],
    }


def key_figures(result: Result) -> list[tuple[str, str]]:
    """Give the figures that stand on the first line of every output: label and French value."""
    facts = summary(result)
    flagged = far = wired = french.MISSING
    if facts["communes_flagged"] is not None:
        flagged = f"{french.count(facts['communes_flagged'], 'commune')}, "
        flagged += f"{french.count(facts['residents_flagged'], 'habitant')}, "
        unwired = facts["premises_flagged_unwired"]
        flagged += french.count(unwired, "local", "locaux") + " sans bon accès filaire"
    if facts["communes_far"] is not None:
        far = f"{french.count(facts['communes_far'], 'commune')}, "
        far += french.count(facts["residents_far"], "habitant")
    if facts["premises"] and facts["premises_wired"] is not None:
        wired = (
            f"{french.number(facts['premises_wired'])} sur {french.number(facts['premises'])} "
            f"({french.percent(facts['premises_wired'] / facts['premises'])})"
        )
    hosts = (
        f"{french.count(facts['posts'], 'poste')}, {french.count(facts['hosts'], 'structure')}"
        + (f", et {facts['hosts_neighbours']} à proximité" if facts["hosts_neighbours"] else "")
        if facts["hosts"] or facts["hosts_neighbours"]
        else french.MISSING
    )
    return [
        ("Communes signalées", flagged),
        (f"À plus de {far_minutes(result.parameters)} d'un conseiller", far),
        ("Communes", french.number(facts["communes"])),
        ("Habitants", french.number(facts["residents"])),
        ("Locaux avec un bon accès filaire", wired),
        ("Conseillers numériques", hosts),
        *(
            [("Communes sans donnée", french.number(facts["communes_no_data"]))]
            if facts["communes_no_data"]
            else []
        ),
    ]


def across(result: Result, codes: pd.Index) -> str:
    """Say how many flags hang on advisors across the border who are not known; nothing if none."""
    here = result.communes.loc[codes]
    number = int((here["border_matters"] & (here["situation"] == classify.POOR_AND_FAR)).sum())
    if not number:
        return ""
    said = french.count(number, "commune signalée", "communes signalées")
    return f"{said} près du bord du département. {ACROSS}"


def flagged_when(definition: Definition) -> str:
    """Say when a commune is flagged, with ``{share}`` and ``{minutes}`` for the thresholds."""
    return (
        f"Une commune est signalée quand au moins {{share}} de ses locaux sont "
        f"{LACKING[definition]} et que le conseiller le plus proche est à plus de {{minutes}}."
    )


def thresholds(parameters: Parameters) -> str:
    """Say in one French sentence when a commune is flagged."""
    return flagged_when(parameters.definition).format(
        share=poor_share(parameters), minutes=far_minutes(parameters)
    )


def far_minutes(parameters: Parameters) -> str:
    """Write the threshold of "far"."""
    noun = "minute" if parameters.far_minutes < PLURAL else "minutes"
    return f"{french.shortest(parameters.far_minutes, 2)}{french.NO_BREAK_SPACE}{noun}"


def poor_share(parameters: Parameters) -> str:
    """Write the threshold of "poor"."""
    return f"{french.shortest(100 * parameters.poor_share, 3)}{french.NO_BREAK_SPACE}%"


def editions(sources: Iterable[Source]) -> list[tuple[str, str]]:
    """Give the name and the edition of each table."""
    return [(ROLE_NAMES[source.role], source.edition) for source in sources]


def inspected(file: FileReport) -> str:
    """Say in French what a file of a data report holds."""
    read = french.count(file.rows, "ligne lue", "lignes lues")
    used = french.count(file.used, "utilisée", "utilisées")
    edition = file.vintage or "édition non précisée"
    age = f", il y a {file.age}" if file.age else ""
    return f"{ROLE_NAMES[file.role]} ({file.title}). Édition : {edition}{age}. {read}, {used}."


def verdict(inspection: Inspection) -> str:
    """Say in French whether the files of a data report can be used."""
    refused = sum(bool(each.refused) for each in inspection.files)
    if refused:
        return (
            f"{french.count(refused, 'fichier')} sur {len(inspection.files)} ne "
            f"{'peut' if refused == 1 else 'peuvent'} pas être "
            f"{'utilisé' if refused == 1 else 'utilisés'}."
        )
    added = [ROLE_NAMES[role].lower() for role in inspection.embedded]
    return "Tous les fichiers peuvent être utilisés." + (
        f" Réunis avec les données embarquées : {french.enumeration(added)}." if added else ""
    )


def find_commune(result: Result, wanted: str, *, besides: str = "") -> str:
    """Find the INSEE code that a user means.

    Parameters
    ----------
    result
        A run.
    wanted
        A code, or a name with or without accents, hyphens and article.
    besides
        French: what else the user may have meant, for the message.

    Raises
    ------
    UnknownCommuneError
        If none or several communes fit; the message proposes some.
    """
    names = result.communes["name"]
    if wanted.strip().upper() in names.index:
        return wanted.strip().upper()
    folded = names.map(french.fold)
    key = french.fold(wanted)
    for fitting in (
        folded == key,
        folded.str.startswith(key),
        folded.str.contains(key, regex=False),
    ):
        codes = names.index[fitting] if key else names.index[:0]
        if len(codes) == 1:
            return str(codes[0])
        if len(codes) > 1:
            raise UnknownCommuneError(
                f"« {wanted} » convient à {len(codes)} communes : {_proposals(names[codes])}. "
                "Précisez le nom ou donnez le code Insee."
            )
    near = difflib.get_close_matches(key, folded.tolist(), n=5)
    hint = f" Vouliez-vous dire {_proposals(names[folded.isin(near)])} ?" if near else ""
    raise UnknownCommuneError(
        f"« {wanted} » n'est ni le code Insee ni le nom d'une commune{besides} du département "
        f"{result.territory.departement}.{hint}"
    )


def explain_named(result: Result, wanted: str) -> list[str]:
    """Explain the commune that a user means, be it one of today or a former one.

    Parameters
    ----------
    result, wanted
        As in :func:`find_commune`.

    Raises
    ------
    UnknownCommuneError
        As :func:`find_commune`, or if the commune has left the département.
    """
    former = territory.former_commune(result.territory, wanted)
    if former is None:
        return explain(result, find_commune(result, wanted))
    today = (
        f"{former['name_former']} ({former.name}) est une ancienne commune ; commune actuelle : "
        f"{former['name']} ({former['insee']})"
    )
    if former["insee"] not in result.communes.index:
        raise UnknownCommuneError(f"{today}, hors du département {result.territory.departement}.")
    return [f"{today}.", *explain(result, former["insee"])]


def explain(result: Result, insee: str) -> list[str]:
    """Say why a commune is or is not flagged, with every figure that led there.

    Parameters
    ----------
    result
        A run.
    insee
        A code of the index of ``result.communes``.

    Returns
    -------
    list of str
        French paragraphs.
    """
    commune = result.communes.loc[insee]
    parameters = result.parameters
    return [
        f"{commune['name']} ({insee}) {FINDINGS[commune['situation']]}",
        f"{commune['epci_name'] or 'Hors intercommunalité'}, "
        + (
            french.count(commune["residents"], "habitant")
            if pd.notna(commune["residents"])
            else "population non disponible"
        )
        + ".",
        *reasons(result, insee),
        thresholds(parameters),
        f"Minutes : {result.engine}. Il n'existe pas de seuil officiel pour les conseillers "
        "numériques ; 20 minutes est la référence de l'État pour les espaces France services.",
        "Éditions : "
        + " ; ".join(f"{name} {edition}" for name, edition in editions(result.sources))
        + f". Paramètres {parameters.fingerprint()}.",
    ]


def reasons(result: Result, insee: str) -> tuple[str, str]:
    """Set a commune's internet and its way to an advisor beside the thresholds, in French."""
    commune = result.communes.loc[insee]
    return _explain_internet(commune, result.parameters), _explain_minutes(result, commune)


def _explain_internet(commune: pd.Series, parameters: Parameters) -> str:
    if pd.isna(commune["share_without"]):
        return "Internet : donnée non disponible pour cette commune."
    lacking = commune["premises"] - commune["premises_covered"]
    sign = "atteint" if commune["poor"] else "est sous"
    technologies = ", ".join(
        f"{name} {french.number(commune[technology])}"
        for technology, name in TECHNOLOGY_NAMES.items()
        if pd.notna(commune[technology]) and commune[technology] > 0
    )
    return (
        f"Internet : {french.count(lacking, 'local', 'locaux')} sur "
        f"{french.number(commune['premises'])} ({french.percent(commune['share_without'], 2)}) "
        f"{'est' if lacking < PLURAL else 'sont'} {LACKING[parameters.definition]} ; "
        f"cela {sign} le seuil de {poor_share(parameters)}. "
        f"Meilleure technologie des locaux : {technologies}."
    )


def _explain_minutes(result: Result, commune: pd.Series) -> str:
    if pd.isna(commune["minutes"]):
        return "Conseiller : temps de trajet non disponible pour cette commune."
    places, parameters = result.territory.places, result.parameters
    side = "au-delà" if commune["far"] else "en deçà"
    second = (
        f" Le suivant : « {places.at[commune['place_second'], 'host']} », à "
        f"{french.minutes(commune['minutes_second'])}."
        if pd.notna(commune["place_second"])
        else ""
    )
    return (
        f"Conseiller : le plus proche est « {places.at[commune['place'], 'host']} »"
        f"{_where(result, commune['place'])}, à {_beside(commune, parameters)}, {side} du "
        f"seuil de {far_minutes(parameters)}. "
        f"Départ : {ORIGIN_NAMES[commune['origin_source']]}.{second}"
        + (f" {ACROSS}" if commune["border_matters"] else "")
    )


def _beside(commune: pd.Series, parameters: Parameters) -> str:
    """Write minutes so that rounding does not put them on the threshold they are beside."""
    value = commune["minutes"]
    decimals = 1 if round(value, 1) != parameters.far_minutes else 3
    return f"{french.number(value, decimals)}{french.NO_BREAK_SPACE}min"


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
    written = year.astype("string")
    closed, unplanned = (
        communes["copper_status"].eq(status).fillna(False)
        for status in (broadband.CLOSED, broadband.UNPLANNED)
    )
    bounded = ("date non fixée (" + written + " au plus tard)").fillna("date non fixée")
    said = ("en " + written).mask(unplanned, bounded).mask(closed, "déjà fermé")
    # A closed network comes first, and of a year what has a date.
    rank = (2 * year.fillna(9999) + unplanned).mask(closed, 0)
    order = said[rank.sort_values(kind="stable").index].dropna().unique().tolist()
    return said.astype(pd.CategoricalDtype(order, ordered=True))


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
        return french.count(posts, "poste")
    if days == 0:
        return french.count(posts, "poste itinérant", "postes itinérants") + ", sans accueil ici"
    return (
        f"poste itinérant, {french.shortest(days, 1)} {'jour' if days < PLURAL else 'jours'} "
        "par semaine"
    )


def _where(result: Result, place: int) -> str:
    insee = result.territory.places.at[place, "insee"]
    return f" ({result.communes.at[insee, 'name']})" if insee in result.communes.index else ""


def _proposals(names: pd.Series) -> str:
    shown = [f"{name} ({insee})" for insee, name in names.head(6).items()]
    return french.enumeration(shown) + (", entre autres" if len(names) > 6 else "")
