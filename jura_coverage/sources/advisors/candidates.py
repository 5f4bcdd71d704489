"""Lists of communes that may host a post."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from jura_coverage import geography
from jura_coverage.sources import advisors, checks, official, repair
from jura_coverage.sources.advisors.roster import HOST_TYPES
from jura_coverage.sources.cells import choices
from jura_coverage.sources.formats import Format, OfficialCells
from jura_coverage.sources.reading import Publication, Reading

HEADINGS = {"insee": "code_insee", "host_type": "legal_status"}
POSTCODE = "code_postal"
# What tells the commune of a place without code.
TELLING = ["host", "commune", "postcode", "latitude", "longitude"]
# The degrees of INSEE's density grid that are centres: large and intermediate cities, small towns,
# rural towns. The fourth are their suburbs, the sixth and seventh dispersed.
CENTRES = ("1", "2", "3", "5")


def read_candidates(
    path: Path | str, *, departement: str, apart: bool = False
) -> Reading[pd.DataFrame]:
    """Read which communes may host a post.

    Parameters
    ----------
    path
        Any list of places that :func:`jura_coverage.sources.read_places` reads, such as the
        France services places; INSEE's density grid, of which the centres are taken; or
        comma-separated UTF-8 with a column ``code_insee``, or ``commune`` for their names, and
        perhaps ``legal_status`` (public or private) of the host there.
    departement
        Every code of our own format must be of this département; a national list keeps those
        that are.
    apart
        Whether arrondissements are communes of their own, and not folded into their city.

    Returns
    -------
    Reading
        `insee` and `host_type` (``public``, ``private`` or blank); the index says the line of the
        file. Of rows without code, where there are any, `commune`, `latitude`, `longitude` and
        perhaps `host` and `postcode` tell which commune is meant.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    path = Path(path)
    chosen, opened = official.recognise(path, (*FORMATS, *advisors.PLACES))
    reading = chosen.read(replace(opened, apart=apart), departement)
    if chosen in FORMATS:
        return reading
    places = reading.table
    if apart:
        told = repair.arrondissements_told(
            places["insee"], communes=places["commune"], postcodes=places["postcode"]
        )
        places = places.assign(insee=told)
    table = places[["insee", "host_type", *TELLING]]
    posted = table["postcode"].map(geography.departements_of_postcode)
    uncoded = (table["insee"] == "") & posted.map(lambda codes: not codes or departement in codes)
    here = uncoded | (table["insee"].map(geography.departement_of) == departement)
    if not here.any():
        raise official.nothing_usable(path, f"un lieu du département {departement} au moins")
    return Reading(
        table=table[here],
        rows=reading.rows,
        publication=reading.publication,
        remarks=reading.remarks,
    )


def read_towns(opened: OfficialCells, departement: str | None) -> Reading[pd.DataFrame]:
    """Read the communes that are centres, by INSEE's density grid in seven degrees."""
    raw = opened.cells["CODGEO"]
    codes = repair.commune_codes(raw, apart=opened.apart)
    kept, _ = official.of_departement(opened, codes, departement)
    towns = kept[opened.cells.loc[kept.index, "DENS"].isin(CENTRES)].drop_duplicates()
    if towns.empty:
        raise official.nothing_usable(opened.path, "un degré de densité 1, 2, 3 ou 5 au moins")
    return Reading(
        table=pd.DataFrame({"insee": towns, "host_type": ""}),
        rows=len(opened.cells),
        publication=Publication(
            title="Grille communale de densité en sept niveaux",
            attribution="Insee, grille communale de densité",
            licence="Licence Ouverte 2.0",
            url="https://www.insee.fr/fr/information/6439600",
        ),
        remarks=opened.remarks,
    )


def read_named(opened: OfficialCells, _departement: str | None) -> Reading[pd.DataFrame]:
    """Read the names of communes."""
    types = opened.column(HEADINGS["host_type"])
    host_type, wrong = choices(types, HOST_TYPES, HEADINGS["host_type"], file=str(opened.path))
    checks.refuse(wrong)
    unknown = pd.Series(float("nan"), index=opened.cells.index)
    table = pd.DataFrame(
        {
            "insee": "", "host_type": host_type, "commune": opened.column(official.SPELT[0]),
            "postcode": opened.column(POSTCODE), "latitude": unknown, "longitude": unknown,
        }
    )  # fmt: skip
    return Reading(table=table, rows=len(table), remarks=opened.remarks)


def _read_own(opened: OfficialCells, departement: str | None) -> Reading[pd.DataFrame]:
    raw, file = opened.cells[HEADINGS["insee"]], str(opened.path)
    types = opened.column(HEADINGS["host_type"])
    host_type, wrong_types = choices(types, HOST_TYPES, HEADINGS["host_type"], file=file)
    table = pd.DataFrame(
        {"insee": raw, "host_type": host_type, "commune": opened.column(*official.SPELT)}
    )
    wrong = checks.faults(table, checks.candidates(departement), file=file, headings=HEADINGS)
    checks.refuse([*wrong, *wrong_types])
    codes = raw if opened.apart else raw.map(geography.whole_commune)
    return Reading(
        table=table.assign(insee=codes),
        rows=len(table),
        remarks=(*opened.remarks, *repair.code_remarks(raw, codes, file=opened.path.name)),
    )


OWN = Format(
    headings=(HEADINGS["insee"],),
    read=_read_own,
    own=True,
    optional=(HEADINGS["host_type"], *official.SPELT),
)
TOWNS = Format(headings=("CODGEO", "DENS"), read=read_towns)
NAMED = Format(
    headings=(official.SPELT[0],),
    read=read_named,
    own=True,
    optional=(HEADINGS["host_type"], POSTCODE),
)
FORMATS = (OWN, TOWNS, NAMED)
