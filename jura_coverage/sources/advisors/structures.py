"""Structures that the selection committee validated: the public list, and the prefects' export.

Postcode, département and, in the export, commune are the applicant's; what INSEE knows (commune and
address) is the seat of the SIRET. Where they differ, the applicant's say where the post is.
"""

import pandas as pd

from jura_coverage import french, geography
from jura_coverage.columns import GREATEST_COUNT
from jura_coverage.geography import departements
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import checks, delimited, official, repair
from jura_coverage.sources.advisors.table import advisor_table
from jura_coverage.sources.formats import Format, OfficialCells
from jura_coverage.sources.reading import Publication, Reading

POSTS = "Nombre de conseillers validés par le COSELEC"
HOST_TYPES = {"publique": "public", "privee": "private"}
VALIDATED = ("", "validation coselec")  # the public list holds nothing else, and does not say so
_CODES = {french.fold(departements.name(code)): code for code in departements.CODES}
PUBLICATION = Publication(
    title="Structures validées par le comité de sélection",
    attribution="ANCT", licence="Licence Ouverte 2.0",
    url="https://www.data.gouv.fr/datasets/conseiller-numerique-liste-des-structures-"
    "validees-par-le-comite-de-selection/",
)  # fmt: skip


def read_structures(opened: OfficialCells, departement: str | None) -> Reading[pd.DataFrame]:
    """Read validated structures, one place a structure, in the département that its row names.

    There is one row a decision: the posts of a structure in a commune add up. No position is
    given, and the seat is not always where advisors work: a post of another département than its
    seat has no code, and is in the commune of that name, if there is one.
    """
    file = opened.path.name
    rows = _decisions(opened)
    moved = (rows["insee"] == "") & (rows["seat"] != "")
    usable = (rows["host"] != "") & (rows["host"].str.len() <= checks.LONGEST_TEXT)
    usable &= rows["posts"].between(1, GREATEST_COUNT).fillna(False).astype(bool)
    usable &= (rows["insee"] != "") | (rows["departement"] != "")
    valid = rows["status"].isin(VALIDATED)
    here = (rows["departement"] == departement) | (departement is None)
    concerned = here | (rows["seat"].map(geography.departement_of) == departement)
    # Without a code, a post of another département can be put nowhere here.
    counted = usable & valid & (here | (rows["insee"] != ""))
    whole = _added_up(rows[counted])
    if whole.empty:
        raise official.nothing_usable(opened.path, "une structure au moins, avec ses postes")
    missing = pd.Series(float("nan"), index=whole.index)
    table = advisor_table(
        host=whole["host"], insee=whole["insee"], commune=whole["commune"], posts=whole["posts"],
        latitude=missing, longitude=missing, host_type=whole["host_type"],
    )  # fmt: skip
    checks.refuse(
        checks.faults(
            table, checks.advisors(None), file=str(opened.path), headings={"posts": POSTS}
        )
    )
    added = int(counted.sum()) - len(whole)
    told = rows[concerned & (rows["told"] != "")]
    return Reading(
        table=table,
        rows=len(rows),
        publication=PUBLICATION,
        dated=repair.day(file),
        remarks=(
            *opened.remarks,
            *repair.code_remarks(told["told"], rows["read"], file=file, names=rows["host"]),
            *remarks(
                "warning",
                "Lignes dont le département, son code et le code postal se contredisent, le "
                "premier qui est rempli comptant (code du département, nom, code postal)",
                [f"{row.host} ({row.departement})"
                 for row in rows[concerned & rows["contradictory"]].itertuples()],
            ),
            *remarks(
                "warning",
                "Postes d'un autre département que le siège, comptés dans celui de leur ligne",
                [_moved(row) for _, row in rows[moved & usable & valid & concerned].iterrows()],
            ),
            *remarks(
                "set_aside", "Structures dont la validation n'est pas en vigueur, mises de côté",
                [f"{row.host} ({row.status})"
                 for row in rows[concerned & usable & ~valid].itertuples()],
            ),
            *remarks(
                "set_aside", "Lignes sans structure, sans commune ou sans poste, mises de côté",
                [f"ligne {line}" for line in rows.index[~usable]],
            ),
            *remarks(
                "duplicate",
                f"{french.count(added, 'décision')} de plus pour une même structure, aux postes "
                "additionnés",
                [file] if added else [],
            ),
            Remark(
                kind="warning",
                text="Cette liste donne le siège des structures, pas toujours le lieu où les "
                "conseillers travaillent",
                concerns=(file,),
            ),
        ),
    )  # fmt: skip


