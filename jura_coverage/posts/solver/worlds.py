"""Worlds: what posts would gain where trips, places and premises are as they may be in truth."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver.interchange import entries
from jura_coverage.posts.solver.problem import BoolArray


@dataclass(frozen=True, kw_only=True)
class Worlds:
    """What can be gained in each of several worlds, and by which sites.

    Parameters
    ----------
    reach
        A row a commune in a world, of those only that can be gained there; a column a site,
        1 where within reach; no row is empty.
    world
        The world of each row, increasing.
    weights
        Residents of each row.
    number
        Worlds, those included in which nobody can be gained.
    """

    reach: csr_array
    world: IntArray
    weights: FloatArray
    number: int

    @property
    def sites(self) -> int:
        """Number of sites."""
        return int(self.reach.shape[1])

    @cached_property
    def most(self) -> FloatArray:
        """Residents that all sites together would gain in each world."""
        return np.bincount(self.world, weights=self.weights, minlength=self.number)

    def gains(self, sites: Iterable[int]) -> FloatArray:
        """Count the residents that a plan gains in each world."""
        return self._summed(self._reached(sites))

    def margins(self, sites: Iterable[int]) -> FloatArray:
        """Count what each site would gain beside a plan: worlds × sites."""
        return self._beside(self._reached(sites))

    def margins_of(self, chosen: BoolArray) -> FloatArray:
        """Count the same beside a plan of each world's own (worlds × sites)."""
        return self._beside(self._reached_by(chosen))

    def gains_of(self, chosen: BoolArray) -> FloatArray:
        """Count the residents that each world's own plan (worlds × sites) gains there."""
        return self._summed(self._reached_by(chosen))

    def gains_of_shares(self, shares: FloatArray) -> FloatArray:
        """Bound what each world gains where sites are chosen by shares (0 to 1) of a post."""
        return self._summed(np.minimum(self.reach @ shares, 1.0))

    def only(self, worlds: IntArray) -> "Worlds":
        """Keep some worlds, in increasing order, and number them anew."""
        position = np.full(self.number, -1)
        position[worlds] = np.arange(len(worlds))
        rows = np.flatnonzero(position[self.world] >= 0)
        return Worlds(
            reach=self.reach[rows],
            world=position[self.world[rows]],
            weights=self.weights[rows],
            number=len(worlds),
        )

    @cached_property
    def _rows_of(self) -> csr_array:
        return self.reach.T.tocsr()

    @cached_property
    def _cells(self) -> IntArray:
        """Where each pair of a row and a site stands in a table of worlds × sites."""
        rows = (self.world * self.sites).repeat(np.diff(self.reach.indptr))
        return rows + self.reach.indices

    def _reached(self, sites: Iterable[int]) -> BoolArray:
        reached = np.zeros(len(self.weights), dtype=bool)
        reached[entries(self._rows_of, np.fromiter(sites, dtype=np.intp))[0]] = True
        return reached

    def _reached_by(self, chosen: BoolArray) -> BoolArray:
        if not len(self.weights):
            return np.zeros(0, dtype=bool)
        reached: BoolArray = np.logical_or.reduceat(
            chosen.ravel()[self._cells], self.reach.indptr[:-1]
        )
        return reached

    def _beside(self, reached: BoolArray) -> FloatArray:
        lengths = np.diff(self.reach.indptr)
        left = (~reached).repeat(lengths)
        gained = np.bincount(
            self._cells[left],
            weights=self.weights[~reached].repeat(lengths[~reached]),
            minlength=self.number * self.sites,
        )
        return gained.reshape(self.number, self.sites)

    def _summed(self, share: FloatArray | BoolArray) -> FloatArray:
        return np.bincount(self.world, weights=self.weights * share, minlength=self.number)


def worlds_of(
    near: Iterable[BoolArray],
    served: Iterable[BoolArray],
    weights: FloatArray,
    *,
    candidates: BoolArray | None = None,
) -> Worlds:
    """Keep of each world what can be gained there.

    Parameters
    ----------
    near
        For each world, whether each site (columns) is within reach of each commune (rows): an
        array of three dimensions, or one world after the other where all do not fit into memory.
    served
        For each world, whether each commune has a post within reach already.
    weights
        Residents of each commune, none negative.
    candidates
        Sites that may be chosen; the others gain nothing. All if None.

    Examples
    --------
    >>> near, served = np.array([[[True], [True]]]), np.array([[True, False]])
    >>> worlds_of(near, served, np.array([10.0, 5.0])).gains([0]).tolist()
    [5.0]
    """
    worth = np.asarray(weights, dtype=float)
    columns, lengths, rows, counts = [], [], [], []
    sites = 0
    for close, reached in zip(near, served, strict=True):
        sites = close.shape[1]
        open_rows = np.flatnonzero(~reached & (worth > 0))
        table = close[open_rows] if candidates is None else close[open_rows] & candidates
        gainable = table.any(axis=1)
        open_rows, table = open_rows[gainable], table[gainable]
        columns.append(np.nonzero(table)[1].astype(np.int32))
        lengths.append(table.sum(axis=1))
        rows.append(worth[open_rows])
        counts.append(len(open_rows))
    indices = np.concatenate([np.zeros(0, dtype=np.int32), *columns])
    start = np.concatenate([[0], *lengths]).cumsum().astype(np.int32)
    return Worlds(
        reach=csr_array((np.ones(len(indices)), indices, start), shape=(len(start) - 1, sites)),
        world=np.arange(len(counts)).repeat(counts),
        weights=np.concatenate([np.zeros(0), *rows]),
        number=len(counts),
    )
