"""Build the invented département "00" in the formats of the official files.

Usage: ``python -m scripts.build_example``. It serves to try commands and notebooks where nothing
can be downloaded. It is a board of squares at sea, and every name in it says that it is invented.
"""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
from shapely.geometry import Point

from jura_coverage.geography.departements import EXAMPLE

FOLDER = Path(__file__).parents[1] / "data" / "example"
COLUMNS, ROWS = "ABCDEF", range(1, 6)
SIDE_M = 4000
WEST_M, NORTH_M = 150_000, 6_500_000  # Lambert-93, in the Bay of Biscay
RESIDENTS, PREMISES = 200, 100
POOR_ROWS, LACKING = (4, 5), 10  # premises without a wired line in each square of these rows
DAY = "2026-06-30"
# Two hosts in the north-west, the second without position, and two places that are no answer.
PLACES = (
    ("A1", "Structure inventée 1", True, "Conseillers numériques", ""),
    ("B1", "Structure inventée 2", False, "Conseillers numériques", ""),
    ("F5", "Lieu inventé sans conseiller", True, "France Services", ""),
    ("F5", "Lieu inventé fermé", True, "Conseillers numériques",
     "Ce lieu n'accueille pas de public"),
)  # fmt: skip


def main(folder: Path) -> None:
    """Write the three files, the same to the byte whenever it is run."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (
        ("communes.json", communes()),
        ("commune_meilleure_techno_thd.csv", broadband()),
        ("lieux-de-mediation-numerique.csv", places()),
    ):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def squares() -> list[tuple[str, str, int]]:
    """Give the INSEE code, the column and the row of each square."""
    return [
        (f"{EXAMPLE}{number}{row:02d}", column, row)
        for number, column in enumerate(COLUMNS, start=1)
        for row in ROWS
    ]


def degrees(*, across: float, down: float) -> list[float]:
    """Give the longitude and latitude of a point, counted in squares from the north-west corner."""
    point = Point(WEST_M + SIDE_M * across, NORTH_M - SIDE_M * down)
    (there,) = gpd.GeoSeries([point], crs="EPSG:2154").to_crs("EPSG:4326")
    return [round(there.x, 6), round(there.y, 6)]


def middle(column: str, row: int) -> list[float]:
    """Give the position of the town hall of a square."""
    return degrees(across=COLUMNS.index(column) + 0.5, down=row - 0.5)


def communes() -> str:
    """Answer as geo.api.gouv.fr does, an array with a line a commune."""
    corners = ((0, 1), (1, 1), (1, 0), (0, 0), (0, 1))
    answer: list[dict[str, Any]] = []
    for code, column, row in squares():
        side, number = ("Ouest", 1) if column in "ABC" else ("Est", 2)
        epci = {"code": f"00000000{number}", "nom": f"Intercommunalité inventée de l'{side}"}
        ring = [
            degrees(across=COLUMNS.index(column) + right, down=row - 1 + down)
            for right, down in corners
        ]
        answer.append(
            {
                "nom": f"Carré inventé {column}{row}", "code": code, "codeEpci": epci["code"],
                "epci": epci, "population": RESIDENTS,
                "mairie": {"type": "Point", "coordinates": middle(column, row)},
                "contour": {"type": "Polygon", "coordinates": [ring]},
            }
        )  # fmt: skip
    lines = [json.dumps(each, ensure_ascii=False) for each in answer]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def broadband() -> str:
    """Count each premises once in its best technology, as ARCEP does."""
    lines = [
        "code_insee;nom_com;code_dep;code_reg;nbr;type;nbr_elig_8;elig_ftth;elig_coax;elig_cu_30;"
        "elig_thdr;elig_cu_8;elig_4gf;elig_hdr;elig_sat;date"
    ]
    for code, column, row in squares():
        fixed = LACKING if row in POOR_ROWS else 0
        lines.append(
            f"{code};Carré inventé {column}{row};{EXAMPLE};00;{PREMISES};all;{PREMISES};"
            f"{PREMISES - fixed};0;0;0;0;{fixed};0;0;{DAY}"
        )
    return "\n".join(lines) + "\n"


def places() -> str:
    """List places as the national map does."""
    codes = {f"{column}{row}": code for code, column, row in squares()}
    lines = [
        "id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,itinerance,"
        "date_maj,services,dispositif_programmes_nationaux,modalites_acces"
    ]
    for number, (square, name, known, programme, access) in enumerate(PLACES, start=1):
        longitude, latitude = middle(square[0], int(square[1])) if known else ("", "")
        lines.append(
            f"exemple-{number},,{name},Carré inventé {square},,{codes[square]},,{latitude},"
            f"{longitude},Fixe,{DAY},,{programme},{access}"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(FOLDER)
