"""Signs: each colour and pattern is written once, and every renderer draws that one."""

import math
import re
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.hatch import get_path

from jura_coverage.measures import flags
from jura_coverage.publish import signs, themes
from jura_coverage.publish.files import qgis
from jura_coverage.publish.html import assets
from jura_coverage.publish.map import payload
from jura_coverage.publish.notebook import still_map
from jura_coverage.publish.signs import Dots, Hatch, svg
from jura_coverage.study import Result

ROOT = Path(__file__).parents[1]
PUBLISH = ROOT / "jura_coverage" / "publish"  # test_layers: below it nothing knows a colour
OWN = {PUBLISH / "signs" / "__init__.py", assets.STYLES / "tokens.css"}
# Style sheets are read by test_styles, which knows their tokens.
WRITTEN = sorted(
    path
    for folder, pattern in (
        (PUBLISH, "**/*.py"), (PUBLISH, "**/*.j2"), (PUBLISH, "*/scripts/**/*.js"),
        (ROOT / "scripts", "*.py"), (ROOT / "notebooks", "*.py"),
    )
    for path in folder.glob(pattern)
    if path not in OWN
)  # fmt: skip
NAMES = "black|white|red|green|blue|gr[ae]y|silver|orange|purple|yellow"
RAW = re.compile(
    r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b"
    r"|\b(?:rgb|hsl)a?\(\s*\d"
    r"|[\"']\d{1,3},\s?\d{1,3},\s?\d{1,3}(?:,\s?\d{1,3})?[\"']"
    rf"|[\"'](?:{NAMES})[\"']"
)
STRIPES = {name: sign for name, sign in signs.PATTERNS.items() if isinstance(sign, Hatch)}
SVG = "{http://www.w3.org/2000/svg}"


def parsed(document: str) -> ElementTree.Element:
    return ElementTree.fromstring(document)  # noqa: S314 - our own


@pytest.mark.parametrize(
    "text", ['"#9c1c3c"', "fill='#fff'", "rgb(1 2 3)", '"255,255,255,150"', 'color="white"']
)
def test_the_check_finds_a_raw_colour(text: str) -> None:
    assert RAW.search(text)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_colour_is_written_in_the_signs_or_the_tokens_only(path: Path) -> None:
    assert RAW.findall(path.read_text(encoding="utf-8")) == []


def test_style_sheets_have_the_colours_of_the_signs() -> None:
    """The tokens are those of pages alone, and those that Python draws too: these are the same."""
    text = (assets.STYLES / "tokens.css").read_text(encoding="utf-8")
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", text))
    long = {
        name: colour if len(colour) == 7 else "#" + "".join(2 * each for each in colour[1:])
        for name, colour in tokens.items()
    }
    assert {name: long[name] for name in signs.TOKENS} == signs.TOKENS
    drawn = set(re.findall(r"#[0-9a-f]{6}", Path(signs.__file__).read_text(encoding="utf-8")))
    twice = {name for name, colour in long.items() if colour in drawn}
    assert twice == set(signs.TOKENS)


def test_every_situation_has_a_sign_of_its_own() -> None:
    """Without colour, the patterns tell the situations apart."""
    assert list(signs.SITUATIONS) == list(flags.SITUATIONS)
    patterns = [sign.pattern for sign in signs.SITUATIONS.values()]
    assert len(set(patterns)) == len(patterns)
    colours = [sign.colour for sign in signs.SITUATIONS.values()]
    assert len(set(colours)) == len(colours)


# What the three kinds of cones see where one is missing, in linear light: Machado, Oliveira and
# Fernandes (2009), the severest case.
SEEN = {
    "all": np.eye(3),
    "deuteranopia": np.array([
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]),
    "protanopia": np.array([
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]),
    "tritanopia": np.array([
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ]),
}  # fmt: skip
XYZ_OF_RGB = np.array([
    [0.412456, 0.357576, 0.180437], [0.212673, 0.715152, 0.072175], [0.019334, 0.119192, 0.950304],
])  # fmt: skip
D65 = np.array([0.95047, 1, 1.08883])