def _decisions(opened: OfficialCells) -> pd.DataFrame:
    """Put what the rows say of the applicant before what INSEE says of the SIRET.

    Returns
    -------
    DataFrame
        `host`, `host_type`, `status`, `posts`; `told` and `read`, the code that the row gives and
        what it is; `seat`, the commune of the SIRET; `departement` of the post; `contradictory`,
        whether the row names several; `insee`, empty where the post is not at its seat; `commune`.
    """
    column = opened.column
    departement, contradictory = _departements(opened)
    seat_told, own_told = column("Code commune INSEE"), column("Code commune")
    told = own_told.where(own_told != "", seat_told)
    spelt = departement.where(departement != "", column("Code département"))
    read = repair.commune_codes(told, spelt, apart=opened.apart)
    seat = repair.without_unusable(repair.commune_codes(seat_told, spelt, apart=opened.apart))
    code = repair.without_unusable(read)
    named = departement.where(departement != "", code.map(geography.departement_of))
    posts, _ = delimited.whole_numbers(column(POSTS), file=str(opened.path))
    applicant, legal = column("Dénomination"), column("Raison sociale")
    siret = column("SIRET").where(column("SIRET") != "", column("SIRET structure"))
    host = legal.where(legal != "", applicant)
    return pd.DataFrame(
        {
            "host": host,
            "organisation": siret.where(siret.str.fullmatch(r"0*[1-9][0-9]*"), host),
            "host_type": column("Type").map(french.fold).map(HOST_TYPES).fillna("").astype("str"),
            "status": column("Statut").map(french.fold),
            "posts": posts,
            "told": told,
            "read": read,
            "seat": seat,
            "departement": named,
            "contradictory": contradictory,
            "insee": code.where(code.map(geography.departement_of) == named, ""),
            "commune": column("Commune INSEE").where(
                column("Commune INSEE") != "", column("Nom commune INSEE")
            ),
        }
    )


def _departements(opened: OfficialCells) -> tuple[pd.Series, pd.Series]:
    """Tell the département of each row, empty if it names none, and whether it names several."""
    ways = (
        opened.column("Code département").map(lambda code: _known(code and code.upper().zfill(2))),
        opened.column("Département").map(french.fold).map(_CODES).fillna(""),
        opened.column("Code postal").map(_of_postcode),
    )
    chosen = ways[0].where(ways[0] != "", ways[1])
    chosen = chosen.where(chosen != "", ways[2]).astype("str")
    different = [(way != "") & (way != chosen) for way in ways]
    return chosen, different[0] | different[1] | different[2]


def _known(code: str) -> str:
    return code if code in departements.CODES else ""


def _of_postcode(cell: str) -> str:
    """Tell the département of a postcode: that of the post office, which is mostly its own.

    Examples
    --------
    >>> [_of_postcode(cell) for cell in ("93200", "1000", "20200", "20167", "97400", "?")]
    ['93', '01', '2B', '2A', '974', '']
    """
    postcode = cell.zfill(5)
    if len(postcode) != 5 or not postcode.isdecimal():
        return ""
    if postcode.startswith("20"):
        return "2A" if postcode[2] in "01" else "2B"
    return _known(geography.departement_of(postcode))


def _moved(row: pd.Series) -> str:
    where = departements.name(row["departement"])
    posts = french.count(int(row["posts"]), "poste")
    seat = f"{row['commune']} ({row['seat']})".strip()
    return f"{row['host']} : {posts}, {where} (siège : {seat})"


def _added_up(rows: pd.DataFrame) -> pd.DataFrame:
    """Add up the decisions for a structure at a place; the index says the line of the first."""
    same = ["organisation", "departement", "insee", "commune", "host_type"]
    lined = rows.assign(line=rows.index)
    first = {"host": "first", "posts": "sum", "line": "first"}
    whole: pd.DataFrame = lined.groupby(same, sort=False, as_index=False).agg(first)
    return whole.set_index("line").rename_axis(None)


FORMATS = (
    Format(
        headings=("Raison sociale", "Code commune INSEE", POSTS), read=read_structures,
        optional=("SIRET", "Commune INSEE", "Département", "Code département", "Code postal",
                  "Type", "SIRET structure", "Dénomination", "Statut", "Code commune",
                  "Nom commune INSEE"),
    ),
)  # fmt: skip
