"""Invent buildings of the département "00" in the formats of ARCEP's files, of any number.

Usage: ``python -m scripts.build_buildings FOLDER [--buildings 1500] [--offers 4]``. They serve to
try and to load the level of buildings where nothing can be downloaded; nothing that is made of them
describes any place. They agree with the embedded commune table: fibre everywhere but in a tenth of
the premises of the two southern rows of squares, which have fixed 4G at best.
"""

import argparse
import gzip
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from itertools import islice
from pathlib import Path

import numpy as np
import pyproj

from jura_coverage.geography.departements import EXAMPLE
from scripts.build_example import (
    COLUMNS,
    LACKING,
    NORTH_M,
    POOR_ROWS,
    PREMISES,
    SIDE_M,
    WEST_M,
    squares,
)

BASE, OFFERS = f"base_imb_{EXAMPLE}.csv.gz", f"actuel_{EXAMPLE}.csv.gz"
BASE_HEADINGS = (
    "imb_id;imb_x;imb_y;imb_code;imb_code_insee;imb_nbr_logloc;imb_source;imb_type;addr_code;"
    "imb_num;addr_numero;addr_rep;addr_nom_voie;addr_nom_ld;addr_code_insee;addr_nom_commune;"
    "addr_id_fantoir;addr_source"
)
OFFER_HEADINGS = (
    "imb_id;addr_code;imb_code;code_operateur;code_techno;classe_debit_montant;"
    "classe_debit_descendant;limitation;saturation"
)
# What every building can have, the best last; a poor one lacks the last.
EVERYWHERE = ("SAT;BHD8;THD100;1000;f", "CU;HD05;HD3;;", "4GF;HD3;THD30;300;f", "FO;THD1G;THD1G;;")
PREMISES_EACH = 2
FEWEST = PREMISES // PREMISES_EACH  # buildings of a square
LINES_AT_A_TIME = 100_000


def main(folder: Path, *, buildings: int = 30 * FEWEST, offers: int = len(EVERYWHERE)) -> None:
    """Write both files, the same to the byte whenever it is run.

    Parameters
    ----------
    folder
        Where to.
    buildings
        How many, rounded down to as many in each of the thirty squares.
    offers
        Rows of a building in the file of offers, at least one of each technology.
    """
    folder.mkdir(parents=True, exist_ok=True)
    each = buildings // len(squares())
    _packed(folder / BASE, BASE_HEADINGS, base(each))
    _packed(folder / OFFERS, OFFER_HEADINGS, offered(each, offers=offers))


def positions_m(buildings: int) -> tuple[np.ndarray, np.ndarray]:
    """Give how far south and east of the corner of their square buildings stand, by rows.

    The last ones, which are the poor ones, are the southernmost.
    """
    a_row = int(np.ceil(np.sqrt(buildings)))
    down, across = np.divmod(np.arange(buildings), a_row)
    return (down + 0.5) * SIDE_M / a_row, (across + 0.5) * SIDE_M / a_row


def poor(row: int, number: int, buildings: int) -> bool:
    """Tell whether a building of a square lacks fibre."""
    return row in POOR_ROWS and number >= buildings - buildings * LACKING // PREMISES


def base(buildings: int) -> Iterator[str]:
    """List the buildings, each with :data:`PREMISES_EACH` premises, in Web Mercator."""
    to_mercator = pyproj.Transformer.from_crs(2154, 3857, always_xy=True)
    south, east = positions_m(buildings)
    for position, (code, column, row) in enumerate(squares()):
        x, y = to_mercator.transform(
            WEST_M + SIDE_M * COLUMNS.index(column) + east, NORTH_M - SIDE_M * (row - 1) - south
        )
        name = f"Carré inventé {column}{row}"
        for number, (x_m, y_m) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
            label = position * buildings + number + 1
            yield (
                f"{label};{x_m:.3f};{y_m:.3f};INVENTE/{label};{code};{PREMISES_EACH};fo;PA;"
                f"INVENTE/{label};;{number};;rue inventée;;{code};{name};;fo"
            )


def offered(buildings: int, *, offers: int) -> Iterator[str]:
    """List what can be had in each building, from its worst technology to its best."""
    known = [EVERYWHERE[number % (len(EVERYWHERE) - 1)] for number in range(offers - 1)]
    ends = {True: [*known, EVERYWHERE[2]], False: [*known, EVERYWHERE[3]]}
    for position, (_, _, row) in enumerate(squares()):
        for number in range(buildings):
            label = position * buildings + number + 1
            for offer in ends[poor(row, number, buildings)]:
                yield f"{label};INVENTE/{label};INVENTE/{label};INVT;{offer}"


def _packed(path: Path, headings: str, lines: Iterable[str]) -> None:
    """Write lines, packed without the hour and the name of the file."""
    rows = iter(lines)
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", compresslevel=1, fileobj=raw, mtime=0) as zipped,
        TextIOWrapper(zipped, encoding="utf-8", newline="\n") as file,
    ):
        file.write(headings + "\n")
        while part := list(islice(rows, LINES_AT_A_TIME)):
            file.write("\n".join(part) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Invent buildings of the département 00.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--buildings", type=int, default=30 * FEWEST)
    parser.add_argument("--offers", type=int, default=len(EVERYWHERE))
    asked = parser.parse_args()
    main(asked.folder, buildings=asked.buildings, offers=asked.offers)
