"""The colours, the patterns and the symbols of what is shown: each defined here, once.

Plain values that every renderer scales to its own units: the page's scripts get them in their
payload, :mod:`jura_coverage.publish.signs.svg` makes drawings of them, and styles of QGIS,
workbooks and the pictures of notebooks take them too. Lengths are pixels of the page on screen.
"""

from dataclasses import dataclass, replace
from typing import Literal

from jura_coverage.measures import flags, internet

INK, MUTED, GREY, PAPER, BLACK = "#1b1f24", "#505b66", "#6d7883", "#ffffff", "#000000"
BORDER = "#26303a"  # between intermunicipal bodies
FRAME = "#77828d"  # around the sample of a class
CELL_LINE = "#b9c1c9"  # under a row of a table to be printed
GROUND = "#f5f7f8"  # around what is shown
FLAGGED = "#9c1c3c"
CALM = "#f1f1ee"
TRIAL = "#6b2fa0"  # what is only tried
# One hue for each of the two questions, dark where it is worst.
BLUES = ("#eef3f6", "#c6dcea", "#84b9d6", "#3d8bb5", "#1d5478")
ORANGES = ("#faf3e3", "#f6dfa5", "#f0b93c", "#cc8214", "#8a4b00")
# Both questions: calm enough to be read beside one another; together they are the flag.
BIVARIATE = (
    "#f3f3f0", "#f0dfb4", "#dfb25c",
    "#bbd6e5", "#b3ada4", "#a2713a",
    "#79abc9", "#4c6d8f", FLAGGED,
)  # fmt: skip
VIOLETS = ("#3f2a56", "#6d4c8d", "#9d7fb8", "#c7b3d8", "#ece5f2")
REDS = (CALM, "#f6ddd3", "#ecb8a6", "#db8577", "#c04e56", FLAGGED)
# Of need, the darkest where it is greatest.
PLUMS = ("#f6eff4", "#e2c9dc", "#c697ba", "#9c5f90", "#63305a")
OLIVES = ("#f3f4e6", "#dbdfb4", "#b6bd72", "#838a3c", "#4f5419")
GREENS = ("#e3f0ed", "#b4d8d0", "#78b5aa", "#2f7f76")
POOR, FAR = "#a9cde0", "#f3d58c"
REACHED = "#7fc4b4"  # what a proposal brings within reach
# In the bar of a card: wired ones are blue, the others orange.
TECHNOLOGIES = dict(
    zip(
        internet.TECHNOLOGIES,
        (*BLUES[:1:-1], ORANGES[1], "#f4cc70", *ORANGES[2:]),
        strict=True,
    )
)
# The colours that style sheets have too, by the names of their tokens.
TOKENS = {
    "ink": INK, "muted": MUTED, "calm": GREY, "paper": PAPER, "flag": FLAGGED, "trial": TRIAL,
    "sign-line": FRAME, "sheet-line": CELL_LINE, "ground": GROUND,
}  # fmt: skip

Pattern = Literal["", "hatched", "fragile", "lined", "dotted", "missing"]
Shape = Literal["disc", "square", "diamond", "crossed", "star", "triangle", "cross", "plus"]


@dataclass(frozen=True, kw_only=True)
class Hatch:
    """Stripes over a colour.

    Parameters
    ----------
    angle
        Degrees from the horizontal, counterclockwise.
    spacing, width
        From stripe to stripe, and of each.
    opacity
        From 0 to 1.
    colour
        Of the stripes.
    """

    angle: int
    spacing: float
    width: float
    opacity: float
    colour: str


@dataclass(frozen=True, kw_only=True)
class Dots:
    """Dots over a colour, in rows and columns."""

    spacing: float
    radius: float
    colour: str


@dataclass(frozen=True, kw_only=True)
class Symbol:
    """What marks a point.

    Parameters
    ----------
    shape
        Of the mark: shapes tell what befell a place, or what is proposed, without colour too.
    fill, ring
        Colours inside and around.
    ring_width
        Half of it lies over the fill.
    radius, radius_post
        From the centre to the middle of the ring; how much more for each post.
    posts_most
        Up to how many posts the size tells them: a place of sixty must not hide the others.
    """

    shape: Shape
    fill: str = INK
    ring: str = PAPER
    ring_width: float = 2
    radius: float = 5.5
    radius_post: float = 0
    posts_most: int = 8


@dataclass(frozen=True, kw_only=True)
class Sign:
    """How a situation is shown.

    Parameters
    ----------
    colour
        Wherever there is colour.
    pattern
        Over the colour, on screen and on paper: colour is never the only sign.
    """

    colour: str
    pattern: Pattern = ""


PATTERNS: dict[Pattern, Hatch | Dots] = {
    "hatched": Hatch(angle=45, spacing=7, width=1.5, opacity=0.55, colour=PAPER),
    "fragile": Hatch(angle=45, spacing=7, width=1.5, opacity=0.8, colour=FLAGGED),
    "lined": Hatch(angle=0, spacing=9, width=1.2, opacity=0.5, colour=BLUES[-1]),
    "dotted": Dots(spacing=10, radius=1.1, colour=ORANGES[-1]),
    "missing": Dots(spacing=7, radius=1.2, colour="#6b7682"),
}
NO_DATA = Sign(colour=PAPER, pattern="missing")
# Held back by statistical secrecy: known to somebody, unlike what nobody tells.
SECRET = Sign(colour="#dfe3e8", pattern="lined")
# A flag that is not sure: lighter, striped as one that is.
FRAGILE = Sign(colour=REDS[1], pattern="fragile")
SITUATIONS = {
    flags.POOR_AND_FAR: Sign(colour=FLAGGED, pattern="hatched"),
    flags.POOR_ONLY: Sign(colour=POOR, pattern="lined"),
    flags.FAR_ONLY: Sign(colour=FAR, pattern="dotted"),
    flags.NEITHER: Sign(colour=CALM),
    flags.NO_DATA: NO_DATA,
}

PLACE = Symbol(shape="disc")
# Where an itinerant post receives on some days; of a stop that is proposed the cross is hollow.
STOP = replace(PLACE, shape="plus")
# On the page posts tell the size, and a simulation has shapes of its own for what came and went.
PAGE_PLACE = replace(PLACE, radius=5, radius_post=1.6)
PAGE_STOP = replace(PAGE_PLACE, shape=STOP.shape)
CAME, WENT = replace(PAGE_PLACE, shape="diamond"), replace(PAGE_PLACE, shape="crossed")
# In still pictures what went is hollow, as the page draws it: nobody receives there.
GONE = replace(WENT, fill=PAPER, ring=INK)
OTHER = Symbol(shape="square", fill=PAPER, ring=INK, ring_width=2, radius=4)
# Hollow where no place is yet: a shape for each nature of proposal, in the order of the plan.
PROPOSED = tuple(
    Symbol(shape=shape, fill=PAPER, ring=INK, ring_width=2.5)
    for shape in ("star", "triangle", "diamond", "cross")
)


def rgb(colour: str) -> tuple[int, int, int]:
    """Take a colour apart.

    Examples
    --------
    >>> rgb(INK)
    (27, 31, 36)
    """
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
