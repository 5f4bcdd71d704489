"""Official commune tables: one row a commune whatever the order of the rows, and in its place."""

import json
import lzma
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import translate
from shapely.geometry import Point, Polygon, box, mapping

from jura_coverage import study, territory, words
from jura_coverage.errors import DataError
from jura_coverage.remarks import Remark
from jura_coverage.sources import CommuneReading, read_communes
from jura_coverage.sources.communes import registry
from tests.beside import CASES
from tests.geographies import NO_CROSSWALK

DELEGATED, ASSOCIATED, TODAY = "commune-deleguee", "commune-associee", "commune-actuelle"
DISTRICT = "arrondissement-municipal"
CORNER = (5.5, 46.65)
Row = dict[str, Any]


def square(column: int, *, width: int = 1, at: tuple[float, float] = CORNER) -> Polygon:
    """The column-th of a row of squares of 0.01 degrees, or some of them together."""
    west, south = at
    return box(west + column / 100, south, west + (column + width) / 100, south + 0.01)


def row(
    code: str,
    name: str,
    residents: int | None,
    shape: Polygon | None,
    kind: str = "",
    **more: object,
) -> Row:
    given = {"code": code, "nom": name, "population": residents, **more}
    return {
        "type": "Feature",
        "properties": {**given, "type": kind} if kind else given,
        "geometry": mapping(shape) if shape else None,
    }


def reading(rows: Sequence[Row], departement: str | None = "39") -> CommuneReading:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "communes.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": list(rows)}), "utf-8")
        return read_communes(path, departement=departement)


def said(read: CommuneReading, words: str) -> Remark:
    (found,) = [each for each in read.remarks if words in each.text]
    return found


# A commune of two delegated ones, of which the first kept its code; one with an associated commune;
# and one that stands there twice, once with half of its territory.
MERGED = [
    row("39368", "Nouvelle", 300, square(0, width=2), TODAY, mairie=mapping(Point(5.515, 46.655))),
    row("39368", "Chef-lieu", 200, square(0), DELEGATED, mairie=mapping(Point(5.502, 46.655))),
    row("39373", "Ancienne", 100, square(1), DELEGATED),
    row("39300", "Voisine", 50, square(2, width=2), TODAY),
    row("39301", "Associée", 20, square(3), ASSOCIATED),
    row("39198", "Double", 70, square(4, width=2), TODAY),
    row("39198", "Double", 70, square(4), TODAY),
]


@pytest.mark.slow
@settings(max_examples=20)
@given(st.permutations(MERGED))
def test_a_commune_goes_before_its_parts_whatever_the_order(rows: list[Row]) -> None:
    read = reading(rows)
    table = read.table
    assert table.index.tolist() == ["39198", "39300", "39368"]
    assert table["name"].tolist() == ["Double", "Voisine", "Nouvelle"]
    assert table["residents"].tolist() == [70, 50, 300]
    # The town hall is that of the commune, not of the delegated one that bears its code.
    hall = gpd.GeoSeries(table["origin"], crs=table.crs).to_crs(4326)["39368"]
    assert (round(hall.x, 6), round(hall.y, 6)) == (5.515, 46.655)
    degrees = table.geometry.to_crs(4326)
    assert degrees["39368"].equals_exact(square(0, width=2), 1e-9, normalize=True)
    assert degrees["39198"].equals_exact(square(4, width=2), 1e-9, normalize=True)
    parts = said(read, "communes déléguées ou associées").concerns
    assert parts == ("Ancienne (39373)", "Associée (39301)", "Chef-lieu (39368)")
    assert said(read, "en double").concerns == ("Double (39198)",)


CITY = [
    row("13055", "Marseille", 900, square(0, width=3, at=(5.4, 43.3)), TODAY),
    row("13201", "Marseille 1er Arrondissement", 100, square(0, at=(5.4, 43.3)), DISTRICT),
    row("13202", "Marseille 2e Arrondissement", 200, square(1, at=(5.4, 43.3)), DISTRICT),
    row("13001", "Aix", 10, square(9, at=(5.4, 43.3)), TODAY),
]


@pytest.mark.slow
@settings(max_examples=20)
@given(st.permutations(CITY))
def test_the_row_of_a_city_goes_before_its_arrondissements(rows: list[Row]) -> None:
    read = reading(rows, "13")
    assert read.table["name"].to_dict() == {"13001": "Aix", "13055": "Marseille"}
    assert read.table["residents"].tolist() == [10, 900]
    assert len(said(read, "la ligne de leur commune les comprend").concerns) == 2


