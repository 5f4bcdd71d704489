"""The index of the published folder: key figures, and a picture of each map."""

from dataclasses import dataclass
from multiprocessing.pool import AsyncResult, Pool
from pathlib import Path

import numpy as np
import shapely

from jura_coverage import french, pictures, report
from jura_coverage.maps import assets, themes
from jura_coverage.maps.page import TEMPLATES, title
from jura_coverage.pipeline import Result


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture on the index: its theme, its file, what it shows in words, and its size."""

    theme: themes.Theme
    file: str
    text: str
    content: AsyncResult[bytes]


def order_pictures(result: Result, studio: Pool) -> list[Picture]:
    """Have the worker draw every theme; other work can go on meanwhile."""
    shapes = _shapes(result)
    places = result.territory.places.geometry
    points = np.column_stack([places.x, places.y])
    return [
        Picture(
            theme=theme,
            file=f"carte-{theme.key}.png",
            text=_text(theme),
            content=studio.apply_async(
                pictures.draw,
                (
                    shapes,
                    [theme.classes[position].colour for position in theme.class_of],
                    [theme.classes[position].pattern == "hatched" for position in theme.class_of],
                    points,
                ),
            ),
        )
        for theme in themes.themes(result)
    ]


def write_index(result: Result, drawn: list[Picture], folder: Path) -> None:
    """Write the page that leads to the map, the table and the key figures, and its pictures."""
    for picture in drawn:
        (folder / picture.file).write_bytes(picture.content.get())
    style = assets.font_face() + assets.own("site.css")
    html = TEMPLATES.get_template("index.html.j2").render(
        title=title(result),
        key_figures=report.key_figures(result),
        thresholds=report.thresholds(result.parameters),
        result=result,
        pictures=drawn,
        style=style,
        policy=f"default-src 'none'; style-src {assets.csp_hash(style)}; font-src data:; "
        "img-src data: 'self' file:; base-uri 'none'; form-action 'none'",
    )
    (folder / "index.html").write_text(html, encoding="utf-8", newline="\n")


def _shapes(result: Result) -> list[list[pictures.Ring]]:
    """Take the boundaries apart into rings, holes turning the other way than outlines."""
    oriented = shapely.orient_polygons(result.communes.geometry.to_numpy())
    shapes: list[list[pictures.Ring]] = [[] for _ in oriented]
    parts, owners = shapely.get_parts(oriented, return_index=True)
    for part, owner in zip(parts, owners, strict=True):
        shapes[owner] += [
            shapely.get_coordinates(ring) for ring in (part.exterior, *part.interiors)
        ]
    return shapes


def _text(theme: themes.Theme) -> str:
    """Say in words what the picture shows: how many communes each class holds."""
    tally = theme.class_of.value_counts()
    return f"{theme.question} " + " ; ".join(
        f"{each.label} : {french.count(tally[position], 'commune')}"
        for position, each in enumerate(theme.classes)
        if position in tally.index
    )
