"""The national lists of places: those of advisors, and those where nobody says that one works."""

from functools import partial
from typing import NoReturn

import pandas as pd

from jura_coverage import french, geography
from jura_coverage.errors import DataError
from jura_coverage.geography.services import FRANCE_SERVICES
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import checks, content, official, repair
from jura_coverage.sources.advisors.table import advisor_table
from jura_coverage.sources.formats import Format, OfficialCells
from jura_coverage.sources.reading import Publication, Reading

# What says in the national map that conseillers numériques work in a place: a value of
# "dispositif_programmes_nationaux" in the schema 1.0.2, of "labels_nationaux" in its version 0,
# where they are called CNFS (github.com/LaMednum/standard-mediation-num, Schema_V0.1.json).
_PROGRAMME = ("conseillers numeriques", "conseiller numerique", "cnfs")
_CLOSED = french.fold("n'accueille pas de public")  # both apostrophes are in use
_PROGRAMMES = ("dispositif_programmes_nationaux", "labels_nationaux")
_OPTIONAL = (*_PROGRAMMES, "modalites_acces", "itinerance")
# What is said to move: Itinérant, Itinérante, Bus, Bus_équivalent; in 2022, Oui.
_MOVES = ("itinerant", "bus", "oui")
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
    if len(cells) and not advised.any():
        told = french.enumeration([f"« {each} »" for each in _PROGRAMMES if each in cells])
        raise _elsewhere(
            opened, f"une liste de lieux dont aucun n'est dit avoir de conseiller (colonne {told})"
        )
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
        itinerant=said["itinerance"][kept.index].map(_moves),
    )  # fmt: skip


def read_france_services(opened: OfficialCells, departement: str | None) -> Reading[pd.DataFrame]:
    """Read the list of France services places, as it was written in 2020, 2022 or 2024."""
    return _reading(
        opened, departement, opened.cells, [], posts=False,
        host="lib_fs", insee="insee_com", commune="lib_com",
        publication=Publication(
            title="Espaces France services",
            attribution="ANCT", licence=_LICENCE,
            url="https://www.data.gouv.fr/datasets/liste-des-structures-france-services/",
        ),
        of="insee_dep", address="adresse", postcode="code_postal",
        itinerant=(opened.column("format_fs") + " " + opened.column("itinerance"))
        .map(french.fold).map(_moves),
    )  # fmt: skip


def refuse_without_advisors(opened: OfficialCells, _departement: str | None) -> NoReturn:
    """Refuse as a list of advisors one that does not tell where advisors work.

    Raises
    ------
    DataError
        Always; it says how the list can be used.
    """
    raise _elsewhere(
        opened, "une liste de lieux qui ne dit pas où travaille un conseiller numérique"
    )


def _elsewhere(opened: OfficialCells, found: str) -> DataError:
    """Make the error for a list of places without advisors, which says where it is of use."""
    return content.whole_file(
        opened.path,
        found,
        "une liste de conseillers",
        f"Donnez-la avec {FRANCE_SERVICES.option} : ses lieux sont montrés à part, et aucun n'est "
        "compté comme un conseiller ; ou avec « add --candidates » : ses communes sont celles où "
        "un poste peut être ajouté.",
    )


def _moves(folded: str) -> bool:
    """Tell whether a folded cell says that a place moves.

    Examples
    --------
    >>> cells = ("Itinérant", "Bus_équivalent", "Antenne Oui", "Site principal Non", "Fixe", "")
    >>> [_moves(french.fold(cell)) for cell in cells]
    [True, True, True, False, False, False]
    """
    return any(word.startswith(_MOVES) for word in folded.split())


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

    def told(heading: str) -> pd.Series:
        return opened.column(heading)[cells.index]

    of_row = told(of) if of and of in cells else None
    codes = repair.commune_codes(told(insee), of_row, postcodes=told(postcode), apart=opened.apart)
    usable = repair.without_unusable(codes)
    # What is wrong in other départements concerns nobody here.
    concerned = usable.map(geography.departement_of).isin(["", departement]) | (departement is None)
    names = (cells[host] + " (" + told(commune) + ")")[concerned]
    latitude, longitude, position_remarks = repair.positions(
        told("latitude"), told("longitude"), insee=usable, names=names, file=file
    )
    named = (cells[host] != "") & (cells[host].str.len() <= checks.LONGEST_TEXT)
    nowhere = latitude.isna() & (usable == "") & (told(commune) == "")
    kept = named & ~nowhere
    table = advisor_table(
        host=cells[host], insee=usable, commune=told(commune),
        posts=pd.Series(1, index=cells.index), latitude=latitude, longitude=longitude,
        address=told(address), postcode=told(postcode),
        updated=told(updated) if updated else None, itinerant=itinerant,
        siret=told(siret) if siret else None,
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
                told(insee)[concerned & (told(insee) != "")], codes, file=file, names=cells[host]
            ),
            *position_remarks,
            *remarks(
                "set_aside",
                "Lieux sans nom, au nom trop long, ou sans commune ni position, mis de côté",
                [f"ligne {line}" for line in cells.index[~kept]],
            ),
            *remarks(
                "warning",
                "Cette liste ne donne pas le nombre de postes, et un poste est compté par lieu",
                [file] if posts else [],
            ),
        ),
    )  # fmt: skip


_MEDIATION = ("id", "nom", "pivot", "commune", "code_postal", "code_insee", "adresse", "latitude",
              "longitude", "date_maj", "services")  # fmt: skip
_FRANCE_SERVICES = ("lib_fs", "insee_dep", "insee_com", "lib_com", "adresse", "code_postal",
                    "latitude", "longitude", "format_fs")  # fmt: skip


PLACES: tuple[Format[Reading[pd.DataFrame]], ...] = (
    Format(
        headings=_MEDIATION, required=("nom",), read=partial(read_mediation, posts=False),
        optional=_OPTIONAL,
    ),
    Format(
        headings=_FRANCE_SERVICES, required=("lib_fs",), read=read_france_services,
        optional=("itinerance",),
    ),
)  # fmt: skip
OTHERS: tuple[Format[Reading[pd.DataFrame]], ...] = (
    Format(headings=_MEDIATION, required=("nom", "services"), read=refuse_without_advisors),
    Format(headings=_FRANCE_SERVICES, required=("lib_fs",), read=refuse_without_advisors),
)
FORMATS: tuple[Format[Reading[pd.DataFrame]], ...] = (
    *(
        Format(
            headings=(*_MEDIATION, programme), required=("nom", programme), read=read_mediation,
            optional=_OPTIONAL,
        )
        for programme in _PROGRAMMES
    ),
    *OTHERS,
)  # fmt: skip
