"""The published map: its themes in Python, its bytes, and the page in a real Chromium."""

from pathlib import Path
from typing import Any

import folium
import folium.plugins
import pytest

from jura_coverage import publish, study
from jura_coverage.errors import UnknownAssetError
from jura_coverage.parameters import Parameters
from jura_coverage.publish import scales, themes
from jura_coverage.publish.html import assets
from jura_coverage.publish.map import topology
from jura_coverage.study import Result
from tests.browser import Watched, counts
from tests.geographies import row_of_squares

pytestmark = pytest.mark.slow


def test_two_builds_are_the_same_to_the_byte(jura: Result, jura_page: Path, tmp_path: Path) -> None:
    publish.write_page(jura, tmp_path / "carte.html")
    assert (tmp_path / "carte.html").read_bytes() == jura_page.read_bytes()


def test_the_page_is_one_small_file(jura_page: Path) -> None:
    assert jura_page.stat().st_size <= 600_000


def test_every_theme_sorts_every_commune(jura: Result) -> None:
    for theme in themes.themes(jura):
        assert theme.class_of.between(0, len(theme.classes) - 1).all()
        assert theme.classes[-1] == themes.NO_DATA


def test_the_break_of_each_theme_is_the_threshold(jura: Result) -> None:
    """What a theme shows beyond its threshold is what the flags count."""
    by_key = {theme.key: theme for theme in themes.themes(jura)}
    far = jura.communes["far"].to_numpy(bool)
    poor = jura.communes["poor"].to_numpy(bool)
    assert ((by_key["minutes"].class_of >= 3) == far).all()
    assert ((by_key["filaire"].class_of >= 2) == poor).all()
    assert ((by_key["deux"].class_of == 8) == (far & poor)).all()
    assert ((by_key["signalees"].class_of == 0) == (far & poor)).all()


def test_classes_follow_other_thresholds(jura: Result) -> None:
    parameters = Parameters().but(poor_share=0.5, far_minutes=33.3)
    result = study.study(jura.territory, parameters=parameters)
    by_key = {theme.key: theme for theme in themes.themes(result)}
    assert ((by_key["minutes"].class_of >= 3) == result.communes["far"]).all()
    assert ((by_key["filaire"].class_of >= 2) == result.communes["poor"]).all()
    assert "33,3 min" in by_key["minutes"].classes[2].label


def test_breaks_are_exact_parts_of_the_threshold() -> None:
    # 2 of 200 premises are 1 %, a fifth of 5 %: on the break, and so in the worse class.
    assert scales.COVERED.breaks(Parameters()) == [2 / 200, 10 / 200, 20 / 200, 40 / 200]
    assert scales.SQUARE[0].breaks(Parameters()) == [2 / 200, 10 / 200]
    # Three quarters of 5.5 minutes, written as they are.
    labels = scales.MINUTES.names(Parameters().but(far_minutes=5.5))
    assert labels[:2] == ["2,75 min ou moins", "plus de 2,75 à 4,125 min"]
    # Twice and four times 30 %: the second is above the whole.
    assert len(scales.COVERED.names(Parameters().but(poor_share=0.3))) == 4


def test_a_border_is_stored_once() -> None:
    squares = row_of_squares(2).geometry
    encoded = topology.topology(squares)
    used = [index for polygons in encoded["communes"] for index in flat(polygons)]
    shared = [index for index in used if ~index in used]
    assert shared, "the border between two squares must be one arc, used in both directions"


def flat(arc: Any) -> list[int]:
    return [arc] if isinstance(arc, int) else [index for part in arc for index in flat(part)]


def test_a_layer_that_needs_the_network_is_refused(jura: Result) -> None:
    map_ = publish.CoverageMap(jura)
    folium.plugins.MarkerCluster().add_to(map_)  # type: ignore[no-untyped-call]
    with pytest.raises(UnknownAssetError):
        map_.get_root().render()


def test_a_layer_that_asks_another_site_is_refused(jura: Result) -> None:
    map_ = publish.CoverageMap(jura)
    folium.TileLayer("https://tiles.example.org/{z}/{x}/{y}.png", attr="x").add_to(map_)
    with pytest.raises(UnknownAssetError, match=r"tiles\.example\.org"):
        map_.get_root().render()


def test_other_layers_of_folium_can_be_added(
    watched: Watched, jura: Result, tmp_path: Path
) -> None:
    map_ = publish.CoverageMap(jura)
    folium.Circle([46.7, 5.7], radius=5000, tooltip="ici").add_to(map_)
    (tmp_path / "carte.html").write_text(map_.get_root().render(), encoding="utf-8")
    page = watched.open(tmp_path / "carte.html")
    assert page.locator(".leaflet-overlay-pane path.leaflet-interactive").count() == 493
    assert watched.messages == []


def test_an_unlisted_asset_is_refused() -> None:
    with pytest.raises(UnknownAssetError):
        assets.vendored("vendor.toml")


@pytest.mark.parametrize("name", sorted(assets.listed()))
def test_vendored_files_are_those_that_were_listed(name: str) -> None:
    assert assets.vendored(name)
    assert set(assets.listed()[name]) >= {"package", "version", "licence", "sha256"}


def test_no_vendored_file_is_unlisted() -> None:
    there = {path.name for path in assets.VENDOR.iterdir()}
    assert there == set(assets.listed()) | {"vendor.toml"}


def test_the_page_is_quiet_and_shows_every_commune(watched: Watched, jura_page: Path) -> None:
    page = watched.open(jura_page)
    assert page.locator(".leaflet-overlay-pane path.leaflet-interactive").count() == 492
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.title().endswith(" · Internet et conseillers numériques dans le Jura")
    assert watched.messages == []
    assert watched.requests == []


@pytest.mark.parametrize("key", ["signalees", "filaire", "minutes", "deux", "cuivre"])
def test_the_legend_counts_what_python_counts(
    watched: Watched, jura_page: Path, jura: Result, key: str
) -> None:
    page = watched.open(jura_page)
    page.check(f"input[value={key}]")
    page.uncheck("#show-places")
    (theme,) = [each for each in themes.themes(jura) if each.key == key]
    expected = [int((theme.class_of == position).sum()) for position in range(len(theme.classes))]
    if theme.grid:
        cells = counts(page, "#legend td[data-count]")
        shown = [*cells[6:9], *cells[3:6], *cells[0:3], *counts(page, "#legend p[data-count]")]
    else:
        shown = counts(page, "#legend tr.class")
    assert shown == expected
    assert sum(shown) == 492
    drawn = page.eval_on_selector_all(
        "path.leaflet-interactive[fill-opacity]",
        "paths => new Set(paths.map(path => path.getAttribute('fill'))).size",
    )
    assert drawn == sum(count > 0 for count in expected)
    assert watched.messages == []


def test_hosts_are_on_the_map_and_can_be_hidden(watched: Watched, jura_page: Path) -> None:
    page = watched.open(jura_page)
    # Nine hosts; the two of Lons-le-Saunier are known by their commune only and share a marker.
    markers = page.locator(".leaflet-marker-pane path")
    assert markers.count() == 8
    markers.first.hover(force=True)
    assert page.locator(".place-tip").inner_text().strip()
    page.uncheck("#show-places")
    assert markers.count() == 0


def test_the_page_tells_sources_and_method(watched: Watched, jura_page: Path) -> None:
    text = watched.open(jura_page).locator("body").inner_text()
    for words in (
        "Licence Ouverte 2.0",
        "2e trimestre 2026",
        "Arcep",
        "IGN",
        "vol d’oiseau",
        "20\N{NO-BREAK SPACE}minutes",
    ):
        assert words in text
