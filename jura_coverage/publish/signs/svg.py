"""Signs as SVG, for still pictures, maps of sheets and legends."""

import math
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from jura_coverage.publish import signs
from jura_coverage.publish.signs import Dots, Pattern, Shape, Symbol

WIDTH, HEIGHT = 36, 20  # of a sample


def _around(number: int, *reaches: float) -> list[tuple[float, float]]:
    """Give corners around a centre, the first on top, their distances in turn."""
    turns = [2 * math.pi * position / number for position in range(number)]
    return [
        (reaches[position % len(reaches)] * math.sin(turn),
         -reaches[position % len(reaches)] * math.cos(turn))
        for position, turn in enumerate(turns)
    ]  # fmt: skip


def _plus(*, reach: float, half: float) -> list[tuple[float, float]]:
    """Give the corners of a cross whose arms reach so far and are twice `half` wide."""
    arm = [(-half, -reach), (half, -reach), (half, -half)]
    corners = []
    for _ in range(4):
        corners += arm
        arm = [(-y, x) for x, y in arm]  # a quarter turn
    return list(dict.fromkeys(corners))


# The lines of the shapes that SVG lacks, in radii to the right and down: they cover about as much
# as a disc, as the page's scripts draw them.
LINES: Mapping[Shape, Sequence[Sequence[tuple[float, float]]]] = {
    "diamond": [_around(4, 1.3)],
    "triangle": [_around(3, 1.4)],
    "star": [_around(10, 1.6, 0.7)],
    "plus": [_plus(reach=1.25, half=0.45)],
    "cross": [[(-1.2, 0), (1.2, 0)], [(0, -1.2), (0, 1.2)]],
    "crossed": [_around(32, 1), [(-1.1, -1.1), (1.1, 1.1)], [(-1.1, 1.1), (1.1, -1.1)]],
}


def patterns(names: Iterable[Pattern], *, scale: float = 1, suffix: str = "") -> Markup:
    """Define patterns, to fill a shape with ``url(#name)``.

    Parameters
    ----------
    names
        Which; that of no pattern is left out.
    scale
        Units of the drawing to a pixel.
    suffix
        Of their names, where several drawings stand in one document.
    """
    drawn = [_pattern(name, scale, suffix) for name in names if name]
    return Markup("\n").join(drawn)


def _pattern(name: Pattern, scale: float, suffix: str) -> Markup:
    sign = signs.PATTERNS[name]
    size = scale * sign.spacing
    turned = ""
    if isinstance(sign, Dots):
        centre, radius = f"{size / 2:g}", f"{scale * sign.radius:g}"
        mark = f'<circle cx="{centre}" cy="{centre}" r="{radius}" fill="{sign.colour}"/>'
    else:
        turned = f' patternTransform="rotate({-sign.angle})"' if sign.angle else ""
        mark = (
            f'<rect width="{size:g}" height="{scale * sign.width:g}" fill="{sign.colour}" '
            f'fill-opacity="{sign.opacity:g}"/>'
        )
    frame = f'id="{name}{suffix}" patternUnits="userSpaceOnUse" width="{size:g}" height="{size:g}"'
    return Markup(f"<pattern {frame}{turned}>{mark}</pattern>")  # noqa: S704 - our own values


def symbols(symbol: Symbol, centres: Iterable[Sequence[float]], *, scale: float = 1) -> Markup:
    """Draw a symbol around each of some centres.

    Parameters
    ----------
    symbol
        What to draw.
    centres
        Units to the right and down.
    scale
        Units of the drawing to a pixel.
    """
    radius = scale * symbol.radius
    marks = "\n".join(_mark(symbol.shape, float(x), float(y), radius) for x, y in centres)
    ring = f'stroke="{symbol.ring}" stroke-width="{scale * symbol.ring_width:g}"'
    return Markup(f'<g fill="{symbol.fill}" {ring}>\n{marks}\n</g>')  # noqa: S704 - numbers


def _mark(shape: Shape, x: float, y: float, radius: float) -> str:
    if shape == "disc":
        return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}"/>'
    if shape == "square":
        box = f'width="{2 * radius:g}" height="{2 * radius:g}"'
        return f'<rect x="{x - radius:g}" y="{y - radius:g}" {box}/>'
    return f'<path d="{"".join(_line(each, x, y, radius) for each in LINES[shape])}"/>'


def _line(corners: Sequence[tuple[float, float]], x: float, y: float, radius: float) -> str:
    """Draw from corner to corner, and back to the first where there are more than two."""
    placed = [f"{x + radius * across:.4g} {y + radius * down:.4g}" for across, down in corners]
    return f"M{'L'.join(placed)}{'Z' if len(corners) > 2 else ''}"


def sample(
    colour: str, pattern: Pattern, *, width: int = WIDTH, height: int = HEIGHT, key: str = ""
) -> Markup:
    """Draw the sample of a class for a legend, with the sign that its map has.

    Parameters
    ----------
    colour, pattern
        Of the class.
    width, height
        In pixels.
    key
        Tells it from other samples of one document.
    """
    box = f'width="{width}" height="{height}"'
    over = Markup()
    if pattern:
        inside = f'<rect {box} fill="url(#{pattern}{key})"/>'
        defined = patterns([pattern], suffix=key)
        over = Markup("<defs>{}</defs>{}").format(defined, Markup(inside))  # noqa: S704
    frame = f'x=".5" y=".5" width="{width - 1}" height="{height - 1}" fill="none"'
    ground = f'<rect {box} fill="{colour}"/>'
    edge = f'<rect {frame} stroke="{signs.FRAME}"/>'
    return _document(Markup(ground) + over + Markup(edge), width, height)  # noqa: S704


def place(symbol: Symbol) -> Markup:
    """Draw the sample of a place."""
    return _document(symbols(symbol, [(WIDTH / 2, HEIGHT / 2)]), WIDTH, HEIGHT)


def _document(inside: Markup, width: int, height: int) -> Markup:
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box} aria-hidden="true">'
    return Markup(f"{head}{inside}</svg>")  # noqa: S704 - our own
