"""What a reader of the results must know about the data."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "assumed", "border", "closed", "duplicate", "merger", "missing", "origin", "position",
    "repaired", "set_aside", "stale", "unmatched", "warning",
]  # fmt: skip
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"  # in a thousand, as french.number writes it
ALL_COMMUNES = "toutes les communes"  # in place of a list of them


@dataclass(frozen=True, kw_only=True)
class Merger:
    """A former commune and the one of today that it belongs to, by their INSEE codes."""

    former: str
    today: str


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something about the data that a reader of the results must know.

    Parameters
    ----------
    kind
        What was met: a merger applied, rows that fit no commune or were set aside, a cell that was
        repaired, a value that is missing or was inferred, an origin that was replaced, a place
        without position, twice there, closed to the public or not updated for long, a result that
        depends on what lies beyond the border, or a warning about a whole table.
    text
        One French sentence.
    concerns
        The communes, hosts or files concerned, in French; never empty.
    mergers
        For programs: which codes a remark of this kind replaced by which; else empty.
    """

    kind: Kind
    text: str
    concerns: tuple[str, ...]
    mergers: tuple[Merger, ...] = ()

    def sentence(self, *, most: int = 8) -> str:
        """Name the first of what is concerned, for the screen.

        Examples
        --------
        >>> told = Remark(kind="warning", text="Lignes", concerns=tuple("ab" * 700))
        >>> told.sentence(most=2).replace(NO_BREAK_SPACE, " ")
        'Lignes : a, b et 1 398 autres.'
        """
        few = ", ".join(self.concerns[:most])
        if (others := len(self.concerns) - most) > 0:
            many = f"{others:,}".replace(",", NO_BREAK_SPACE)
            few += f" et {many} autre{'s' if others > 1 else ''}"
        return f"{self.text} : {few.removesuffix('.')}."

    def data(self) -> dict[str, object]:
        """Give what is published of it, ready for JSON."""
        return {"kind": self.kind, "text": self.text, "concerns": self.concerns}


def remarks(kind: Kind, text: str, concerns: Iterable[str]) -> list[Remark]:
    """Give a remark, or none if nothing is concerned."""
    concerned = tuple(concerns)
    return [Remark(kind=kind, text=text, concerns=concerned)] if concerned else []