@pytest.mark.slow
@settings(max_examples=20)
@given(st.permutations(CITY[1:]), st.booleans())
def test_a_city_without_a_row_is_its_arrondissements(rows: list[Row], known: bool) -> None:
    if not known:  # a sum of what is not known is not known
        rows = [each if each["properties"]["code"] != "13202" else
                {**each, "properties": {**each["properties"], "population": None}}
                for each in rows]  # fmt: skip
    read = reading(rows, "13")
    assert read.table.at["13055", "name"] == "Marseille"
    assert read.table["residents"].fillna(-1).tolist() == [10, 300 if known else -1]
    shape = read.table.geometry.to_crs(4326)["13055"]
    both = square(0, width=2, at=(5.4, 43.3))
    assert shape.symmetric_difference(both).area < 1e-6 * both.area
    # No town hall of an arrondissement is that of the city.
    assert read.table["origin_source"].tolist() == ["town_hall_missing"] * 2
    assert said(read, "arrondissements absents").concerns == ("14 de Marseille (13055)",)
    assert read.table["residents_in_part"].tolist() == [False, True]


@pytest.mark.parametrize("bare", [["13202"], ["13201", "13202"]])
def test_an_arrondissement_without_boundary_is_said(bare: list[str]) -> None:
    rows = [
        {**each, "geometry": None} if each["properties"]["code"] in bare else each
        for each in CITY[1:]
    ]
    read = reading(rows, "13")
    assert read.table.at["13055", "residents"] == 300
    concerned = said(read, "arrondissements sans limites connues").concerns
    assert [each[-6:-1] for each in concerned] == bare
    # Of none of them a boundary: the city has none either, and is said to have none.
    assert read.table["origin"].isna().tolist() == [False, len(bare) == 2]


def test_arrondissements_are_known_by_their_codes_too() -> None:
    rows = [row(f"751{n:02d}", f"Paris {n}e", n, square(n, at=(2.2, 48.85))) for n in range(1, 21)]
    read = reading(rows, "75")
    assert read.table["name"].to_dict() == {"75056": "Paris"}
    assert read.table["residents"].tolist() == [sum(range(1, 21))]
    assert not read.table["residents_in_part"].any()
    assert not [each for each in read.remarks if each.kind == "warning"]


def test_postcodes_are_those_of_all_arrondissements_and_none_where_none_is_told() -> None:
    rows = [row(f"132{n:02d}", f"{n}e", n, square(n, at=(5.4, 43.3))) for n in range(1, 17)]
    for each in rows[:2]:
        each["properties"]["codesPostaux"] = ["13002", each["properties"]["code"]]
    rows.append(row("13001", "Aix", 10, square(20, at=(5.4, 43.3))))
    told = reading(rows, "13").table["postcodes"]
    assert told.to_dict() == {"13001": "", "13055": "13002 13201 13202"}


def test_delegated_communes_alone_are_no_communes() -> None:
    with pytest.raises(DataError, match="aucune ligne utilisable"):
        reading([each for each in MERGED if each["properties"]["type"] == DELEGATED])


ELSEWHERE = "des limites hors de France (latitude et longitude inversées ?)"


def swapped(shape: Polygon) -> Polygon:
    return Polygon([(y, x) for x, y in shape.exterior.coords])


def api(
    folder: Path, codes: Sequence[str], shapes: Sequence[Polygon], counts: Sequence[Any] = ()
) -> Path:
    path = folder / "communes.json"
    path.write_text(json.dumps([
        {"code": code, "nom": code, "population": count, "contour": mapping(shape)}
        for code, shape, count in zip(codes, shapes, counts or [1] * len(codes), strict=True)
    ]), "utf-8")  # fmt: skip
    return path


def admin_express(
    folder: Path, codes: Sequence[str], shapes: Sequence[Polygon], counts: Sequence[Any] = ()
) -> Path:
    path = folder / "ADMIN-EXPRESS.gpkg"
    written = [str(count) for count in counts] if counts else 1
    table = gpd.GeoDataFrame(
        {"INSEE_COM": codes, "NOM": codes, "POPULATION": written}, geometry=[*shapes]
    )
    table.set_crs(4326).to_file(path, layer="COMMUNE")
    return path


