"""What a decision sheet says: its sentences and tables, in French, before any layout."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from jura_coverage import areas, classify, french, report
from jura_coverage.errors import UnknownCommuneError
from jura_coverage.pipeline import Result

ROWS_SHOWN = 10
Kind = Literal["commune", "epci"]


@dataclass(frozen=True, kw_only=True)
class Area:
    """What a sheet is about: a commune by its INSEE code, or an EPCI by its own."""

    kind: Kind
    code: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of a sheet.

    Parameters
    ----------
    title, heads, rows
        French text; the first cell of a row is its heading.
    note
        What follows the table, such as how many rows are not shown.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    @property
    def figures(self) -> tuple[bool, ...]:
        """Tell of each column whether it holds figures, which stand to the right."""
        return tuple(
            any(row[position][:1].isdigit() for row in self.rows) if position else False
            for position in range(len(self.heads))
        )


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet.

    Parameters
    ----------
    area, communes
        What it is about, and the INSEE codes that belong to it.
    flagged
        Whether any of these communes is flagged.
    title, subtitle, verdict
        French: the name, what it is, and the answer in one or two sentences.
    reasons
        French sentences that lead to the answer.
    tables
        Figures against the département first.
    """

    area: Area
    communes: pd.Index
    flagged: bool
    title: str
    subtitle: str
    verdict: str
    reasons: tuple[str, ...]
    tables: tuple[Table, ...]