def lab(colours: Sequence[str], seen: np.ndarray) -> np.ndarray:
    """Give lightness, and how far to red and to yellow, as CIE 1976 measures them."""
    levels = np.array([signs.rgb(each) for each in colours]) / 255
    light = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    parts = np.clip(light @ seen.T, 0, 1) @ XYZ_OF_RGB.T / D65
    root = np.where(parts > 0.008856, np.cbrt(parts), 7.787 * parts + 16 / 116)
    x, y, z = root.T
    return np.column_stack([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("eyes", SEEN)
def test_classes_of_two_measures_are_told_apart_by_any_eyes(eyes: str) -> None:
    """A difference of 2.3 can just be seen side by side; across a map it takes some times that."""
    colours = lab(signs.BIVARIATE, SEEN[eyes])
    differences = [math.dist(one, other) for one, other in combinations(colours, 2)]
    assert min(differences) > 6 * 2.3


def test_the_theme_of_two_measures_is_calm_and_its_alert_is_the_flag() -> None:
    """Nothing is as vivid as what is flagged, and each measure darkens along its side."""
    *others, worst = signs.BIVARIATE
    assert worst == signs.FLAGGED
    chroma = np.hypot(*lab(signs.BIVARIATE, SEEN["all"])[:, 1:].T)
    assert chroma.argmax() == len(others)
    lightness = lab(signs.BIVARIATE, SEEN["all"])[:, 0].reshape(3, 3)
    assert (np.diff(lightness, axis=0) < 0).all()
    assert (np.diff(lightness, axis=1) < 0).all()


@pytest.mark.parametrize("name", signs.PATTERNS)
@pytest.mark.parametrize("scale", [1, 2])
def test_svg_draws_the_pattern_at_its_scale(name: signs.Pattern, scale: int) -> None:
    sign = signs.PATTERNS[name]
    pattern = parsed(svg.patterns([name], scale=scale, suffix="-a"))
    (mark,) = pattern
    assert pattern.get("id") == f"{name}-a"
    assert float(str(pattern.get("width"))) == scale * sign.spacing
    assert mark.get("fill") == sign.colour
    if isinstance(sign, Dots):
        assert float(str(mark.get("r"))) == scale * sign.radius
    else:
        assert float(str(mark.get("height"))) == scale * sign.width
        assert float(str(mark.get("fill-opacity"))) == sign.opacity
        # Down is positive: turning the other way makes stripes rise to the right.
        turned = pattern.get("patternTransform")
        assert turned == (f"rotate({-sign.angle})" if sign.angle else None)


def test_samples_of_one_document_do_not_share_names() -> None:
    one, other = (parsed(svg.sample("#123456", "hatched", key=key)) for key in ("-a", "-b"))
    assert [each.get("id") for each in one.iter() if each.get("id")] == ["hatched-a"]
    assert [each.get("id") for each in other.iter() if each.get("id")] == ["hatched-b"]
    plain = parsed(svg.sample("#123456", ""))
    assert len(list(plain)) == 2  # the colour and its frame


def test_symbols_are_centred_where_they_are_asked_for() -> None:
    group = parsed(svg.symbols(signs.OTHER, [(10, 20)], scale=2))
    (square,) = group
    x, y, width = (float(str(square.get(name))) for name in ("x", "y", "width"))
    assert (x + width / 2, y + width / 2) == (10, 20)
    assert width == 2 * 2 * signs.OTHER.radius


@pytest.mark.parametrize("shape", svg.LINES)
def test_shapes_lie_around_their_centre_and_are_about_as_large_as_a_disc(
    shape: signs.Shape,
) -> None:
    symbol = signs.Symbol(shape=shape, radius=5)
    (path,) = parsed(svg.symbols(symbol, [(100, 200)], scale=2))
    corners = np.array(re.findall(r"([\d.]+) ([\d.]+)", str(path.get("d"))), dtype=float)
    reach = np.abs(corners - (100, 200)).max(axis=0)
    assert (reach >= 10 * 0.95).all()
    assert (reach <= 10 * 1.7).all()
    # As high as they are wide, to the left as to the right.
    assert corners[:, 0].max() - 100 == pytest.approx(100 - corners[:, 0].min(), abs=0.1)


@pytest.mark.slow
def test_qgis_draws_the_same_pattern_in_millimetres(jura: Result) -> None:
    root = ElementTree.fromstring(  # noqa: S314 - our own
        qgis.categorised(themes.situation(jura), column="situation").removeprefix(qgis.DOCTYPE)
    )
    hatch = signs.PATTERNS["hatched"]
    assert isinstance(hatch, Hatch)
    layer, lined = root.iterfind(".//layer[@class='LinePatternFill']")
    assert [each.get("value") for each in lined.iterfind("./Option/Option[@name='angle']")] == ["0"]
    said = {each.get("name"): each.get("value") for each in layer.iterfind("./Option/Option")}
    assert said["angle"] == str(hatch.angle)
    assert float(str(said["distance"])) / float(str(said["line_width"])) == pytest.approx(
        hatch.spacing / hatch.width
    )
    *colour, opacity = map(int, str(said["color"]).split(","))
    assert tuple(colour) == signs.rgb(hatch.colour)
    assert opacity == pytest.approx(255 * hatch.opacity, abs=0.5)


@pytest.mark.parametrize("name", STRIPES)
def test_matplotlib_draws_the_same_stripes(name: signs.Pattern) -> None:
    """It gives the ends of stripes in a square of an inch, of six for each letter."""
    sign, style = STRIPES[name], still_map.patterned(name)
    corners = np.asarray(get_path(style["hatch"], density=6).vertices, dtype=float)
    starts, ends = corners[::2], corners[1::2]
    along = (ends - starts)[0] / np.linalg.norm((ends - starts)[0])
    assert math.degrees(math.atan2(along[1], along[0])) == pytest.approx(sign.angle)
    places = np.unique((starts @ (-along[1], along[0])).round(9))
    # Only whole letters: the nearest spacing that they can give.
    assert 72 * np.diff(places) == pytest.approx(0.75 * sign.spacing, rel=0.15)
    assert to_rgba(style["edgecolor"]) == pytest.approx((*to_rgba(sign.colour)[:3], sign.opacity))


def test_no_pattern_is_no_letter() -> None:
    assert "hatch" not in still_map.patterned("")


def test_the_page_gets_every_pattern(jura: Result) -> None:
    given = payload.payload(jura)["signs"]
    assert set(given["patterns"]) == set(signs.PATTERNS)
    hatch = signs.PATTERNS["hatched"]
    assert isinstance(hatch, Hatch)
    assert given["patterns"]["hatched"]["spacing"] == hatch.spacing
    shapes = {given[name]["shape"] for name in ("place", "came", "went")}
    assert len(shapes) == 3  # told apart without colour
