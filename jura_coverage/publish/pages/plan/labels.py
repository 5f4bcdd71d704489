"""Names beside the marks of a small map, where they hide neither marks nor each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# Of letters, in units of the drawing: their height, and their mean width.
FONT, LETTER = 15.0, 7.4
# From the centre of a mark to a name beside it, above it and below it.
BESIDE, ABOVE, BELOW = 11.0, 12.0, 24.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Label:
    """A name, and where the middle of its foot stands, in units."""

    text: str
    x: float
    y: float

    @property
    def box(self) -> Box:
        """Give its left, upper, right and lower edge."""
        half = _half(self.text)
        return self.x - half, self.y - 0.8 * FONT, self.x + half, self.y + 0.25 * FONT


def labels(named: Iterable[tuple[str, float, float]], *, width: float) -> list[Label]:
    """Name every mark: to a side, above or below, wherever it hides least.

    Parameters
    ----------
    named
        Names, and the centres of their marks.
    width
        Of the drawing, which no name leaves.

    Examples
    --------
    >>> [(label.x, label.y) for label in labels([("Dole", 50, 50), ("Choisey", 50, 60)], width=300)]
    [(75.8, 55.0), (50.0, 84.0)]
    """
    marks = list(named)
    taken = [(x - 6, y - 6, x + 6, y + 6) for _, x, y in marks]
    found: list[Label] = []
    for text, x, y in marks:
        others = [*taken, *(each.box for each in found)]
        best = min(_possible(text, x, y, width), key=lambda label: _hidden(label.box, others))
        found.append(best)
    return found


def _possible(text: str, x: float, y: float, width: float) -> Iterator[Label]:
    half = _half(text)
    for across, down in (
        (BESIDE + half, FONT / 3), (-BESIDE - half, FONT / 3), (0.0, -ABOVE), (0.0, BELOW),
        (BESIDE + half, -FONT), (-BESIDE - half, -FONT),
        (BESIDE + half, FONT * 1.6), (-BESIDE - half, FONT * 1.6),
    ):  # fmt: skip
        inside = min(max(x + across, half + 1), width - half - 1)
        yield Label(text=text, x=round(inside, 1), y=round(y + down, 1))


def _half(text: str) -> float:
    return len(text) * LETTER / 2


def _hidden(box: Box, others: Sequence[Box]) -> float:
    """Add up the areas that a box shares with others."""
    return sum(
        max(0.0, min(box[2], other[2]) - max(box[0], other[0]))
        * max(0.0, min(box[3], other[3]) - max(box[1], other[1]))
        for other in others
    )
