"""What outputs may ask of what was found, be it of one département or of many together."""

from collections.abc import Sequence
from typing import Any, Protocol

from jura_coverage.parameters import Parameters
from jura_coverage.sources.catalogue import Source
from jura_coverage.study.figures import Figures


class Found(Protocol):
    """What was found of communes.

    :class:`jura_coverage.study.run.Result` is it of a département,
    :class:`jura_coverage.study.nation.Nation` of many.
    """

    @property
    def communes(self) -> Any:
        """A GeoDataFrame: the rows of :attr:`jura_coverage.study.run.Result.communes`."""

    @property
    def parameters(self) -> Parameters:
        """Thresholds and definitions."""

    @property
    def sources(self) -> Sequence[Source]:
        """Where the tables come from."""

    @property
    def engine(self) -> str:
        """What measured the minutes, in French."""

    @property
    def figures(self) -> Figures:
        """What all communes add up to."""
