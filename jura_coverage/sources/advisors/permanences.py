"""The national list of permanences: where each conseiller numérique receives, and the shares."""

import pandas as pd

from jura_coverage import geography
from jura_coverage.remarks import remarks
from jura_coverage.sources import checks, delimited, official, repair
from jura_coverage.sources.advisors.table import advisor_table
from jura_coverage.sources.cells import are_hours
from jura_coverage.sources.formats import Format, OfficialCells
from jura_coverage.sources.reading import Publication, Reading

WHO = "aidants"  # pseudonyms: never taken up
NUMBER = "nb_aidants"
SHARES = "postes"  # in their place, in a file of ours
MOST_ADVISORS = 1000  # at one place; beyond it a number is a slip of the keyboard
_APART = r"\s*[|;]\s*"


def read_permanences(opened: OfficialCells, departement: str | None) -> Reading[pd.DataFrame]:
    """Read where advisors receive, with the share of a full-time post at each place.

    The list tells no INSEE code: the territory finds the commune by the position, else by its name
    and postcode.
    """
    cells, file, told = opened.cells, opened.path.name, opened.column
    here = told("code_postal").map(geography.departements_of_postcode)
    concerned = here.map(lambda codes: not codes or departement is None or departement in codes)
    blank = pd.Series("", index=cells.index, dtype="str")
    latitude, longitude, position_remarks = repair.positions(
        cells["latitude"], cells["longitude"], insee=blank,
        names=(cells["nom"] + " (" + cells["commune"] + ")")[concerned], file=file,
    )  # fmt: skip
    posts, hours = _posts(opened), told("horaires")
    readable = are_hours(hours)
    unusable = (
        ~cells["nom"].str.len().between(1, checks.LONGEST_TEXT)
        | ~posts.between(0, MOST_ADVISORS, inclusive="right")
        | latitude.isna() & (cells["commune"] == "")
    )
    table = advisor_table(
        host=cells["nom"], insee=blank, commune=cells["commune"], postcode=told("code_postal"),
        posts=posts, latitude=latitude, longitude=longitude, address=told("adresse"),
        updated=told("date_maj"), siret=told("pivot"), publisher_id=cells["structureId"],
        opening_hours=hours.where(readable, ""),
    )[~unusable]  # fmt: skip
    if table.empty:
        raise official.nothing_usable(opened.path, "un lieu au moins, avec un conseiller")
    shares = WHO in cells or SHARES in cells
    return Reading(
        table=table,
        rows=len(cells),
        publication=Publication(
            title="Permanences des conseillers numériques",
            attribution="ANCT, cartographie nationale des conseillers numériques",
            licence="Licence Ouverte 2.0",
            url="https://www.data.gouv.fr/datasets/lieux-de-mediation-numerique/",
        ),
        dated=repair.day(file) or repair.edition(max(table["updated"])[:10]),
        remarks=(
            *opened.remarks,
            *position_remarks,
            *remarks(
                "set_aside",
                "Lieux sans nom ou au nom trop long, sans conseiller, ou sans commune ni position, "
                "mis de côté",
                [f"ligne {line}" for line in cells.index[unusable]],
            ),
            *remarks(
                "set_aside",
                "Horaires qui ne sont pas écrits comme ceux d'OpenStreetMap, laissés de côté",
                cells.loc[~readable & concerned, "nom"],
            ),
            *remarks(
                "assumed",
                "Un conseiller présent à plusieurs lieux compte à parts égales à chacun, faute de "
                "jours connus"
                if shares
                else "Chaque conseiller compte en entier à chaque lieu, car cette liste ne dit "
                "pas qui est présent à plusieurs",
                [file],
            ),
        ),
    )


def _posts(opened: OfficialCells) -> pd.Series:
    """Count full-time posts: an advisor seen at k places is 1/k of one at each."""
    cells = opened.cells
    column = next((name for name in (SHARES, NUMBER) if name in cells), "")
    number, _ = delimited.decimals(opened.column(column), file="")
    if WHO not in cells:
        return number
    who = cells[WHO].str.split(_APART, regex=True).explode()
    seen = who[who != ""].rename_axis("line").reset_index().drop_duplicates()
    share = 1 / seen.groupby(WHO)[WHO].transform("size")
    return share.groupby(seen["line"]).sum().reindex(cells.index).fillna(number)


FORMAT = Format(
    headings=("nom", "pivot", "commune", "code_postal", "adresse", "latitude", "longitude",
              "horaires", "structureId", "date_maj", NUMBER, WHO),
    required=("nom", "commune", "latitude", "longitude", "structureId"),
    read=read_permanences, optional=(SHARES,),
)  # fmt: skip
