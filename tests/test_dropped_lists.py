"""Lists of posts read alike by Python and by the page: ``tests/vectors/dropped.json``."""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

from jura_coverage import french, words
from jura_coverage.errors import DataError
from jura_coverage.publish.map import dropped
from jura_coverage.sources import read_advisors
from scripts import payload_types

VECTORS = json.loads((Path(__file__).parent / "vectors" / "dropped.json").read_text("utf-8"))


@pytest.mark.parametrize("case", VECTORS["projections"], ids=lambda case: str(case["epsg"]))
def test_python_measures_in_the_metres_of_the_page(case: dict[str, Any]) -> None:
    assert dropped.projection(case["epsg"]) == case["projection"]
    degrees = [each["degrees"] for each in case["points"]]
    points = gpd.GeoSeries(map(Point, degrees), crs="EPSG:4326").to_crs(case["epsg"])
    metres = [each["metres"] for each in case["points"]]
    assert [[point.x, point.y] for point in points] == [
        pytest.approx(each, abs=0.001) for each in metres
    ]


@pytest.mark.slow
@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["why"][:50])
def test_python_reads_what_the_page_reads(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "postes.csv"
    path.write_bytes(case["text"].encode(case.get("encoding", "utf-8")))
    departement = case.get("departement", "39")
    if "faults" in case:
        with pytest.raises(DataError) as refused:
            read_advisors(path, departement=departement)
        assert sorted(map(str, refused.value.faults)) == sorted(case["faults"])
        assert all(f"ligne {each.row}" in each.place for each in refused.value.faults if each.row)
        return
    reading = read_advisors(path, departement=departement)
    table = reading.table
    read = [
        {name: told(value) for name, value in row.items()}
        for row in table[[name for row in case["rows"][:1] for name in row]].to_dict("records")
    ]
    assert read == case["rows"]
    if "notes" in case:
        assert [each.sentence() for each in reading.remarks] == case["notes"]


@pytest.mark.parametrize("case", VECTORS["hours"], ids=lambda case: case["written"])
def test_python_says_the_hours_that_the_page_says(case: dict[str, str]) -> None:
    assert words.opening_hours(case["written"]).replace(french.NO_BREAK_SPACE, " ") == case["said"]


def told(value: Any) -> Any:
    if isinstance(value, tuple):
        return [list(each) for each in value]
    return None if pd.isna(value) else value


def test_the_tests_of_the_scripts_have_the_words_of_today() -> None:
    written = payload_types.LISTS.read_text(encoding="utf-8")
    assert written == payload_types.lists(), "run python -m scripts.payload_types"
