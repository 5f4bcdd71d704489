"""The exports of « Mon inclusion numérique »: posts, structures and places, joined by structure.

A post names its structure and no commune; so the export of structures, and that of places where it
is there, are read beside. Whichever of them the user names, the others are told by their headings.
"""

import re
from pathlib import Path

import pandas as pd

from jura_coverage import french
from jura_coverage.errors import DataError, Fault
from jura_coverage.geography import departements
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import checks, official, openings, repair
from jura_coverage.sources.advisors.table import advisor_table
from jura_coverage.sources.cells import dates, euros
from jura_coverage.sources.formats import Format, OfficialCells
from jura_coverage.sources.reading import Publication, Reading

STATES = {"occupe": "occupied", "vacant": "vacant", "rendu": "returned"}
# What exports of a département may be saved as, and are no larger or more than.
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".ods", ".json", ".gz", ".zip")
MOST_BESIDE, GREATEST_BYTES = 500, 5_000_000
_PUBLIC = re.compile(
    r"\b(?:public\w*|communes?|mairie|epci|departement|region|ccas|cias|prefecture)"
)
_PRIVATE = re.compile(r"\b(?:asso\w*|prive\w*|entreprise|cooperative)")


def read_exports(opened: OfficialCells, departement: str | None) -> Reading[pd.DataFrame]:
    """Read the three exports, whichever was named, and join them: occupied posts count."""
    exports = _together(opened)
    beside = tuple(each.path for each in exports.values() if each is not opened)
    posts, found = _posts(exports["posts"], departement)
    where = _where(exports, apart=opened.apart)
    known = posts["structure"].isin(where.index)
    if not known.any():
        raise official.nothing_usable(
            exports["posts"].path, "un poste au moins d'une structure des autres exports"
        )
    kept = posts[known & (posts["state"] == "occupied")]
    whole = _added_up(kept.join(where, on="structure"))
    blank = pd.Series(float("nan"), index=whole.index)
    table = advisor_table(
        host=whole["host"], insee=whole["insee"], posts=whole["posts"], latitude=blank,
        longitude=blank, state=whole["state"], commune=whole["commune"],
        postcode=whole["postcode"], address=whole["address"], host_type=whole["host_type"],
        convention_end=whole["convention_end"], convention_kinds=whole["convention_kinds"],
        convention_euros=whole["agreed"],
    )  # fmt: skip
    checks.refuse(checks.faults(table, checks.advisors(None), file=str(opened.path), headings={}))
    idle = where.index[~where.index.isin(posts["structure"])]
    return Reading(
        table=table,
        rows=len(exports["posts"].cells),
        beside=beside,
        publication=Publication(title="Exports de « Mon inclusion numérique »"),
        remarks=(
            *(remark for each in exports.values() for remark in each.remarks),
            *remarks(
                "warning", "Exports du même dossier, lus avec celui-ci",
                [each.name for each in beside],
            ),
            *found,
            *remarks(
                "unmatched",
                "Postes dont la structure n'est pas, ou pas une seule fois, dans les autres "
                "exports, mis de côté",
                _counted(posts[~known]),
            ),
            *(
                remark
                for state, text in (("vacant", "vacants"), ("returned", "rendus"))
                for remark in remarks(
                    "set_aside", f"Postes {text}, non comptés",
                    _counted(posts[known & (posts["state"] == state)]),
                )
            ),
            *remarks("unmatched", "Structures et lieux sans poste", where.loc[idle, "name"]),
            *_money(kept, exports["posts"].path.name),
        ),
    )  # fmt: skip


def _together(opened: OfficialCells) -> dict[str, OfficialCells]:
    """Find the exports that lie beside one of them.

    Raises
    ------
    DataError
        If that of posts is not there, or neither of the others, or if one is there twice.
    """
    own = next(role for role, each in EXPORTS.items() if set(each.needed) <= {*opened.cells})
    found = {own: opened}
    faults = []
    near = sorted(
        each for each in opened.path.parent.glob("*.*")
        if each != opened.path and each.is_file() and not each.is_symlink()
        and each.suffix.lower() in ENDINGS and each.stat().st_size <= GREATEST_BYTES
    )[:MOST_BESIDE]  # fmt: skip
    starts = {each: _openings(each) for each in near}
    for role, wanted in EXPORTS.items():
        like = [
            each for each in near
            if role != own and openings.likeness(starts[each], [wanted]) >= len(wanted.needed)
        ]  # fmt: skip
        if len(like) > 1:
            faults.append(_several(opened.path, like))
        elif like:
            _, found[role] = official.recognise(like[0], [wanted])
    if not faults and ("posts" not in found or len(found) < 2):
        faults.append(_alone(opened.path))
    checks.refuse(faults)
    return found


