"""Styles in the language of QGIS (QML), with the colours and patterns of the map."""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from jura_coverage.publish import signs, themes
from jura_coverage.publish.signs import Dots, Hatch, Symbol

DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
VERSION = "3.22.0"  # the oldest that must read it
MM = 0.2  # of paper to a pixel of signs
PLACE_MM, FIRST_MM, NEXT_MM = 3.2, 7.0, 3.6  # across
SHAPES = {"disc": "circle", "cross": "cross_fill"}  # the others have the same name here


def categorised(theme: themes.Theme, *, column: str) -> str:
    """Give a style with a category for each class of a theme.

    Parameters
    ----------
    theme
        What to draw.
    column
        The column whose values are the labels of the classes.
    """
    root, renderer = _style("categorizedSymbol", attr=column)
    categories = SubElement(renderer, "categories")
    symbols = SubElement(renderer, "symbols")
    for position, each in enumerate(theme.classes):
        SubElement(
            categories, "category",
            value=each.label, label=each.label, symbol=str(position), render="true",
        )  # fmt: skip
        symbol = SubElement(symbols, "symbol", type="fill", name=str(position), alpha="1")
        _layer(symbol, "SimpleFill", {"color": _rgba(each.colour), "style": "solid", **_outline()})
        sign = signs.PATTERNS.get(each.pattern)
        if isinstance(sign, Hatch):
            _hatch(symbol, sign, position)
        elif isinstance(sign, Dots):
            _dots(symbol, sign, position)
    return DOCTYPE + tostring(root, encoding="unicode")


def marker() -> str:
    """Give the style of the hosts: a dark disc."""
    root, renderer = _style("singleSymbol")
    symbols = SubElement(renderer, "symbols")
    symbol = SubElement(symbols, "symbol", type="marker", name="0", alpha="1")
    _layer(symbol, "SimpleMarker", _marker(signs.PLACE, size_mm=PLACE_MM))
    return DOCTYPE + tostring(root, encoding="unicode")


def proposed(column: str, values: Sequence[str]) -> str:
    """Give a style with a shape for each value of a column, told apart without colour too.

    Parameters
    ----------
    column
        The column that says what is proposed.
    values
        Its values, at most as many as :data:`jura_coverage.publish.signs.PROPOSED`.
    """
    root, renderer = _style("categorizedSymbol", attr=column)
    categories = SubElement(renderer, "categories")
    symbols = SubElement(renderer, "symbols")
    shapes = signs.PROPOSED[: len(values)]
    for position, (value, sign) in enumerate(zip(values, shapes, strict=True)):
        SubElement(
            categories, "category", value=value, label=value, symbol=str(position), render="true",
        )  # fmt: skip
        symbol = SubElement(symbols, "symbol", type="marker", name=str(position), alpha="1")
        # A commune may be proposed twice: what is drawn first is larger, and stays in sight.
        size_mm = NEXT_MM if position else FIRST_MM
        _layer(symbol, "SimpleMarker", _marker(sign, size_mm=size_mm))
    return DOCTYPE + tostring(root, encoding="unicode")


def _style(renderer: str, **attributes: str) -> tuple[Element, Element]:
    root = Element("qgis", version=VERSION, styleCategories="Symbology")
    shared = {"type": renderer, "symbollevels": "0", "enableorderby": "0"}
    return root, SubElement(root, "renderer-v2", {**shared, **attributes})


def _layer(symbol: Element, kind: str, options: Mapping[str, str]) -> Element:
    layer = SubElement(symbol, "layer", {"class": kind, "enabled": "1", "pass": "0", "locked": "0"})
    group = SubElement(layer, "Option", type="Map")
    for name, value in options.items():
        SubElement(group, "Option", type="QString", name=name, value=value)
    return layer


def _outline() -> dict[str, str]:
    return {
        "outline_color": _rgba(signs.GREY),
        "outline_style": "solid",
        "outline_width": "0.1",
        "outline_width_unit": "MM",
    }


def _hatch(symbol: Element, sign: Hatch, position: int) -> None:
    """Lay stripes over the fill, as the map does: seen without colour too."""
    colour, width = _rgba(sign.colour, sign.opacity), f"{MM * sign.width:g}"
    stripes = {
        "angle": str(sign.angle),
        "distance": f"{MM * sign.spacing:g}",
        "distance_unit": "MM",
        "line_width": width,
        "color": colour,
    }
    layer = _layer(symbol, "LinePatternFill", stripes)
    line = SubElement(layer, "symbol", type="line", name=f"@{position}@1", alpha="1")
    drawn = {"line_color": colour, "line_width": width, "line_width_unit": "MM"}
    _layer(line, "SimpleLine", drawn)


def _dots(symbol: Element, sign: Dots, position: int) -> None:
    spacing = f"{MM * sign.spacing:g}"
    layer = _layer(symbol, "PointPatternFill", {"distance_x": spacing, "distance_y": spacing})
    dot = SubElement(layer, "symbol", type="marker", name=f"@{position}@1", alpha="1")
    disc = Symbol(shape="disc", fill=sign.colour, ring_width=0)
    _layer(dot, "SimpleMarker", _marker(disc, size_mm=2 * MM * sign.radius))


def _marker(sign: Symbol, *, size_mm: float) -> dict[str, str]:
    return {
        "name": SHAPES.get(sign.shape, sign.shape),
        "color": _rgba(sign.fill),
        "outline_color": _rgba(sign.ring),
        "outline_width": f"{MM * sign.ring_width:g}",
        "size": f"{size_mm:g}",
        "size_unit": "MM",
    }


def _rgba(colour: str, opacity: float = 1) -> str:
    """Write a colour as QGIS does: four numbers of 0 to 255."""
    red, green, blue = signs.rgb(colour)
    return f"{red},{green},{blue},{round(255 * opacity)}"