def of_registry(
    folder: Path, codes: Sequence[str], shapes: Sequence[Polygon], counts: Sequence[Any] = ()
) -> Path:
    path = folder / "communes.csv"
    table = pd.DataFrame(columns=list(registry.COLUMNS), index=range(len(codes)), dtype="str")
    table = table.assign(
        id=codes,
        code=codes,
        nom=codes,
        type="COM",
        type_nom="0",
        population_municipale=[str(count) for count in counts] if counts else "1",
    )
    table["geometry"] = [shape.wkb_hex for shape in shapes]
    table.to_csv(path, index=False, na_rep="\\N")
    return path


def own(
    folder: Path, codes: Sequence[str], shapes: Sequence[Polygon], counts: Sequence[Any] = ()
) -> Path:
    path = folder / "communes.gpkg"
    columns = {"insee": codes, "name": codes, "epci": "", "epci_name": "", "residents": 1}
    if counts:
        columns["residents"] = [str(count) for count in counts]
    gpd.GeoDataFrame(columns, geometry=[*shapes], crs=4326).to_file(path, layer="communes")
    return path


NOT_KNOWN = ["n.d.", "NC", "s", "-", "Secret", "non disponible"]
NO_NUMBER = [-5, "-5", "1 2O4", 12.5, True, "１２", "deux", 1e12]  # a letter, and wide digits


@pytest.mark.parametrize("write", [api, admin_express, of_registry, own])
def test_residents_are_known_or_told_to_be_unknown_or_refused(write: Any, tmp_path: Path) -> None:
    rows = [*NOT_KNOWN, *NO_NUMBER, "1204"]
    codes = [f"39{300 + number}" for number in range(len(rows))]
    shapes = [square(number) for number in range(len(rows))]
    with pytest.raises(DataError) as refused:
        read_communes(write(tmp_path, codes, shapes, rows), departement="39")
    first = 2 if write is of_registry else 1
    faults = {fault.place.split(",")[0].split()[1]: fault for fault in refused.value.faults}
    assert len(faults) == len(refused.value.faults) == len(NO_NUMBER)  # all at once
    for number, value in enumerate(NO_NUMBER):
        fault = faults[f"{first + len(NOT_KNOWN) + number}"]
        shown = {str(value).removesuffix(".0"), f"{value:g}" if isinstance(value, float) else ""}
        assert fault.found.strip("« »").removesuffix(".0") in shown
        assert fault.expected.startswith("un nombre")
    for path in tmp_path.iterdir():
        path.unlink()
    rows = [*NOT_KNOWN, "1204"]
    read = read_communes(
        write(tmp_path, codes[: len(rows)], shapes[: len(rows)], rows), departement="39"
    )
    assert read.table["residents"].fillna(-1).tolist() == [-1] * len(NOT_KNOWN) + [1204]
    (remark,) = [each for each in read.remarks if "population" in each.text]
    for number, (concerned, value) in enumerate(zip(remark.concerns, NOT_KNOWN, strict=True)):
        assert codes[number] in concerned
        assert f" {first + number}, colonne « " in concerned
        assert concerned.endswith(f"« {value} »")


@pytest.mark.parametrize("write", [api, admin_express, of_registry, own])
def test_boundaries_elsewhere_are_refused_whatever_the_format(write: Any, tmp_path: Path) -> None:
    jura, reunion = ["39300", "39198"], ["97411"]
    home = [square(0), square(1)]
    assert len(read_communes(write(tmp_path, jura, home), departement="39").table) == 2
    moved = [square(0, at=(-6.0, 45.0))]  # beside the mainland, as map backgrounds have it
    for departement, codes, shapes, wrong in (
        ("39", jura, [swapped(each) for each in home], jura),
        ("39", jura, [home[0], swapped(home[1])], jura[1:]),
        ("39", jura, [home[0], translate(home[1], xoff=-80)], jura[1:]),
        ("974", reunion, moved, reunion),
    ):
        for old in tmp_path.iterdir():
            old.unlink()
        with pytest.raises(DataError) as error:
            read_communes(write(tmp_path, codes, shapes), departement=departement)
        found = [fault for fault in error.value.faults if fault.found == ELSEWHERE]
        assert [fault.place[-5:] for fault in found] == wrong


@pytest.mark.parametrize(("case", "departement", "expected"), [
    ("04-arrondissements/paris.geojson", "75", {"Paris": 600}),
    ("04-arrondissements/lyon.geojson", "69", {"Lyon": 600}),
    ("06-communes-deleguees/communes.geojson", "39", {"Essai nouvelle": 300}),
    ("06-communes-deleguees/autre-ordre.geojson", "39", {"Essai nouvelle": 300}),
])  # fmt: skip
def test_the_cases_that_fold(case: str, departement: str, expected: dict[str, int]) -> None:
    if not CASES.exists():
        pytest.skip(f"no {CASES.name} beside the project")
    table = read_communes(CASES / case, departement=departement).table
    assert dict(zip(table["name"], table["residents"], strict=True)) == expected