def _openings(path: Path) -> list[frozenset[str]]:
    """Give what may be the headings of a file beside; none of one that cannot be read."""
    try:
        return openings.of(path, whole=False)
    except DataError:
        return []


def _several(path: Path, like: list[Path]) -> Fault:
    return Fault(
        file=str(path),
        found=f"plusieurs exports de même sorte à côté ({', '.join(each.name for each in like)})",
        expected="un seul export des postes, un des structures et un des lieux",
        action="Gardez le plus récent dans ce dossier, et rangez les autres ailleurs.",
    )


def _alone(path: Path) -> Fault:
    return Fault(
        file=str(path),
        found="un export de « Mon inclusion numérique » sans ceux qui vont avec",
        expected="l'export des postes, et celui des structures ou celui des lieux, dans le même "
        "dossier",
        action="Téléchargez-les aussi et mettez-les à côté, sous n'importe quel nom.",
    )


def _posts(opened: OfficialCells, departement: str | None) -> tuple[pd.DataFrame, list[Remark]]:
    """Give a row a post of the département, and what was noticed."""
    column, file = opened.column, opened.path.name
    ends, unread = dates(column("Fin de convention"), "Fin de convention", file=file)
    agreed, paid = (
        euros(column(heading), heading, file=file)[0]  # what is no amount is not told
        for heading in ("Total conventionné", "Total versé")
    )
    rows = pd.DataFrame(
        {
            "number": column("ID Poste"),
            "host": column("Structure"),
            "structure": column("Structure").map(french.fold),
            "state": column("Statut").map(french.fold).map(STATES).fillna("").astype("str"),
            "convention": column("Convention"),
            "convention_end": ends,
            "agreed": agreed,
            "paid": paid,
        }
    )
    named = column("Département").map(_departement)
    here = named.isin(["", departement]) | (departement is None)
    usable = (rows["structure"] != "") & (rows["state"] != "")
    usable &= rows["host"].str.len() <= checks.LONGEST_TEXT
    latest = rows.sort_values("convention_end", kind="stable")
    twice = latest.duplicated("number", keep="last") & (latest["number"] != "")
    coordinators = column("Coordinateur").map(french.fold).isin(["oui", "true"])
    return rows[here & usable & ~twice], [
        *remarks(
            "set_aside", "Postes d'un autre département, mis de côté",
            [f"ligne {line}" for line in rows.index[~here]],
        ),
        *remarks(
            "set_aside", "Lignes sans structure, ou sans statut connu (occupé, vacant ou rendu), "
            "mises de côté",
            [f"ligne {line}" for line in rows.index[here & ~usable]],
        ),
        *remarks(
            "duplicate", "Postes qui figurent plusieurs fois, comptés une fois avec la dernière "
            "fin de convention", rows.loc[twice[twice].index.sort_values(), "number"],
        ),
        *remarks("missing", "Fins de convention illisibles, inconnues",
                 [fault.place for fault in unread]),
        *remarks(
            "warning", "Postes de coordinateur, comptés comme les autres",
            _counted(rows[here & usable & ~twice & coordinators]),
        ),
    ]  # fmt: skip


def _where(exports: dict[str, OfficialCells], *, apart: bool) -> pd.DataFrame:
    """Tell where each structure is, by its folded name; places, which give a code, come first."""
    parts = []
    if "places" in exports:
        column = exports["places"].column
        codes = repair.commune_codes(column("Code INSEE"), apart=apart)
        codes = repair.without_unusable(codes)
        parts.append(_located(column("Nom"), codes, "", "", column("Adresse"), ""))
    if "structures" in exports:
        column = exports["structures"].column
        parts.append(
            _located(
                column("Nom"), "", column("Commune"), column("Code postal"), column("Adresse"),
                column("Typologie").map(_host_type),
            )
        )  # fmt: skip
    told = pd.concat(parts).replace("", pd.NA)
    first: pd.DataFrame = told.groupby("structure", sort=False).first()
    return first.fillna("").astype("str")


