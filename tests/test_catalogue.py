"""The embedded files are what the catalogue says, and nothing lies beside them."""

import hashlib
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from jura_coverage.errors import UnknownDepartementError, UnknownEditionError
from jura_coverage.geography import departements
from jura_coverage.sources import catalogue
from jura_coverage.sources.catalogue import Entry

ENTRIES = catalogue.entries()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.file)
def test_an_entry_describes_its_file(entry: Entry) -> None:
    assert hashlib.sha256(entry.path.read_bytes()).hexdigest() == entry.sha256
    if entry.path.suffix == ".gpkg":
        table = gpd.read_file(entry.path)
        assert table.crs.to_string() == entry.crs
        columns = [name for name in table.columns if name != table.geometry.name]
    else:
        table = (
            pd.read_json(entry.path)
            if entry.path.suffix == ".json"
            else pd.read_csv(entry.path, sep=None, engine="python")
        )
        columns = list(table.columns)
    assert len(table) == entry.rows
    assert columns == entry.columns
    for field in ("title", "publisher", "licence", "attribution", "vintage", "role"):
        assert getattr(entry, field).strip(), field
    invented = entry.departement == departements.EXAMPLE
    assert entry.url.startswith("" if invented else "https://")
    assert ("INVENTÉ" in entry.title) == invented
    assert date.fromisoformat(entry.retrieved) <= date.today()
    assert entry.departement in departements.CODES | {catalogue.FRANCE}


def test_no_file_is_unlisted() -> None:
    there = {str(path.relative_to(catalogue.folder())) for path in catalogue.folder().rglob("*.*")}
    assert there == {entry.file for entry in ENTRIES} | {"catalogue.toml"}


def test_every_default_is_an_edition_and_no_two_editions_have_one_name() -> None:
    named = [(entry.role, entry.departement, entry.edition) for entry in ENTRIES]
    assert len(set(named)) == len(named)
    for role, departement, _ in named:
        assert catalogue.default(role, departement=departement).is_file()


def test_an_edition_is_chosen_by_its_name_and_a_file_by_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("2021").write_text("", encoding="utf-8")
    names = {
        wanted: catalogue.chosen("advisors", wanted, departement="39").name
        for wanted in ("2022", "2022-12", "2023", "2021", "2020.csv")
    }
    assert names == {
        "2022": "hosts-39-2022.csv", "2022-12": "permanences-39-2022-12.csv",
        "2023": "hosts-39-2023.csv", "2021": "2021", "2020.csv": "2020.csv",
    }  # fmt: skip
    for wanted, departement, told in (
        ("2020", "39", r"« 2020 ».*2022, 2022-12, 2023"), ("2022", "15", "aucune"),
    ):  # fmt: skip
        with pytest.raises(UnknownEditionError, match=told):
            catalogue.chosen("advisors", wanted, departement=departement)


def test_a_departement_without_data_says_what_to_give() -> None:
    with pytest.raises(UnknownDepartementError, match="--communes"):
        catalogue.default("communes", departement="25")


def test_an_embedded_file_is_known_by_its_bytes_wherever_it_lies(tmp_path: object) -> None:
    copied = catalogue.folder() / "advisors" / "hosts-39-2022.csv"
    elsewhere = tmp_path / "mes-structures.csv"  # type: ignore[operator]
    elsewhere.write_bytes(copied.read_bytes())
    assert catalogue.source("advisors", elsewhere).vintage == "2022"
    elsewhere.write_bytes(copied.read_bytes() + b"\n")
    unknown = catalogue.source("advisors", elsewhere)
    assert unknown.vintage == ""
    assert "mes-structures.csv" in unknown.edition


def test_every_host_position_and_post_of_the_embedded_table() -> None:
    hosts = pd.read_csv(catalogue.chosen("advisors", "2022", departement="39"))
    assert hosts["posts"].sum() == 13  # as the DDT announced
    assert len(hosts) == 9


def test_the_crosswalk_leads_to_communes_of_today() -> None:
    crosswalk = pd.read_csv(catalogue.default("crosswalk", departement="FR"), dtype=str)
    crosswalk = crosswalk[crosswalk["insee_former"].str.startswith("39")]
    communes = gpd.read_file(catalogue.default("communes", departement="39"))
    today = set(communes["insee"])
    # A code of today stands there for the former name of the same commune (Morez), or because the
    # commune came back, which none of the Jura did.
    kept = crosswalk[crosswalk["insee_former"].isin(today)]
    assert (kept["insee_former"] == kept["insee"]).all()
    assert (kept["change"] == "renamed").all()
    assert (kept["name_former"] != kept["name"]).all()
    assert "Morez" in set(kept["name_former"])
    outside = crosswalk[~crosswalk["insee"].isin(today)]
    # Antorpe left the Jura when it joined Saint-Vit, in the Doubs.
    assert outside["insee_former"].tolist() == ["39012"]


def test_the_communes_carry_no_town_hall_that_cannot_be_believed() -> None:
    communes = gpd.read_file(catalogue.default("communes", departement="39")).to_crs(2154)
    points = gpd.GeoSeries(
        gpd.points_from_xy(communes["origin_lon"], communes["origin_lat"]), crs=4326
    ).to_crs(2154)
    assert (communes.geometry.distance(points) <= 1000).all()
    replaced = communes.set_index("insee")["origin_source"].loc[
        lambda source: source != "town_hall"
    ]
    # The eleven that the data's README names or counts.
    outside = {"39423", "39454", "39466", "39467", "39199", "39553", "39557"}
    assert set(replaced[replaced == "town_hall_outside"].index) == outside
    assert (replaced == "town_hall_missing").sum() == 4


def test_names_carry_their_article() -> None:
    communes = gpd.read_file(catalogue.default("communes", departement="39"))
    names = set(communes["name"])
    assert {"Les Rousses", "L'Étoile", "La Chaumusse", "Le Deschaux"} <= names
    assert communes["epci"].nunique() == 14
