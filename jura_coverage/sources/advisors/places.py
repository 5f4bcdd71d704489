"""The national lists of places where advisors may be found."""

from dataclasses import replace
from functools import partial

import pandas as pd

from jura_coverage import french, geography
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import official, repair
from jura_coverage.sources.advisors.table import advisor_table
from jura_coverage.sources.official import Format, OfficialCells
from jura_coverage.sources.reading import Publication, Reading

# What says in the national map that conseillers numériques work in a place: a value of
# "dispositif_programmes_nationaux" in the schema 1.0.2, of "labels_nationaux" in its version 0,
# where they are called CNFS (github.com/LaMednum/standard-mediation-num, Schema_V0.1.json).
_PROGRAMME = ("conseillers numeriques", "conseiller numerique", "cnfs")
_CLOSED = french.fold("n'accueille pas de public")  # both apostrophes are in use
_OPTIONAL = ("dispositif_programmes_nationaux", "labels_nationaux", "modalites_acces", "itinerance")
_LICENCE = "Licence Ouverte 2.0"


def read_mediation(
    opened: OfficialCells, departement: str | None, *, posts: bool = True
) -> Reading[pd.DataFrame]:
    """Read the national map of digital mediation places, schema 1.0.2 or 0.

    Only those with advisors, a post each; without `posts` every place that receives the public.
    """
    cells = opened.cells
    said = {name: opened.column(name).map(french.fold) for name in _OPTIONAL}
    programmes = said["dispositif_programmes_nationaux"] + " " + said["labels_nationaux"]
    advised = programmes.map(lambda text: not posts or any(word in text for word in _PROGRAMME))
    closed = said["modalites_acces"].str.contains(_CLOSED, regex=False)
    kept = cells[advised & ~closed]
    file = opened.path.name
    found = [
        *remarks(
            "set_aside",
            f"{french.count(int((~advised).sum()), 'lieu', 'lieux')} sans conseiller numérique, "
            "mis de côté",
            [file] if (~advised).any() else [],
        ),
        *remarks(
            "closed",
            "Lieux qui n'accueillent pas de public, mis de côté",
            cells.loc[advised & closed, "nom"],
        ),
    ]
    return _reading(
        opened, departement, kept, found, posts=posts,
        host="nom", insee="code_insee", commune="commune",
        publication=Publication(
            title="Cartographie nationale des lieux de médiation numérique",
            attribution="ANCT, La Mednum", licence=_LICENCE,
            url="https://www.data.gouv.fr/datasets/lieux-de-mediation-numerique/",
        ),
        address="adresse", postcode="code_postal", updated="date_maj", siret="pivot",
        itinerant=said["itinerance"][kept.index].str.contains("itinerant", regex=False),
    )  # fmt: skip


def read_france_services(
    opened: OfficialCells, departement: str | None, *, posts: bool = True
) -> Reading[pd.DataFrame]:
    """Read the list of France services places, as it was written in 2020, 2022 or 2024."""
    cells = opened.cells.rename(columns=_FRANCE_SERVICES_2020).reindex(
        columns=[*_FRANCE_SERVICES, *_FRANCE_SERVICES_MORE], fill_value=""
    )
    shape = cells["format_fs"].map(french.fold)
    moves = shape.str.contains("bus|itinerant") | (cells["itinerance"].map(french.fold) == "oui")
    return _reading(
        replace(opened, cells=cells), departement, cells, [], posts=posts,
        host="lib_fs", insee="insee_com", commune="lib_com",
        publication=Publication(
            title="Espaces France services",
            attribution="ANCT", licence=_LICENCE,
            url="https://www.data.gouv.fr/datasets/liste-des-structures-france-services/",
        ),
        of="insee_dep" if "insee_dep" in opened.cells else None,
        address="adresse", postcode="code_postal", itinerant=moves,
    )  # fmt: skip


