"""A small still map of each choice: what stands, what goes, what comes, and whom that changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from markupsafe import Markup

from jura_coverage.publish import pictures, signs
from jura_coverage.publish.html.rendering import rendered
from jura_coverage.publish.pages.plan.labels import FONT, labels
from jura_coverage.publish.pages.plan.sketches import Sketch
from jura_coverage.publish.signs import Sign, svg
from jura_coverage.study import Result

WIDTH, HEIGHT = 380, 520  # of a map at most, in units: about a pixel each
SCALE = 0.8  # units to a pixel of signs
SUFFIX = "-plan"  # of the names of patterns
FAR, NEAR = Sign(colour=signs.FAR, pattern="dotted"), Sign(colour=signs.CALM)
GAINED, LOST = Sign(colour=signs.REACHED), Sign(colour=signs.FLAGGED, pattern="hatched")
TODAY = {signs.PLACE: "lieu d'aujourd'hui", signs.STOP: "arrêt d'aujourd'hui"}
MEANINGS = {
    "gained": (GAINED, "commune amenée à portée"),
    "lost": (LOST, "commune mise hors de portée"),
    "far": (FAR, "encore éloignée"),
    "near": (NEAR, "à portée, comme aujourd'hui"),
}


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What all maps share: the land as it is today, drawn once for the whole page.

    Parameters
    ----------
    result
        What it was drawn of.
    shared
        Outlines and places.
    number
        Of each commune its position among the outlines, by INSEE code.
    drawn
        SVG that defines them, for the maps to use.
    """

    result: Result
    shared: pictures.Drawing
    number: Mapping[str, int]
    drawn: Markup


@dataclass(frozen=True, kw_only=True)
class Still:
    """A map, and its legend: samples with what they mean."""

    drawn: Markup
    legend: tuple[tuple[Markup, str], ...]


def ground(result: Result) -> Ground:
    """Draw the land once."""
    west, south, east, north = result.communes.total_bounds
    high = WIDTH * (north - south) / (east - west)
    shared = pictures.drawing(result, height=round(min(HEIGHT, high)))
    far = ~result.served & result.located
    near, beyond = (
        [
            (position, outline)
            for position, (outline, is_far) in enumerate(zip(shared.outlines, far, strict=True))
            if is_far == wanted and outline
        ]
        for wanted in (False, True)
    )
    drawn = rendered(
        "ground.svg.j2",
        near=near, far=beyond, near_sign=NEAR, far_sign=FAR, line=signs.GREY, suffix=SUFFIX,
        patterns=svg.patterns([FAR.pattern, LOST.pattern], scale=SCALE, suffix=SUFFIX),
        places=pictures.drawn(shared.places, scale=SCALE),
    )  # fmt: skip
    return Ground(
        result=result, shared=shared, drawn=Markup(drawn),  # noqa: S704 - the template escapes
        number={str(code): position for position, code in enumerate(result.communes.index)},
    )  # fmt: skip


def still(land: Ground, sketch: Sketch, *, key: str, title: str, described: str) -> Still:
    """Draw a choice.

    Parameters
    ----------
    land
        What :func:`ground` gives.
    sketch
        What there is to see.
    key
        Tells the map from others of the page.
    title, described
        French, for who does not see it.
    """
    result, shared = land.result, land.shared
    changed = {
        "gained": sketch.near & ~result.served,
        "lost": ~sketch.near & result.served,
    }
    still_far = bool((~sketch.near & ~result.served & result.located).any())
    shown = {name: bool(communes.any()) for name, communes in changed.items()}
    placed = [_placed(shared, each.points) for each in sketch.marks]
    named = [
        (name, x, y)
        for each, centres in zip(sketch.marks, placed, strict=True)
        for name, (x, y) in zip(each.names, centres, strict=True)
        if name
    ]
    drawn = rendered(
        "choice.svg.j2",
        key=key, title=title, described=described, width=shared.width, height=shared.height,
        layers=[
            (MEANINGS[name][0], [land.number[str(code)] for code in result.communes.index[each]])
            for name, each in changed.items()
            if shown[name]
        ],
        ways=[_placed(shared, np.array(each)) for each in sketch.ways],
        symbols=[
            svg.symbols(each.symbol, centres, scale=SCALE)
            for each, centres in zip(sketch.marks, placed, strict=True)
        ],
        labels=labels(named, width=shared.width), font=FONT, signs=signs, suffix=SUFFIX,
    )  # fmt: skip
    sample = partial(svg.sample, height=14)
    classes = {**shown, "far": still_far, "near": True}
    return Still(
        drawn=Markup(drawn),  # noqa: S704 - the template escapes
        legend=(
            *((svg.place(symbol), TODAY[symbol]) for symbol, _ in reversed(shared.places)),
            *((svg.place(each.symbol), each.meaning) for each in sketch.marks),
            *(
                (sample(sign.colour, sign.pattern, key=f"-{key}-{name}"), meaning)
                for name, (sign, meaning) in MEANINGS.items()
                if classes[name]
            ),
        ),
    )


def _placed(shared: pictures.Drawing, points: np.ndarray) -> list[tuple[int, int]]:
    return [(int(x), int(y)) for x, y in shared.placed(points)]