def _located(
    name: pd.Series, insee: pd.Series | str, commune: pd.Series | str, postcode: pd.Series | str,
    address: pd.Series, host_type: pd.Series | str,
) -> pd.DataFrame:  # fmt: skip
    """Put the columns of an export together, without the names that several of its rows bear."""
    table = pd.DataFrame(
        {
            "structure": name.map(french.fold), "name": name, "insee": insee, "commune": commune,
            "postcode": postcode, "address": address, "host_type": host_type,
        },
        index=name.index,
    )  # fmt: skip
    somewhere = (table["insee"] != "") | (table["commune"] != "")
    told = table[somewhere & (table["structure"] != "")]
    told = told.drop_duplicates(["structure", "insee", "commune"])
    return told[~told["structure"].duplicated(keep=False)]


def _host_type(typology: str) -> str:
    """Tell a public host from a private one; blank where the words say neither, or both.

    Examples
    --------
    >>> [_host_type(text) for text in ("Commune", "ASSO", "Association de communes", "Autre")]
    ['public', 'private', '', '']
    """
    folded = french.fold(typology)
    public, private = _PUBLIC.search(folded), _PRIVATE.search(folded)
    return "" if bool(public) == bool(private) else "public" if public else "private"


def _departement(cell: str) -> str:
    """Tell a département by its code or its name, whatever stands around it."""
    words = french.fold(cell).upper().split()
    code = next((word for word in words if word in departements.CODES), "")
    names = (each for each in departements.CODES
             if french.fold(departements.name(each)) == french.fold(cell))  # fmt: skip
    return code or next(names, "")


def _added_up(rows: pd.DataFrame) -> pd.DataFrame:
    """Count the posts of a structure whose convention ends on one day, and add up their euros.

    Kinds and euros are told where they are known of each of these posts.
    """
    same = rows.assign(posts=1, line=rows.index).groupby(
        ["structure", "convention_end"], sort=False
    )
    whole = (
        same.first()
        .assign(
            posts=same["posts"].sum(),
            agreed=same["agreed"].sum(skipna=False),
            convention_kinds=same["convention"].agg(_kinds),
        )
        .reset_index()
    )
    return whole.set_index("line").rename_axis(None)


def _kinds(told: pd.Series) -> tuple[str, ...]:
    return tuple(sorted({kind.lower() for kind in told})) if all(told) else ()


def _counted(rows: pd.DataFrame) -> list[str]:
    counts = rows["host"].value_counts(sort=False)
    return [f"{host} ({french.count(int(number), 'poste')})" for host, number in counts.items()]


def _money(rows: pd.DataFrame, file: str) -> list[Remark]:
    """Say how many posts each kind of convention has, and the euros of those that tell them."""
    kinds = rows["convention"].where(rows["convention"] != "", "non précisée").value_counts()
    shares = [f"{kind} {french.number(number)}" for kind, number in kinds.items()]
    told = rows[["agreed", "paid"]].notna().all(axis=1)
    sums = rows.loc[told, ["agreed", "paid"]].sum()
    text = f"Postes occupés par convention : {', '.join(shares)}"
    if told.any():
        text += (
            f" ; {french.euros(sums['agreed'])} conventionnés et {french.euros(sums['paid'])} "
            f"versés pour {french.number(int(told.sum()))} postes sur {french.number(len(rows))}"
        )
    return remarks("warning", text, [file])


POSTS = Format(
    headings=("ID Poste", "ID Structure TP", "Structure", "Département", "Statut", "Coordinateur",
              "Convention", "Fin de convention", "Total conventionné", "Total versé"),
    required=("ID Poste", "Structure", "Statut"), read=read_exports,
)  # fmt: skip
STRUCTURES = Format(
    headings=("Nom", "Typologie", "Code postal", "Commune", "Adresse", "SIRET"),
    required=("Nom", "Typologie", "Commune"),
    read=read_exports,
)
PLACES = Format(
    headings=("ID", "Nom", "Adresse", "Type de structure", "ID Cartographie Nationale",
              "Code INSEE"),
    required=("Nom", "ID Cartographie Nationale", "Code INSEE"), read=read_exports,
)  # fmt: skip
EXPORTS = {"posts": POSTS, "structures": STRUCTURES, "places": PLACES}
FORMATS = tuple(EXPORTS.values())
