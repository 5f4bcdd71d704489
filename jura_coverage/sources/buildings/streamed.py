"""Both files of buildings, streamed by DuckDB into one row a building."""

import glob
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from jura_coverage import columns, french
from jura_coverage.errors import FAULTS_COUNTED, DataError, Fault
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import checks, content
from jura_coverage.sources.buildings import technologies
from jura_coverage.sources.buildings.database import connected, refused
from jura_coverage.sources.buildings.files import BUILDINGS, OFFERS, SEPARATOR, headings, is_packed
from jura_coverage.sources.internet import arcep

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Streamed:
    """What the files tell of the buildings of a département, each array a value a building.

    Parameters
    ----------
    codes
        INSEE codes of the communes, as the file spells them.
    commune
        The position of its commune in `codes`.
    x, y
        As the file has them; missing where it has none.
    premises
        At least one.
    best
        The place of its best technology, see :func:`.technologies.rank`; of no meaning where
        `silent`.
    silent
        Whether the file of offers has no row of it.
    rows
        Of the file of buildings.
    remarks
        What was set aside.
    """

    codes: list[str]
    commune: np.ndarray
    x: np.ndarray
    y: np.ndarray
    premises: np.ndarray
    best: np.ndarray
    silent: np.ndarray
    rows: int
    remarks: tuple[Remark, ...]


# Why a row of the file of buildings cannot be used, in the order in which it is asked.
_REASONS = {
    "sans numéro d'immeuble": "id IS NULL",
    "sans code de commune": f"NOT regexp_full_match(insee, '{checks.INSEE_PATTERN}')",
    "sans aucun local, ou sans nombre de locaux qui puisse être": (
        f"premises IS NULL OR premises < 1 OR premises > {columns.GREATEST_COUNT}"
    ),
}


def streamed(buildings: Path, offers: Path, *, departement: str) -> Streamed:
    """Read both files.

    Parameters
    ----------
    buildings, offers
        The file of buildings, and that of what can be had in them.
    departement
        Buildings of others are left out.

    Raises
    ------
    DataError
        If a file is damaged, has codes that are not known, or they do not go together.
    MissingExtraError
        If DuckDB is not installed.
    """
    with connected(buildings, offers) as database, refused(buildings):
        _rows(
            database, buildings, BUILDINGS, "buildings",
            "SELECT TRY_CAST(imb_id AS BIGINT) id, TRY_CAST(imb_x AS DOUBLE) x, "
            "TRY_CAST(imb_y AS DOUBLE) y, trim(imb_code_insee) insee, "
            "TRY_CAST(imb_nbr_logloc AS INTEGER) premises FROM {file}",
        )  # fmt: skip
        rows, said = _usable(database, buildings, departement=departement)
        with refused(offers):
            database.execute("CREATE TABLE known (code VARCHAR, speed VARCHAR, rank UTINYINT)")
            database.executemany("INSERT INTO known VALUES (?, ?, ?)", technologies.ranks())
            _rows(
                database, offers, OFFERS, "offers",
                "SELECT TRY_CAST(imb_id AS BIGINT) id, min(rank) best, "
                "min([coalesce(code_techno, ''), coalesce(classe_debit_descendant, '')]) "
                "FILTER (rank IS NULL) strange "
                "FROM {file} LEFT JOIN known ON code = code_techno "
                "AND speed = classe_debit_descendant GROUP BY 1",
            )  # fmt: skip
        _refuse_codes(database, offers)
        said += _matched(database, buildings, offers)
        codes = [code for (code,) in _asked(database, "SELECT DISTINCT insee FROM used ORDER BY 1")]
        database.execute(
            "CREATE TABLE codes AS SELECT insee, row_number() OVER (ORDER BY insee) - 1 AS number "
            "FROM (SELECT DISTINCT insee FROM used)"
        )
        found = database.execute(
            "SELECT number::INTEGER AS commune, x, y, premises, coalesce(best, 0)::TINYINT "
            "AS best, offers.id IS NULL AS silent FROM used JOIN codes USING (insee) "
            "LEFT JOIN offers ON offers.id = used.id ORDER BY used.id"
        ).fetchnumpy()
    plain = {name: np.ma.filled(values, np.nan) if name in "xy" else np.asarray(values)
             for name, values in found.items()}  # fmt: skip
    return Streamed(codes=codes, rows=rows, remarks=tuple(said), **plain)


def _rows(
    database: "DuckDBPyConnection", path: Path, needed: tuple[str, ...], table: str, query: str
) -> None:
    """Make a table of a file, and refuse one whose rows have not as many cells as its headings.

    Parameters
    ----------
    database
        Where to.
    path
        Delimited text, perhaps packed.
    needed
        The columns that are used; the names of others are of no matter.
    table, query
        What the table is called, and what it is made of, with ``{file}`` for the file.
    """
    names = [name if name in needed else f"other_{number}"
             for number, name in enumerate(headings(path))]  # fmt: skip
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    file = (
        f"read_csv($path, delim = '{SEPARATOR}', header = true, auto_detect = false, quote = '\"', "
        f"escape = '\"', compression = '{'gzip' if is_packed(path) else 'none'}', "
        f"store_rejects = true, rejects_table = '{table}_rejected', "
        f"rejects_scan = '{table}_scanned', columns = {{{types}}})"
    )
    database.execute(
        f"CREATE TABLE {table} AS " + query.format(file=file), {"path": glob.escape(str(path))}
    )
    wrong = _asked(
        database,
        f"SELECT DISTINCT line FROM {table}_rejected ORDER BY 1 LIMIT {FAULTS_COUNTED + 1}",
    )
    if wrong:
        raise DataError(
            [
                Fault(
                    file=str(path), place=f"ligne {line}", row=line,
                    found="une ligne qui n'a pas autant de cellules que de noms de colonnes",
                    expected=french.count(len(names), "cellule"), action=arcep.AGAIN,
                )
                for (line,) in wrong
            ]
        )  # fmt: skip


