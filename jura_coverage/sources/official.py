"""Tables of any container: to recognised cells, and of the département.

What the State publishes is not the user's to correct. So, unlike our own formats, these may hold
other départements; a row that cannot be used is set aside and said. What concerns the file as a
whole is a fault here too.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from pathlib import Path

import pandas as pd

from jura_coverage import french, geography
from jura_coverage.errors import DataError, Fault, Wording
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import (
    checks,
    content,
    delimited,
    encodings,
    openings,
    packed,
    remembered,
    uncomputed,
)
from jura_coverage.sources.formats import AnyReading, Format, OfficialCells
from jura_coverage.sources.grid import UNCOMPUTED, Grid
from jura_coverage.sources.grids import grids_of

# What our own tables may call the name of a commune, which is held against its code.
SPELT = ("commune", "nom")
NOTHING_USABLE = Wording(
    found="aucune ligne utilisable",
    expected="{what}",
    action="Vérifiez que c'est le bon fichier, et qu'il est entier.",
)
HIDDEN_SHEET = "Feuille masquée, lue"
HIDDEN_ROWS = ("ligne masquée, comptée", "lignes masquées, comptées")
HIDDEN_COLUMNS = ("colonne masquée, lue", "colonnes masquées, lues")
ONE_SHEET = "Seule la feuille « {sheet} » est lue, et non"
A_ROW = "une ligne au moins sous l'en-tête"


def recognise(
    path: Path | str, formats: Sequence[Format[AnyReading]]
) -> tuple[Format[AnyReading], OfficialCells]:
    """Find the format of a file by its headings, and read its cells.

    Parameters
    ----------
    path
        Delimited text, perhaps compressed, or any container of :mod:`jura_coverage.sources.grids`.
    formats
        Those that it may have. The first is our own: text that is like it, or like none, is read
        strictly, which explains itself better.

    Returns
    -------
    tuple of Format and OfficialCells

    Raises
    ------
    DataError
        If the file is damaged, too large, or lacks what its format needs.
    """
    path = Path(path)
    grids = grids_of(path)
    if grids is not None:
        return _from_grids(path, grids, formats)
    raw = encodings.plain(packed.unpacked(path))
    encoding = encodings.encoding_of(raw)
    own = formats[0]
    like, order, separator, junk = (
        openings.nearest(openings.opening(raw, encoding), formats) if encoding else (0, 0, "", 0)
    )
    if like <= 0 or order == 0:
        cells, noticed = delimited.own_cells(path, check=partial(own.faults, path))
        _refuse_errors(path, cells[[name for name in cells if name in own.known]])
        return own, OfficialCells(path=path, cells=cells, remarks=noticed)
    chosen = formats[order]
    lines = delimited.lines(path, raw, encoding)
    heading = list(islice(lines, junk + 1))[-1]
    renamed = [
        f'"{openings.as_known(name, chosen.known)}"' for name in openings.split(heading, separator)
    ]
    cells = delimited.parse_cells(
        chain([f"{separator.join(renamed)}\n"], lines),
        path=path, check=partial(chosen.faults, path), separator=separator, kept=chosen.known,
        above=junk,
    )  # fmt: skip
    if chosen.own:
        _refuse_errors(path, cells)
    return chosen, OfficialCells(
        path=path, cells=cells, remarks=encodings.encoding_remarks(path, encoding)
    )


def read(
    path: Path | str,
    formats: Sequence[Format[AnyReading]],
    departement: str | None,
    *,
    apart: bool = False,
) -> AnyReading:
    """Read a file in the format of some that it has, see :func:`recognise`.

    Parameters
    ----------
    path, formats
        As in :func:`recognise`.
    departement
        Which is asked for; None for all of France.
    apart
        Whether arrondissements of Paris, Lyon and Marseille are communes of their own, and not
        folded into their city.
    """
    chosen, opened = remembered.parsed(
        path, partial(recognise, path, formats), by=tuple(map(id, formats))
    )
    # Each reader gets a table of its own, be the cells shared.
    own = replace(opened, cells=opened.cells.copy(deep=False), apart=apart)
    return chosen.read(own, departement)


def _refuse_errors(path: Path, cells: pd.DataFrame) -> None:
    """Refuse what a spreadsheet that became text could not compute."""
    checks.refuse(uncomputed.faults(path, cells, "ligne {}, colonne « {} »".format))


def _from_grids(
    path: Path, grids: Sequence[Grid], formats: Sequence[Format[AnyReading]]
) -> tuple[Format[AnyReading], OfficialCells]:
    found = openings.nearest_grid(grids, formats)
    if found is None:
        raise content.whole_file(
            path, "aucune ligne d'en-tête reconnue" + (
                f" dans ses {french.number(len(grids))} feuilles" if len(grids) > 1 else ""
            ),
            f"les colonnes d'un format connu, comme {french.enumeration(formats[0].needed)}",
            "Gardez les noms de colonnes d'origine ; pour les postes, partez du modèle que "
            "« jura-coverage template » écrit.",
        )  # fmt: skip
    grid, start, chosen = found
    rows = grid.rows(None)
    spelt = [openings.as_known(name, chosen.known) for name in dict(rows)[start]]
    places = [place for place, name in enumerate(spelt) if name in chosen.known]
    blind = [uncomputed.fault(path, grid.cell(start, place), name, row=start)
             for place, name in enumerate(spelt) if name == UNCOMPUTED]  # fmt: skip
    checks.refuse([*blind, *chosen.faults(path, spelt)])
    body = [(number, row) for number, row in rows if number > start]
    cells = pd.DataFrame(
        [[row[place] if place < len(row) else "" for place in places] for _, row in body],
        index=[number for number, _ in body], columns=[spelt[place] for place in places],
        dtype="str",
    )  # fmt: skip
    where = dict(zip(cells.columns, places, strict=True))
    checks.refuse(
        uncomputed.faults(path, cells, lambda row, name: grid.cell(row, where[name], name))
    )
    told = cells[(cells != "").any(axis=1)]
    if told.empty:
        raise nothing_usable(path, A_ROW)
    return chosen, OfficialCells(
        path=path, cells=told, remarks=tuple(_sheet_remarks(grid, grids, told, spelt, formats))
    )


def _sheet_remarks(
    grid: Grid, grids: Sequence[Grid], cells: pd.DataFrame, heading: Sequence[str],
    formats: Sequence[Format[AnyReading]],
) -> list[Remark]:  # fmt: skip
    """Say what an officer does not see in a sheet, and which other sheet is like it."""
    unseen = grid.unseen()
    rows = [f"ligne {line}" for line in cells.index if line in unseen.rows]
    columns = [name for place, name in enumerate(heading) if place in unseen.columns]
    used = [f"« {name} »" for name in columns if name in cells]
    like = [f"« {each.name} »" for each in grids
            if each is not grid and openings.nearest_grid([each], formats)]  # fmt: skip
    return [
        *remarks("warning", HIDDEN_SHEET, [f"« {grid.name} »"] if grid.hidden else []),
        *remarks(
            "warning",
            french.count(len(rows), *HIDDEN_ROWS),
            rows,
        ),
        *remarks(
            "warning", french.count(len(used), *HIDDEN_COLUMNS),
            used,
        ),
        *remarks("set_aside", ONE_SHEET.format(sheet=grid.name), like),
    ]  # fmt: skip


def nothing_usable(path: Path, expected: str) -> DataError:
    """Make the error for a file of a known format without a row to use."""
    return content.worded(path, NOTHING_USABLE, what=expected)


def of_departement(
    opened: OfficialCells, codes: pd.Series, departement: str | None
) -> tuple[pd.Series, list[Remark]]:
    """Keep the rows of a département, say how many were set aside, and refuse to keep none.

    Parameters
    ----------
    opened
        The file.
    codes
        What :func:`jura_coverage.sources.repair.commune_codes` made of its codes.
    departement
        Which to keep; None for all.

    Returns
    -------
    tuple of Series and list of Remark
        The codes of the rows to keep.

    Raises
    ------
    DataError
        If no row is of this département.
    """
    usable = codes.str.fullmatch(checks.INSEE_PATTERN)
    here = usable & (codes.map(geography.departement_of) == departement) if departement else usable
    if not here.any():
        raise DataError(
            [
                Fault(
                    file=str(opened.path),
                    found="aucune ligne " + (f"du département {departement}" if departement else
                                             "dont le code Insee soit utilisable"),
                    expected="des communes "
                    + (f"du département {departement}" if departement else "de France"),
                    action="Vérifiez le fichier, ou choisissez le bon département avec "
                    "--departement.",
                )
            ]
        )  # fmt: skip
    elsewhere = int((usable & ~here).sum())
    return codes[here], remarks(
        "set_aside",
        french.count(
            elsewhere,
            "ligne d'un autre département, mise de côté",
            "lignes d'autres départements, mises de côté",
        ),
        [opened.path.name] if elsewhere else [],
    )
