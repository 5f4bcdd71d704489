"""What a decision sheet says: its sentences and tables, in French, before any layout."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pandas as pd

from jura_coverage import french, study, words
from jura_coverage.errors import UnknownCommuneError
from jura_coverage.measures import flags
from jura_coverage.publish.html.texttable import Figure, TextTable, figure
from jura_coverage.publish.sheets import outlook
from jura_coverage.publish.sheets.model import Area, Sheet
from jura_coverage.publish.sheets.shared import Shared
from jura_coverage.study import Result
from jura_coverage.study.figures import IN_PART, Figures, total
from jura_coverage.study.find import MORE_PRECISELY
from jura_coverage.study.groups import epci_names, figures

POSTS_SHOWN, FLAGGED_SHOWN = 3, 10
# What sentences and lists of an EPCI may have together, so that its sheet fits on a page.
LINES = 25
# How many letters fit on a line: of a sentence beside the map, of a note, of columns of words.
SENTENCE, NOTE, CHOICE, HOST, COMMUNE, WHEN = 62, 118, 60, 34, 15, 17


def every_epci(result: Result) -> list[Area]:
    """List the EPCI in the order of their names."""
    return [Area(kind="epci", code=str(code)) for code in epci_names(result).index]


def every_commune(result: Result) -> list[Area]:
    """List the communes in the order of the run."""
    return [Area(kind="commune", code=str(code)) for code in result.communes.index]


def find(result: Result, wanted: str) -> Area:
    """Find the commune or the EPCI that a user means, by code or by name.

    Parameters
    ----------
    result
        A run.
    wanted
        A code, or a name with or without accents and hyphens; of an EPCI some whole words are
        enough.

    Raises
    ------
    UnknownCommuneError
        If none or several fit; the message proposes some.
    """
    names = epci_names(result)
    if wanted.strip() in names.index:
        return Area(kind="epci", code=wanted.strip())
    whole = names[_with_words(names, french.fold(wanted))]
    if len(whole) == 1 and not _with_words(result.communes["name"], french.fold(wanted)).any():
        return Area(kind="epci", code=str(whole.index[0]))
    try:
        code = study.find_commune(result, wanted, besides=", ni ceux d'une intercommunalité,")
    except UnknownCommuneError as error:
        if len(whole) < 2:
            raise
        raise UnknownCommuneError(
            f"« {wanted} » convient à {len(whole)} intercommunalités : "
            f"{french.enumeration(list(whole))}. {MORE_PRECISELY}."
        ) from error
    return Area(kind="commune", code=code)


def _with_words(names: pd.Series, key: str) -> pd.Series:
    """Mark the names that hold these words, folded, from end to end."""
    padded = " " + names.map(french.fold) + " "
    return padded.str.contains(f" {key} ", regex=False) & bool(key)


def sheet(shared: Shared, area: Area, *, lines: int = LINES) -> Sheet:
    """Write what a sheet says.

    Parameters
    ----------
    shared
        A run, and the decision if there is one.
    area
        A commune or an EPCI of the run.
    lines
        How many lines the sentences and lists of an EPCI have together; its flagged communes take
        what is left.
    """
    if area.kind == "commune":
        return _of_commune(shared, area)
    return _of_epci(shared, area, lines)


def _of_commune(shared: Shared, area: Area) -> Sheet:
    result = shared.result
    commune = result.communes.loc[area.code]
    belongs = words.belonging(area.code, commune["epci_name"])
    codes = pd.Index([area.code])
    return Sheet(
        area=area,
        communes=codes,
        flagged=commune["situation"] == flags.POOR_AND_FAR,
        title=commune["name"],
        subtitle=f"Commune {area.code}, {belongs}",
        verdict=f"Cette commune {words.FINDINGS[commune['situation']]}",
        reasons=(
            *words.reasons(result, area.code),
            *outlook.certainty_of_commune(shared, area.code),
        ),
        tables=(
            _against(shared, codes, "Commune"),
            _nearest(result, commune),
            *outlook.changes_for_commune(shared, area.code),
            _technologies(commune),
            _copper(shared, codes),
        ),
    )


def _of_epci(shared: Shared, area: Area, lines: int) -> Sheet:
    result = shared.result
    codes = result.communes.index[result.communes["epci"] == area.code]
    here = figures(result, codes)
    changes = outlook.changes_for_epci(shared, codes)
    posts, copper = _posts(result, codes), _copper(shared, codes)
    reasons = (
        words.thresholds(result.parameters),
        *outlook.certainty_of_epci(shared, codes),
        words.across(result, codes),
        f"{french.count(here.communes_no_data, 'commune')} : une donnée manque."
        if here.communes_no_data
        else "",
    )
    taken = (
        len(_by_buildings(result, codes))
        + sum(_lines((reason,), SENTENCE) for reason in reasons if reason)
        + sum(_table_lines(each, CHOICE) for each in changes)
        + max(_table_lines(posts, HOST, COMMUNE), _table_lines(copper, WHEN))
    )
    return Sheet(
        area=area,
        communes=codes,
        flagged=bool(here.communes_flagged),
        title=epci_names(result)[area.code],
        subtitle=f"Intercommunalité {area.code}, communes du département "
        f"{result.territory.departement}",
        verdict=_verdict(here),
        reasons=tuple(reason for reason in reasons if reason),
        tables=(
            _against(shared, codes, "Intercommunalité"),
            _flagged(shared, codes, most=min(FLAGGED_SHOWN, max(1, lines - taken))),
            *changes,
            posts,
            copper,
        ),
    )


def _lines(cells: Sequence[str], *widths: int) -> int:
    """Estimate the lines that the highest of some cells takes, by the letters that fit on one."""
    return max(math.ceil(len(cell) / width) for cell, width in zip(cells, widths, strict=False))


def _table_lines(table: TextTable, *widths: int) -> int:
    """Estimate the lines of a table and its note, by the widths of its first columns."""
    return sum(_lines(row, *widths) for row in table.rows) + _lines((table.note,), NOTE)


def _verdict(here: Figures) -> str:
    if here.communes_flagged is None:
        return "On ne sait pas quelles communes signaler : une donnée manque partout."
    if not here.communes_flagged and here.communes == 1:
        return "La seule commune n'est pas signalée."
    if not here.communes_flagged:
        return f"Aucune des {french.number(here.communes)} communes n'est signalée."
    flagged = french.count(here.communes_flagged, "commune signalée", "communes signalées")
    residents = words.residents(here.residents_flagged)
    said = f"{flagged} sur {french.number(here.communes)} : {residents}"
    least = words.at_least(said, here.uncounted_flagged, in_part=here.in_part)
    return f"{french.capital(least)}."


def _against(shared: Shared, codes: pd.Index, name: str) -> TextTable:
    """Set the key figures beside those of the département."""
    result, whole = shared.result, shared.departement
    here = figures(result, codes)
    one = len(codes) == 1

    def both(write: Callable[[float], str], field: str, left_out: str = "") -> tuple[str, str]:
        return _least(here, write, field, left_out), _least(whole, write, field, left_out)

    posts = partial(french.shortest, decimals=french.POST_DECIMALS)
    rows = [
        ("Habitants", *both(french.number, "residents", "uncounted_residents")),
        ("Locaux", *both(french.number, "premises", "uncounted_premises")),
        ("Locaux mal desservis", *both(french.number, "premises_without", "uncounted_premises")),
        ("Part mal desservie", *both(french.percent, "share_without")),
        *_by_buildings(result, codes),
        ("Trajet", french.minutes(here.minutes_max), french.minutes(whole.minutes))
        if one
        else ("Trajet moyen", *both(french.minutes, "minutes")),
        ("Habitants éloignés", *both(french.number, "residents_far", "uncounted_far")),
        ("Habitants de communes signalées",
         *both(french.number, "residents_flagged", "uncounted_flagged")),
        ("Postes de conseiller", *both(posts, "posts")),
    ]  # fmt: skip
    return TextTable(
        title="Chiffres clés",
        heads=("", name, "Département"),
        rows=tuple(rows),
        note="Le trajet du département est une moyenne par habitant." if one else "",
    )


def _by_buildings(result: Result, codes: pd.Index) -> list[tuple[str, str, str]]:
    """Count premises that are poor and far where they stand; no row without buildings."""
    if result.buildings is None:
        return []
    counted = result.communes["premises_poor_far"]
    here, everywhere = (
        _figure(french.number, total(each), partly=each.isna().any())
        for each in (counted[codes], counted)
    )
    return [(words.POOR_FAR_PREMISES, here, everywhere)]


def _least(of: Figures, write: Callable[[float], str], field: str, left_out: str) -> str:
    """Write a figure, as the least that it can be where `left_out` counts communes not in it."""
    value = getattr(of, field)
    partly = bool(left_out and getattr(of, left_out))
    return _figure(write, value, partly=partly)


def _figure(write: Callable[[float], str], value: Any, *, partly: bool) -> str:
    """Write a figure, where something is not counted as the least that it can be."""
    least = words.AT_LEAST if partly and pd.notna(value) else ""
    return figure(lambda known: f"{least}{write(known)}", value)


def _nearest(result: Result, commune: pd.Series) -> TextTable:
    places = result.territory.places
    lacking = words.NO_POST if result.ways.nobody else words.NO_WAY
    rows = tuple(
        (*_place(places.loc[commune[place]]), figure(french.minutes, commune[minutes]))
        for place, minutes in (("place", "minutes"), ("place_second", "minutes_second"))
        if pd.notna(commune[place])
    )
    return TextTable(
        title="Conseillers les plus proches",
        heads=("Structure d'accueil", "Commune", "Présence", "Trajet"),
        rows=rows,
        note=_hours(places.loc[commune["place"]]) if rows else f"{french.capital(lacking)}.",
    )


def _hours(place: pd.Series) -> str:
    hours = words.opening_hours(place["opening_hours"])
    return f"Horaires de « {place['host']} » : {hours}." if hours else ""


def _place(place: pd.Series) -> tuple[str, str, str]:
    """Name a place: its host, its commune, and how much of an advisor there is."""
    where = f"{place['commune']} (hors du département)" if place["neighbour"] else place["commune"]
    presence = words.presence(place["posts"], place["days"])
    # A number of posts is a figure, the days of one that moves are words.
    return place["host"], where, Figure(presence) if math.isnan(place["days"]) else presence


def _technologies(commune: pd.Series) -> TextTable:
    rows = tuple(
        (
            french.capital(name),
            figure(french.number, commune[technology]),
            figure(french.percent, commune[technology] / commune["premises"]),
        )
        for technology, name in words.TECHNOLOGY_NAMES.items()
        if pd.notna(commune[technology]) and commune[technology] > 0
    )
    return TextTable(
        title="Meilleure technologie des locaux",
        heads=("Technologie", "Locaux", "Part"),
        rows=rows,
        note="" if rows else f"{french.capital(words.NOT_AVAILABLE)}.",
    )


def _flagged(shared: Shared, codes: pd.Index, *, most: int) -> TextTable:
    """List the flagged communes, cut to fit: the surest first where that is known."""
    here = shared.result.communes.loc[codes]
    flagged = here[here["situation"] == flags.POOR_AND_FAR]
    order, by = "des plus peuplées aux moins peuplées", ["residents"]
    if shared.decision:
        flagged = flagged.join(shared.decision.certainty.communes["certainty"])
        order, by = "des plus sûres aux moins sûres", ["certainty", "residents"]
    flagged = flagged.sort_values(by, ascending=False, kind="stable")
    shown = flagged.head(most)
    places = shared.result.territory.places
    rest = len(flagged) - len(shown)
    sure = ("Certitude", "Autres seuils") if shared.decision else ()
    return TextTable(
        title=f"Communes signalées, {order}",
        heads=("Commune", "Habitants", "Sans bon accès", "Trajet", *sure,
               "Conseiller le plus proche"),
        rows=tuple(
            (
                commune["name"],
                _figure(french.number, commune["residents"], partly=commune[IN_PART]),
                figure(french.percent, commune["share_without"]),
                figure(french.minutes, commune["minutes"]),
                *outlook.how_sure(shared, str(code)),
                _place(places.loc[commune["place"]])[1] if pd.notna(commune["place"]) else "aucun",
            )
            for code, commune in shown.iterrows()
        ),
        note=_flagged_note(shared, here, rest),
    )  # fmt: skip


def _flagged_note(shared: Shared, here: pd.DataFrame, rest: int) -> str:
    """Explain the columns, and say what is left out, or why nothing is there."""
    if (here["situation"] == flags.NO_DATA).all():
        return f"{french.capital(words.NOT_AVAILABLE)}."
    if not (here["situation"] == flags.POOR_AND_FAR).any():
        return "Aucune commune signalée."
    columns = (
        "Certitude : celle du signalement, aux seuils choisis ; autres seuils : choix comparés "
        "où elle l'est."
        if shared.decision
        else ""
    )
    return f"{_more(rest)} {columns}".strip()


def _posts(result: Result, codes: pd.Index) -> TextTable:
    """List the places that are nearest for someone here, and those that are here."""
    places = result.territory.places
    lacking = words.NO_POST if result.ways.nobody else words.NO_ADVISOR
    nearest = result.communes.loc[codes].groupby("place")["residents"].sum(min_count=1)
    here = places[places["insee"].isin(codes) | places.index.isin(nearest.index)]
    served = nearest.reindex(here.index, fill_value=0).sort_values(
        ascending=False, kind="stable", key=lambda counts: counts.fillna(1)
    )  # where nobody is known to live goes before where nobody goes
    rows = tuple(
        (*_place(here.loc[number]), figure(words.residents, residents))
        for number, residents in served.items()
    )
    return TextTable(
        title="Conseillers les plus proches",
        heads=("Structure d'accueil", "Commune", "Présence", "Le plus proche de"),
        rows=rows[:POSTS_SHOWN],
        note=_more(len(rows) - POSTS_SHOWN) if rows else f"{french.capital(lacking)}.",
    )


def _copper(shared: Shared, codes: pd.Index) -> TextTable:
    """Say when copper closes, and how many premises have no fibre today."""
    here = shared.copper.loc[codes]
    groups = here["without_fibre"].groupby(here["ends"], observed=True, dropna=False)
    several = len(codes) > 1
    return TextTable(
        title="Fermeture du réseau en cuivre",
        heads=("Quand", *(("Communes",) if several else ()), "Locaux sans fibre"),
        rows=tuple(
            (
                french.MISSING if pd.isna(when) else str(when),
                *((figure(french.number, len(group)),) if several else ()),
                figure(french.number, total(group)),
            )
            for when, group in groups
        ),
    )


def _more(rest: int) -> str:
    return f"Et {french.count(rest, 'autre')} : voir le tableur." if rest > 0 else ""
