"""A still picture with its text, and the style that all of them share."""

import io
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from jura_coverage import french

DOTS_PER_INCH = 110


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A figure that a notebook shows with an alternative text.

    Parameters
    ----------
    figure
        Of matplotlib.
    text
        What it shows, in French, for those who do not see it.
    """

    figure: Figure
    text: str

    def png(self) -> bytes:
        """Draw the picture; the same figure gives the same bytes."""
        for written in self.figure.findobj(Text):
            written.set_text(french.typeset(written.get_text()))
        buffer = io.BytesIO()
        self.figure.savefig(
            buffer, dpi=DOTS_PER_INCH, bbox_inches="tight", metadata={"Software": None}
        )
        return buffer.getvalue()

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, bytes], dict[str, dict[str, str]]]:
        return {"image/png": self.png()}, {"image/png": {"alt": self.text}}


def empty(*, width: float, height: float) -> tuple[Figure, Axes]:
    """Give a figure of so many inches with nothing on it."""
    figure = Figure(figsize=(width, height))
    return figure, figure.add_subplot()


def plain(label: object) -> str:
    """Write a label so that matplotlib takes no part of it for a formula."""
    return french.typeset(str(label)).replace("$", r"\$")


def finish(axes: Axes, title: str) -> None:
    """Set the title and take away what only frames."""
    axes.set_title(title, loc="left", fontsize=12, fontweight="bold")
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(length=0)