def every_epci(result: Result) -> list[Area]:
    """List the EPCI in the order of their names."""
    return [Area(kind="epci", code=str(code)) for code in areas.epci_names(result).index]


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
        A code, or a name with or without accents and hyphens; of an EPCI a part is enough.

    Raises
    ------
    UnknownCommuneError
        If none or several fit; the message proposes some.
    """
    names = areas.epci_names(result)
    if wanted.strip() in names.index:
        return Area(kind="epci", code=wanted.strip())
    try:
        return Area(kind="commune", code=report.find_commune(result, wanted))
    except UnknownCommuneError as error:
        key = french.fold(wanted)
        fitting = names[names.map(french.fold).str.contains(key, regex=False)] if key else names[:0]
        if len(fitting) == 1:
            return Area(kind="epci", code=str(fitting.index[0]))
        if fitting.empty:
            raise
        raise UnknownCommuneError(
            f"« {wanted} » convient à {len(fitting)} intercommunalités : "
            f"{french.enumeration(list(fitting))}. Précisez le nom ou donnez le code."
        ) from error


def sheet(result: Result, area: Area, *, rows: int = ROWS_SHOWN) -> Sheet:
    """Write what a sheet says.

    Parameters
    ----------
    result
        A run.
    area
        A commune or an EPCI of the run.
    rows
        How many rows a list of communes or posts has at most.
    """
    return _of_commune(result, area) if area.kind == "commune" else _of_epci(result, area, rows)


def _of_commune(result: Result, area: Area) -> Sheet:
    commune = result.communes.loc[area.code]
    head, _, *reasons = report.explain(result, area.code)
    verdict = head.partition(f"({area.code}) ")[2]
    belongs = commune["epci_name"] or "hors intercommunalité"
    return Sheet(
        area=area,
        communes=pd.Index([area.code]),
        flagged=commune["situation"] == classify.POOR_AND_FAR,
        title=commune["name"],
        subtitle=f"Commune {area.code}, {belongs}",
        verdict=f"Cette commune {verdict}",
        reasons=tuple(reasons[:2]),
        tables=(
            _against(result, pd.Index([area.code]), "Commune"),
            _nearest(result, commune),
            _technologies(commune),
            _copper(result, pd.Index([area.code])),
        ),
    )


def _of_epci(result: Result, area: Area, rows: int) -> Sheet:
    codes = result.communes.index[result.communes["epci"] == area.code]
    here = areas.figures(result, codes)
    some = (
        f"{french.count(here.communes_flagged, 'commune signalée', 'communes signalées')} sur "
        f"{french.number(here.communes)} : {french.count(here.residents_flagged, 'habitant')}."
        if here.communes_flagged
        else f"Aucune des {french.number(here.communes)} communes n'est signalée."
    )
    unknown = (
        (f"{french.count(here.communes_no_data, 'commune')} : une donnée manque.",)
        if here.communes_no_data
        else ()
    )
    return Sheet(
        area=area,
        communes=codes,
        flagged=here.communes_flagged > 0,
        title=areas.epci_names(result)[area.code],
        subtitle=f"Intercommunalité {area.code}, communes du département "
        f"{result.territory.departement}",
        verdict=some,
        reasons=(report.thresholds(result.parameters), *unknown),
        tables=(
            _against(result, codes, "Intercommunalité"),
            _flagged(result, codes, rows),
            _posts(result, codes, rows),
            _copper(result, codes),
        ),
    )


def _against(result: Result, codes: pd.Index, name: str) -> Table:
    """Set the key figures beside those of the département."""
    here, whole = areas.figures(result, codes), areas.figures(result)
    one = len(codes) == 1

    def both(write: Callable[[float], str], field: str) -> tuple[str, str]:
        return write(getattr(here, field)), write(getattr(whole, field))

    lacking = report.LACKING[result.parameters.definition]
    rows = [
        ("Habitants", *both(french.number, "residents")),
        ("Locaux", *both(french.number, "premises")),
        (f"Locaux {lacking}", *both(french.number, "premises_lacking")),
        ("Part de ces locaux", *both(french.percent, "share_without")),
        ("Minutes vers un conseiller" + ("" if one else ", en moyenne"),
         *both(french.minutes, "minutes")),
        ("Habitants à plus de " + report.far_minutes(result.parameters),
         *both(french.number, "residents_far")),
        ("Habitants des communes signalées", *both(french.number, "residents_flagged")),
        ("Postes de conseiller", *both(french.number, "posts")),
    ]  # fmt: skip
    return Table(
        title="Chiffres clés",
        heads=("", name, "Département"),
        rows=tuple(rows),
        note="Pour le département, les minutes sont la moyenne par habitant." if one else "",
    )


def _nearest(result: Result, commune: pd.Series) -> Table:
    places = result.territory.places
    rows = []
    for place, minutes in (("place", "minutes"), ("place_second", "minutes_second")):
        if pd.notna(commune[place]):
            host = places.loc[commune[place]]
            where = result.communes["name"].get(host["insee"], "hors du département")
            rows.append(
                (
                    host["host"],
                    where,
                    french.number(host["posts"]),
                    french.minutes(commune[minutes]),
                )
            )
    return Table(
        title="Conseillers les plus proches",
        heads=("Structure d'accueil", "Commune", "Postes", "Trajet"),
        rows=tuple(rows),
        note="" if rows else "Temps de trajet non disponible.",
    )


def _technologies(commune: pd.Series) -> Table:
    rows = tuple(
        (
            name.capitalize() if name != "4G fixe" else name,
            french.number(commune[technology]),
            french.percent(commune[technology] / commune["premises"]),
        )
        for technology, name in report.TECHNOLOGY_NAMES.items()
        if pd.notna(commune[technology]) and commune[technology] > 0
    )
    return Table(
        title="Meilleure technologie des locaux",
        heads=("Technologie", "Locaux", "Part"),
        rows=rows,
        note="" if rows else "Donnée non disponible.",
    )


def _flagged(result: Result, codes: pd.Index, most: int) -> Table:
    here = result.communes.loc[codes]
    flagged = here[here["situation"] == classify.POOR_AND_FAR]
    flagged = flagged.sort_values("residents", ascending=False, kind="stable")
    shown = flagged.head(most)
    hosts = result.territory.places["host"]
    rest = len(flagged) - len(shown)
    return Table(
        title="Communes signalées, des plus peuplées aux moins peuplées",
        heads=("Commune", "Habitants", "Sans bon accès", "Trajet", "Conseiller le plus proche"),
        rows=tuple(
            (
                commune["name"],
                french.number(commune["residents"]),
                french.percent(commune["share_without"]),
                french.minutes(commune["minutes"]),
                str(hosts[commune["place"]]),
            )
            for _, commune in shown.iterrows()
        ),
        note=_more(rest) if len(shown) else "Aucune commune signalée.",
    )  # fmt: skip


def _posts(result: Result, codes: pd.Index, most: int) -> Table:
    places = result.territory.places
    here = places[places["insee"].isin(codes)]
    nearest = result.communes.groupby("place")["residents"].sum()
    rows = tuple(
        (
            place["host"],
            str(result.communes.at[place["insee"], "name"]),
            french.number(place["posts"]),
            french.number(nearest.get(number, 0)),
        )
        for number, place in here.iterrows()
    )
    return Table(
        title="Conseillers de l'intercommunalité",
        heads=("Structure d'accueil", "Commune", "Postes", "Habitants dont c'est le plus proche"),
        rows=rows[:most],
        note=_more(len(rows) - most) if rows else "Aucune structure d'accueil ici.",
    )


def _copper(result: Result, codes: pd.Index) -> Table:
    """Say when copper closes, and how many premises have no fibre today."""
    here = result.communes.loc[codes]
    year = here["copper_closure_year"].astype("Float64")
    when = year.map(lambda value: "date non fixée" if pd.isna(value) else f"{value:.0f}")
    when = when.mask(here["copper_status"].eq("closed").fillna(False).astype(bool), "déjà fermé")
    without = (here["premises"] - here["ftth"]).groupby(when).sum(min_count=1)
    tally = when.value_counts()
    return Table(
        title="Fermeture du réseau en cuivre",
        heads=("Année", "Communes", "Locaux sans fibre aujourd'hui"),
        rows=tuple(
            (str(each), french.number(tally[each]), french.number(_known(without[each])))
            for each in sorted(tally.index, key=lambda text: (text[0] == "d", text))
        ),
    )


def _more(rest: int) -> str:
    return f"Et {french.count(rest, 'autre')} : voir le tableur." if rest > 0 else ""


def _known(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[arg-type, call-overload]