@pytest.mark.parametrize(("case", "departement"), [
    ("inversees.geojson", "39"), ("reunion-rapprochee.geojson", "974"),
])  # fmt: skip
def test_the_cases_that_lie_elsewhere(case: str, departement: str) -> None:
    if not CASES.exists():
        pytest.skip(f"no {CASES.name} beside the project")
    with pytest.raises(DataError, match="limites hors de France"):
        read_communes(CASES / "08-limites-ailleurs" / case, departement=departement)


BARE = {
    "null": None,
    "empty": {"type": "Polygon", "coordinates": []},
    "no surface": {"type": "LineString", "coordinates": [[5.6, 46.7], [5.7, 46.7]]},
}


@pytest.mark.parametrize("kind", BARE)
@pytest.mark.parametrize("hall", [False, True])
def test_a_commune_without_boundary_keeps_its_row(kind: str, hall: bool) -> None:
    point: Row = {"mairie": mapping(Point(5.61, 46.66))} if hall else {}
    bare = row("39478", "Sans limites", 10, None, "", **point)
    rows = [row("39300", "A", 10, square(0)), {**bare, "geometry": BARE[kind]}]
    read = reading(rows)
    assert read.table.index.tolist() == ["39300", "39478"]
    assert read.table["residents"].tolist() == [10, 10]
    assert read.table.geometry.isna().tolist() == [False, True]
    assert said(read, "sans limites connues").concerns == ("Sans limites (39478)",)
    sources = read.table["origin_source"].tolist()
    assert sources == ["town_hall_missing", "town_hall" if hall else "none"]
    assert read.table["origin"].isna().tolist() == [False, not hall]
    land = territory.build(read.table, [], {}, NO_CROSSWALK, departement="39")
    told = {each.text: each.concerns for each in land.remarks if each.kind == "origin"}
    assert ("Sans limites (39478)",) not in [
        concerned for text, concerned in told.items() if "point central" in text
    ]
    nowhere = [concerned for text, concerned in told.items() if "sans point de départ" in text]
    assert nowhere == ([] if hall else [("Sans limites (39478)",)])


def test_what_would_name_the_intercommunalities_is_said(tmp_path: Path) -> None:
    """The table of the registry package, without that of EPCI beside, and then with it."""
    heading = ",".join(registry.COLUMNS)
    rows = [
        f"{n},{code},COM,Lieu {n},0,10,,{epci},{square(n).wkb_hex},"
        for n, (code, epci) in enumerate({"39300": 1, "39198": 1, "39478": 2}.items())
    ]
    table = tmp_path / "communes.csv"
    table.write_text("\n".join([heading, *rows, ""]), encoding="utf-8")
    alone = said(read_communes(table, departement="39"), "intercommunalité")
    assert "que donne epci.csv.lzma, du même paquet, à mettre dans le même" in alone.text
    assert alone.concerns == ("toutes les communes",)
    # Only one of both is in the table beside, which may be packed though that of communes is not.
    (tmp_path / "epci.csv.lzma").write_bytes(
        lzma.compress(b"id,code,nom\n1,200000001,Pays\n", format=lzma.FORMAT_ALONE)
    )
    read = read_communes(table, departement="39")
    assert read.table["epci_name"].to_dict() == {"39198": "Pays", "39300": "Pays", "39478": ""}
    told = said(read, "intercommunalité")
    assert told.text.replace("\xa0", " ").endswith(
        "1 commune sans nom d'intercommunalité, que la table epci.csv.lzma ne donne pas"
    )
    assert told.concerns == ("Lieu 2 (39478)",)


def test_an_epci_that_the_file_does_not_tell_is_not_said_to_be_none() -> None:
    land = territory.build(reading(MERGED).table, [], {}, NO_CROSSWALK, departement="39")
    told = words.explain(study.study(land), "39368")[1]
    assert told.startswith("Intercommunalité non renseignée, ")
    # The only communes of France without EPCI are four islands.
    island = square(0, at=(-5.1, 48.45))
    sea = reading([row("29155", "Ouessant", 830, island, TODAY)], "29").table
    land = territory.build(sea, [], {}, NO_CROSSWALK, departement="29")
    assert words.explain(study.study(land), "29155")[1].startswith("Hors intercommunalité, ")
