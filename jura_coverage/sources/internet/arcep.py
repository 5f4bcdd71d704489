"""ARCEP's tables of fixed broadband by commune, "Ma connexion internet"."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

import pandas as pd

from jura_coverage import french
from jura_coverage.errors import FAULTS_COUNTED, DataError, Fault
from jura_coverage.measures.internet import SPEEDS
from jura_coverage.remarks import Remark
from jura_coverage.sources import checks, delimited, official, repair
from jura_coverage.sources.formats import Format, OfficialCells
from jura_coverage.sources.reading import Publication, Reading

_COMMUNE = ("code_insee", "nbr", "type", "date")
_NAMED = ("nom_com", "code_dep")
# Each premise once, in the best technology that it can have; they add up to "nbr_elig_8".
BEST = {
    "ftth": "elig_ftth",
    "coax": "elig_coax",
    "copper": "elig_cu_30",
    "thd_radio": "elig_thdr",
    "copper_slow": "elig_cu_8",
    "fixed_4g": "elig_4gf",
    "hd_radio": "elig_hdr",
    "satellite": "elig_sat",
}
# From the slowest to the fastest, each counting the faster ones too.
SPEED_COLUMNS = (
    "elig_hd05", "elig_hd3", "elig_bhd8", "elig_thd30", "elig_thd100", "elig_thd1g",
)  # fmt: skip
OVERLAPPING = (
    "elig_ftth", "elig_coax", "elig_cu", "elig_thdr", "elig_4gf", "elig_hdr", "elig_sat",
)  # fmt: skip
AT_30 = "elig_thd30"
AGAIN = "Téléchargez de nouveau le fichier de l'Arcep."


def _publication(title: str) -> Publication:
    return Publication(
        title=f"Ma connexion internet, {title}",
        attribution="Arcep, Ma connexion internet",
        licence="Licence Ouverte 2.0",
        url="https://data.arcep.fr/fixe/maconnexioninternet/statistiques/",
    )


def read_best(opened: OfficialCells, departement: str | None) -> Reading[pd.DataFrame]:
    """Read ``commune_meilleure_techno_thd``: premises by best technology."""
    columns = {"premises": "nbr", **BEST, "counted": "nbr_elig_8"}
    table, faults, remarks = _counts(opened, columns, departement)
    added = table[list(BEST)].sum(axis=1, skipna=False)
    faults += _row_faults(
        opened, table, added.ne(table["counted"]) | table["counted"].gt(table["premises"]),
        found="des technologies dont la somme n'est pas « nbr_elig_8 », ou dépasse « nbr »",
        expected="chaque local compté une fois, dans sa meilleure technologie",
    )  # fmt: skip
    return _reading(
        opened, table.drop(columns="counted"), faults, remarks, departement=departement,
        publication=_publication("locaux par meilleure technologie"),
    )  # fmt: skip


def read_speeds(opened: OfficialCells, departement: str | None) -> Reading[pd.DataFrame]:
    """Read ``commune_debit`` and its wired and terrestrial kinds, which only their names tell."""
    name = opened.path.name.lower()
    if "filaire" in name:
        column, kind = SPEEDS["wired"], "débits filaires"
    elif "terrestre" in name:
        column, kind = SPEEDS["terrestrial"], "débits terrestres"
    elif "commune_debit" in name:
        column, kind = SPEEDS["all"], "débits, satellite compris"
    else:
        raise DataError(
            [
                Fault(
                    file=str(opened.path),
                    found="une table de débits dont le nom ne dit pas ce qu'elle compte",
                    expected="le nom d'origine : commune_debit_filaire, commune_debit_terrestre "
                    "ou commune_debit",
                    action="Redonnez au fichier le nom sous lequel l'Arcep le publie.",
                )
            ]
        )
    speeds = {name: name for name in SPEED_COLUMNS}
    table, faults, remarks = _counts(opened, {"premises": "nbr", **speeds}, departement)
    decreasing = pd.Series(data=True, index=table.index)
    for slower, faster in pairwise(["premises", *SPEED_COLUMNS]):
        decreasing &= ~table[faster].gt(table[slower]).fillna(False)
    faults += _row_faults(
        opened, table, ~decreasing,
        found="des seuils de débit qui ne décroissent pas",
        expected="au plus autant de locaux à un débit qu'au débit inférieur",
    )  # fmt: skip
    if column == SPEEDS["all"]:
        remarks.append(
            Remark(
                kind="warning",
                text="Cette table compte le satellite, qui atteint tous les toits, et ne sert "
                "que si « all » est choisi ; préférez commune_meilleure_techno_thd ou "
                "commune_debit_filaire",
                concerns=(opened.path.name,),
            )
        )
    return _reading(
        opened, table.rename(columns={AT_30: column})[["insee", "premises", column]], faults,
        remarks, departement=departement, publication=_publication(kind),
    )  # fmt: skip


def read_overlapping(opened: OfficialCells, departement: str | None) -> Reading[pd.DataFrame]:
    """Read ``commune_techno``: of its counts, which overlap, only fibre can be used."""
    counts = {name: name for name in OVERLAPPING}
    table, faults, remarks = _counts(opened, {"premises": "nbr", **counts}, departement)
    faults += _row_faults(
        opened, table, table[list(OVERLAPPING)].gt(table["premises"], axis=0).any(axis=1),
        found="une technologie qui atteint plus de locaux que la commune n'en a",
        expected="au plus « nbr » locaux par technologie",
    )  # fmt: skip
    remarks.append(
        Remark(
            kind="warning",
            text="Les technologies de cette table se recouvrent, et seule la fibre en est reprise "
            "; donnez aussi commune_meilleure_techno_thd pour connaître le filaire",
            concerns=(opened.path.name,),
        )
    )
    return _reading(
        opened, table.rename(columns={"elig_ftth": "ftth"})[["insee", "premises", "ftth"]], faults,
        remarks, departement=departement, publication=_publication("locaux par technologie"),
    )  # fmt: skip


def read_premises(opened: OfficialCells, departement: str | None) -> Reading[pd.DataFrame]:
    """Read ``commune``: the number of premises and nothing else."""
    table, faults, remarks = _counts(opened, {"premises": "nbr"}, departement)
    return _reading(
        opened, table, faults, remarks, departement=departement, publication=_publication("locaux")
    )


def _counts(
    opened: OfficialCells, columns: Mapping[str, str], departement: str | None
) -> tuple[pd.DataFrame, list[Fault], list[Remark]]:
    """Take the counts of a département's communes."""
    raw = opened.cells["code_insee"]
    codes = repair.commune_codes(raw, opened.cells.get("code_dep"), apart=opened.apart)
    remarks = [*opened.remarks, *repair.code_remarks(raw, codes, file=opened.path.name)]
    kept, elsewhere = official.of_departement(opened, codes, departement)
    cells = opened.cells.loc[kept.index]
    faults = _kind_faults(opened, cells)
    table = pd.DataFrame({"insee": kept})
    for name, heading in columns.items():
        table[name], wrong = delimited.whole_numbers(cells[heading], file=str(opened.path))
        faults += wrong
    lacking = repair.cities_in_part(raw[kept.index], apart=opened.apart)
    table.loc[kept.isin(lacking), list(columns)] = pd.NA
    absent = repair.absent_remarks(lacking, file=opened.path.name, so="le total est inconnu")
    return table, faults, [*remarks, *elsewhere, *absent]


