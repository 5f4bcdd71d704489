"""Still pictures of a map, for pages, slides and paper; drawn by matplotlib in a second process.

Loading matplotlib takes longer than drawing. A worker process does both while the command reads
and measures; it imports this module only, so nothing heavy may be imported here.
"""

import io
import signal
from collections.abc import Sequence
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.pool import Pool
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from matplotlib.path import Path

# A ring is an array of x and y in metres; a shape is the outer rings and the holes of a commune.
Ring = npt.NDArray[np.float64]
Shape = Sequence[Ring]

HEIGHT_PX = 720
LINE = "#6d7883"


def studio() -> Pool:
    """Start a worker process that gets ready to draw; leaving its context stops it at once."""
    return get_context("spawn").Pool(1, initializer=_get_ready)


def draw(
    shapes: Sequence[Shape],
    colours: Sequence[str],
    hatched: Sequence[bool],
    points: Ring,
) -> bytes:
    """Draw communes in their colours and places as dots.

    Parameters
    ----------
    shapes
        The rings of each commune, holes turning the other way than outlines.
    colours, hatched
        For each commune its colour, and whether it is hatched in white as well.
    points
        Positions of places, in the same metres.

    Returns
    -------
    bytes
        A PNG of :data:`HEIGHT_PX` pixels with at most 64 colours.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.collections import PathCollection
    from matplotlib.figure import Figure
    from PIL import Image

    corners = np.concatenate([ring for shape in shapes for ring in shape])
    (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
    margin = 0.01 * (north - south)
    width_share = (east - west + 2 * margin) / (north - south + 2 * margin)
    figure = Figure(figsize=(HEIGHT_PX * width_share / 100, HEIGHT_PX / 100), dpi=100)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(west - margin, east + margin)
    axes.set_ylim(south - margin, north + margin)
    paths = [_path(shape) for shape in shapes]
    axes.add_collection(
        PathCollection(paths, facecolors=list(colours), edgecolors=LINE, linewidths=0.4)
    )
    signed = [path for path, sign in zip(paths, hatched, strict=True) if sign]
    axes.add_collection(
        PathCollection(
            signed, facecolors="none", edgecolors="#ffffff90", hatch="////", linewidths=0
        )
    )
    axes.scatter(
        points[:, 0],
        points[:, 1],
        s=46,
        color="#1b1f24",
        edgecolors="white",
        linewidths=1.4,
        zorder=3,
    )
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    picture = Image.fromarray(pixels).convert("RGB")
    file = io.BytesIO()
    picture.quantize(64).save(file, format="png", optimize=True)
    return file.getvalue()


def _path(shape: Shape) -> "Path":
    from matplotlib.path import Path

    return Path.make_compound_path(*(Path(ring, closed=True) for ring in shape))


def _get_ready() -> None:
    """Import what drawing needs; leave Ctrl-C to the command, which stops the worker itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for module in ("backends.backend_agg", "collections", "figure"):
        import_module(f"matplotlib.{module}")
    import_module("PIL.PngImagePlugin")
