"""Styles in the language of QGIS (QML), with the colours and patterns of the map."""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from jura_coverage.publish import themes

DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
# White with a dark border, where hosts are dark with a white one.
OPEN = {"color": "255,255,255,255", "outline_color": "27,31,36,255", "outline_width": "0.5"}
SHAPES = ("star", "triangle", "diamond", "cross_fill")
VERSION = "3.22.0"  # the oldest that must read it
OUTLINE = {
    "outline_color": "109,120,131,255",
    "outline_style": "solid",
    "outline_width": "0.1",
    "outline_width_unit": "MM",
}


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
        _layer(symbol, "SimpleFill", {"color": _rgba(each.colour), "style": "solid", **OUTLINE})
        if each.pattern == "hatched":
            _hatch(symbol, position)
        elif each.pattern == "missing":
            _dots(symbol, position)
    return DOCTYPE + tostring(root, encoding="unicode")


def marker() -> str:
    """Give the style of the hosts: a dark disc."""
    root, renderer = _style("singleSymbol")
    symbols = SubElement(renderer, "symbols")
    symbol = SubElement(symbols, "symbol", type="marker", name="0", alpha="1")
    _layer(symbol, "SimpleMarker", _disc(size_mm=3.2))
    return DOCTYPE + tostring(root, encoding="unicode")


def proposed(column: str, values: Sequence[str]) -> str:
    """Give a style with a shape for each value of a column, told apart without colour too.

    Parameters
    ----------
    column
        The column that says what is proposed.
    values
        Its values, at most as many as :data:`SHAPES`.
    """
    root, renderer = _style("categorizedSymbol", attr=column)
    categories = SubElement(renderer, "categories")
    symbols = SubElement(renderer, "symbols")
    for position, (value, shape) in enumerate(zip(values, SHAPES[: len(values)], strict=True)):
        SubElement(
            categories, "category", value=value, label=value, symbol=str(position), render="true",
        )  # fmt: skip
        symbol = SubElement(symbols, "symbol", type="marker", name=str(position), alpha="1")
        # A commune may be proposed twice: what is drawn first is larger, and stays in sight.
        size_mm = 7.0 if position == 0 else 3.6
        _layer(symbol, "SimpleMarker", _disc(size_mm=size_mm) | {"name": shape, **OPEN})
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


def _hatch(symbol: Element, position: int) -> None:
    """Lay white stripes over the fill, as the map does: seen without colour too."""
    stripes = {"angle": "45", "distance": "1.4", "distance_unit": "MM", "line_width": "0.3"}
    layer = _layer(symbol, "LinePatternFill", {**stripes, "color": "255,255,255,150"})
    line = SubElement(layer, "symbol", type="line", name=f"@{position}@1", alpha="1")
    _layer(
        line, "SimpleLine",
        {"line_color": "255,255,255,150", "line_width": "0.3", "line_width_unit": "MM"},
    )  # fmt: skip


def _dots(symbol: Element, position: int) -> None:
    spacing = {"distance_x": "1.6", "distance_y": "1.6"}
    layer = _layer(symbol, "PointPatternFill", spacing)
    dot = SubElement(layer, "symbol", type="marker", name=f"@{position}@1", alpha="1")
    _layer(dot, "SimpleMarker", _disc(size_mm=0.5))


def _disc(*, size_mm: float) -> dict[str, str]:
    return {
        "name": "circle",
        "color": "27,31,36,255",
        "outline_color": "255,255,255,255",
        "outline_width": "0.4" if size_mm > 1 else "0",
        "size": str(size_mm),
        "size_unit": "MM",
    }


def _rgba(colour: str) -> str:
    """Write a colour such as ``#f3b300`` as QGIS does."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"{red},{green},{blue},255"