def _kind_faults(opened: OfficialCells, cells: pd.DataFrame) -> list[Fault]:
    """Refuse rows that count part of the premises, and files of several editions."""
    faults = _row_faults(
        opened, cells.assign(insee=cells["code_insee"]), cells["type"] != "all",
        found="un « type » autre que « all »", expected="tous les locaux de la commune",
    )  # fmt: skip
    editions = sorted(cells["date"].unique())
    if len(editions) > 1:
        faults.append(
            Fault(
                file=str(opened.path),
                found=f"{len(editions)} éditions ({french.enumeration(editions[:4])})",
                expected="une seule date",
                action="Ne mettez pas plusieurs éditions dans un fichier.",
            )
        )
    return faults


def _row_faults(
    opened: OfficialCells, table: pd.DataFrame, wrong: pd.Series, *, found: str, expected: str
) -> list[Fault]:
    return [
        Fault(
            file=str(opened.path),
            place=f"ligne {line}, commune {table.at[line, 'insee']}",
            row=line,
            found=found,
            expected=expected,
            action=AGAIN,
        )
        for line in table.index[wrong.fillna(False)][: FAULTS_COUNTED + 1]
    ]


def _reading(
    opened: OfficialCells,
    table: pd.DataFrame,
    faults: Iterable[Fault],
    remarks: Iterable[Remark],
    *,
    departement: str | None,
    publication: Publication,
) -> Reading[pd.DataFrame]:
    checks.refuse(
        [
            *faults,
            *checks.faults(
                table, checks.broadband(departement), file=str(opened.path),
                headings={"insee": "code_insee", "premises": "nbr", **BEST},
            ),
        ]
    )  # fmt: skip
    date = opened.cells["date"].iloc[0]
    return Reading(
        table=table, rows=len(opened.cells), publication=publication,
        dated=repair.quarter(date) or repair.edition(date), remarks=tuple(remarks),
    )  # fmt: skip


FORMATS = tuple(
    Format(headings=(*_COMMUNE, *_NAMED, *columns), required=(*_COMMUNE, *columns), read=read)
    for columns, read in (
        (("nbr_elig_8", *BEST.values()), read_best),
        (SPEED_COLUMNS, read_speeds),
        (OVERLAPPING, read_overlapping),
        ((), read_premises),
    )
)