def _reading(
    opened: OfficialCells,
    departement: str | None,
    cells: pd.DataFrame,
    found: list[Remark],
    *,
    posts: bool,
    host: str,
    insee: str,
    commune: str,
    publication: Publication,
    address: str,
    postcode: str,
    itinerant: pd.Series,
    updated: str | None = None,
    siret: str | None = None,
    of: str | None = None,
) -> Reading[pd.DataFrame]:
    """Make places of rows that say where they are but not how many posts they have.

    A post is counted at each, and said where `posts` are what is asked for.
    """
    file = opened.path.name
    if cells.empty:
        of_whom = (
            "un lieu de conseillers au moins" if posts else "un lieu ouvert au public au moins"
        )
        raise official.nothing_usable(opened.path, of_whom)
    codes = repair.commune_codes(cells[insee], cells[of] if of else None)
    usable = repair.without_unusable(codes)
    # What is wrong in other départements concerns nobody here.
    concerned = usable.map(geography.departement_of).isin(["", departement]) | (departement is None)
    names = (cells[host] + " (" + cells[commune] + ")")[concerned]
    latitude, longitude, position_remarks = repair.positions(
        cells["latitude"], cells["longitude"], insee=usable, names=names, file=file
    )
    nameless = cells[host] == ""
    nowhere = latitude.isna() & (usable == "") & (cells[commune] == "")
    kept = ~nameless & ~nowhere
    table = advisor_table(
        host=cells[host], insee=usable, commune=cells[commune],
        posts=pd.Series(1, index=cells.index), latitude=latitude, longitude=longitude,
        address=cells[address], postcode=cells[postcode],
        updated=cells[updated] if updated else None, itinerant=itinerant,
        siret=cells[siret] if siret else None,
    )[kept]  # fmt: skip
    if table.empty:
        raise official.nothing_usable(opened.path, "un lieu au moins, avec sa commune")
    return Reading(
        table=table,
        rows=len(opened.cells),
        publication=publication,
        dated=repair.day(file) or (repair.edition(max(table["updated"])[:10]) if updated else None),
        remarks=(
            *opened.remarks,
            *found,
            *repair.code_remarks(
                cells.loc[concerned & (cells[insee] != ""), insee], codes, file=file
            ),
            *position_remarks,
            *remarks(
                "set_aside", "Lieux sans nom, ou sans commune ni position, mis de côté",
                [f"ligne {line}" for line in cells.index[~kept]],
            ),
            *remarks(
                "warning",
                "Cette liste ne donne pas le nombre de postes : un poste compté par lieu",
                [file] if posts else [],
            ),
        ),
    )  # fmt: skip


_MEDIATION = ("id", "nom", "pivot", "commune", "code_postal", "code_insee", "adresse", "latitude",
              "longitude", "date_maj", "services")  # fmt: skip
_FRANCE_SERVICES = ("lib_fs", "insee_com", "lib_com", "latitude", "longitude")
_FRANCE_SERVICES_MORE = ("insee_dep", "adresse", "code_postal", "format_fs", "itinerance")
_FRANCE_SERVICES_2020 = {
    "lib_france_services": "lib_fs", "lat": "latitude", "long": "longitude",
}  # fmt: skip


def _lists(*, posts: bool) -> tuple[Format[Reading[pd.DataFrame]], ...]:
    """Give the formats of places, read as places of advisors or as places of any other kind."""
    france_services = partial(read_france_services, posts=posts)
    return (
        Format(
            headings=_MEDIATION, read=partial(read_mediation, posts=posts), optional=_OPTIONAL
        ),
        Format(headings=_FRANCE_SERVICES, read=france_services, optional=_FRANCE_SERVICES_MORE),
        Format(
            headings=tuple(_FRANCE_SERVICES_2020), read=france_services,
            optional=("insee_com", "lib_com", *_FRANCE_SERVICES_MORE),
        ),
    )  # fmt: skip


PLACES = _lists(posts=False)
FORMATS = _lists(posts=True)