def _usable(
    database: "DuckDBPyConnection", buildings: Path, *, departement: str
) -> tuple[int, list[Remark]]:
    """Keep the buildings of a département once each; count the rows, and say what is left out."""
    ((rows,),) = _asked(database, "SELECT count(*) FROM buildings")
    said: list[Remark] = []
    refused = "FALSE"
    for reason, condition in _REASONS.items():
        these = f"({condition}) AND NOT ({refused})"
        said += _set_aside(database, f"FROM buildings WHERE {these}", reason, buildings)
        refused = f"{refused} OR coalesce({condition}, TRUE)"
    ours = f"NOT ({refused}) AND starts_with(insee, '{departement}')"
    ((kept, different),) = _asked(
        database, f"SELECT count(*), count(DISTINCT id) FROM buildings WHERE {ours}"
    )
    if not kept:
        raise DataError([_elsewhere(database, buildings, rows, departement=departement)])
    again = kept - different
    once = ("DISTINCT ON (id) *", "ORDER BY id, insee, x, y, premises") if again else ("*", "")
    database.execute(f"CREATE TABLE used AS SELECT {once[0]} FROM buildings WHERE {ours} {once[1]}")
    database.execute("DROP TABLE buildings")
    text = (
        f"{french.count(again, 'ligne')} d'immeubles déjà donnés par une autre ligne, "
        "comptés une seule fois"
    )
    return rows, [*said, *remarks("duplicate", text, [buildings.name] if again else [])]


def _set_aside(
    database: "DuckDBPyConnection", these: str, reason: str, buildings: Path
) -> list[Remark]:
    ((count,),) = _asked(database, f"SELECT count(*) {these}")
    some = _asked(database, f"SELECT id {these} AND id IS NOT NULL ORDER BY id LIMIT {NAMED}")
    named = ", ".join(str(number) for (number,) in some)
    more = " …" if count > len(some) else ""
    which = f" (immeubles {named}{more})" if named else ""
    text = f"{french.count(count, 'ligne')} {reason}, laissées de côté"
    return remarks("set_aside", text, [f"{buildings.name}{which}"] if count else [])


def _elsewhere(
    database: "DuckDBPyConnection", buildings: Path, rows: int, *, departement: str
) -> Fault:
    few = _asked(database, f"SELECT DISTINCT insee FROM buildings ORDER BY 1 LIMIT {NAMED}")
    named = ", ".join(checks.quoted(french.legible(code or "")) for (code,) in few)
    return Fault(
        file=str(buildings),
        found=f"aucun immeuble du département {departement}"
        + (f" (communes : {named} …)" if rows else " : aucune ligne"),
        expected=f"des immeubles du département {departement}",
        action="Vérifiez que c'est le bon fichier, ou choisissez le département avec "
        "--departement.",
    )


def _refuse_codes(database: "DuckDBPyConnection", offers: Path) -> None:
    """Refuse offers in codes that are not ARCEP's of today: what they are worth is not known."""
    strange = _asked(
        database,
        "SELECT strange[1], strange[2], min(id), count(*) FROM offers WHERE strange IS NOT NULL "
        f"GROUP BY ALL ORDER BY 1, 2 LIMIT {FAULTS_COUNTED}",
    )
    if strange:
        raise DataError(
            [
                Fault(
                    file=str(offers), place=f"immeuble {number}",
                    found=f"technologie {checks.quoted(french.legible(code))}, débit "
                    f"{checks.quoted(french.legible(speed))} "
                    f"({french.count(count, 'immeuble')})",
                    expected=f"une technologie parmi {', '.join(technologies.CODES)} et un débit "
                    f"parmi {', '.join(technologies.SPEEDS)}",
                    action=f"{arcep.AGAIN} Si ce code y est encore, cet outil ne sait pas ce que "
                    "vaut l'offre.",
                )
                for code, speed, number, count in strange
            ]
        )  # fmt: skip


def _matched(database: "DuckDBPyConnection", buildings: Path, offers: Path) -> list[Remark]:
    """Refuse offers for none of the buildings, and say how many are for unknown ones."""
    ((told, lost),) = _asked(
        database,
        "SELECT count(used.id), count(*) - count(used.id) FROM offers LEFT JOIN used USING (id)",
    )
    if not told:
        raise content.whole_file(
            offers, f"aucune offre pour un immeuble de {buildings.name}",
            "le fichier des offres du même département et du même trimestre", arcep.AGAIN,
        )  # fmt: skip
    text = (
        f"{french.count(lost, 'immeuble')} du fichier des offres absents de ceux qui sont retenus, "
        "laissés de côté"
    )
    return remarks("set_aside", text, [offers.name] if lost else [])


def _asked(database: "DuckDBPyConnection", query: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = database.execute(query).fetchall()
    return found
