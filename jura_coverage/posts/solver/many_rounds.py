"""Rounds over many worlds: the stops of an itinerant post that hold where trips vary."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from scipy.sparse import csr_array

from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver import covering, interchange, least_regret
from jura_coverage.posts.solver.problem import BoolArray, Plan, Request, Rules
from jura_coverage.posts.solver.worlds import Worlds

# With so many sites that serve anybody every round is tried; with more, the rounds of the bases
# that promise most.
MOST_SITES = 12
BASES = 8


@dataclass(frozen=True, kw_only=True)
class Rounds:
    """What rounds can serve in several worlds.

    Parameters
    ----------
    worlds
        Whom each stop serves; of :func:`in_days` where each day counts.
    is_open
        Whether a base (rows) may have a stop at a site.
    stops
        Most stops.
    """

    worlds: Worlds
    is_open: BoolArray
    stops: int

    @cached_property
    def best(self) -> tuple[FloatArray, FloatArray]:
        """Bound what the best round of each world serves: by some round, and whatever the round.

        Both are the same where all rounds are tried.
        """
        most = np.array([self.worlds.gains(stops) for stops in self._found]).max(axis=0)
        return most, most if self._is_whole else self._promise.max(axis=1)

    def solve(self, *, starts: Sequence[tuple[int, ...]] = ()) -> tuple[Plan, Plan]:
        """Choose the round that serves most on average, and that of the least worst regret.

        Parameters
        ----------
        starts
            Stops of possible rounds to compare with.

        Returns
        -------
        tuple of plans
            Their sites are stops. Where not every round is tried, the bounds are those of stops
            apart, of all stops of a base together, and of the best stops without a base.
        """
        low, high = self.best
        tried = [*self._found, *starts]
        if not self._is_whole:
            tried += [self._steady(base, high) for base in self._bases]
        gains = np.array([self.worlds.gains(stops) for stops in tried])
        means, regrets = gains.mean(axis=1), (high - gains).max(axis=1)
        most, least = int(means.argmax()), int(regrets.argmin())
        above, below = float(means[most]), float(regrets[least])
        if not self._is_whole:
            free = covering.approximate(
                self.worlds.reach, self.worlds.weights, request=Request(posts=self._most)
            )
            apart = float(self._promise.mean(axis=0).max())
            above = max(above, min(apart, free.bound / self.worlds.number))
            below = max(0.0, float((low[:, None] - self._promise).max(axis=0).min()))
        return (
            Plan(sites=tried[most], objective=float(means[most]), bound=above),
            Plan(sites=tried[least], objective=float(regrets[least]), bound=below),
        )

    def base(self, stops: tuple[int, ...]) -> int:
        """Give the first base that may have some stops."""
        return int(self.is_open[:, list(stops)].all(axis=1).argmax())

    @property
    def _most(self) -> int:
        return min(self.stops, self.worlds.sites)

    @cached_property
    def _useful(self) -> IntArray:
        """Sites that serve anybody in some world."""
        return np.unique(self.worlds.reach.indices)

    @property
    def _is_whole(self) -> bool:
        return len(self._useful) <= MOST_SITES

    @cached_property
    def _found(self) -> list[tuple[int, ...]]:
        """Rounds to compare: all, or that of most residents of each base that promises most."""
        if not self._is_whole:
            return [(), *(self._served_from(base) for base in self._bases)]
        return [
            stops
            for number in range(self._most + 1)
            for stops in combinations(self._useful.tolist(), number)
            if self.is_open[:, list(stops)].all(axis=1).any()
        ]

    @cached_property
    def _promise(self) -> FloatArray:
        """What no round of each base exceeds in each world: worlds × bases."""
        alone, is_open = self.worlds.margins(())[:, self._useful], self.is_open[:, self._useful]
        apart = []
        for each in alone:
            order = np.argsort(-each, kind="stable")[: np.count_nonzero(each)]
            best = is_open.T[order]  # of each base, the first that it may have are its best
            best &= best.cumsum(axis=0, dtype=np.int16) <= self.stops
            apart.append(each[order] @ best)
        near = self.worlds.reach[:, self._useful] @ is_open.T.astype(float) > 0
        rows = np.arange(len(self.worlds.weights))
        weighed = csr_array(
            (self.worlds.weights, (self.worlds.world, rows)),
            shape=(self.worlds.number, len(rows)),
        )
        together: FloatArray = weighed @ near.astype(float)
        return np.minimum(apart, together)

    @cached_property
    def _bases(self) -> list[int]:
        """The bases that promise most on average, the best first."""
        promise = self._promise.mean(axis=0)
        order = np.argsort(-promise, kind="stable")[:BASES]
        return [int(base) for base in order if promise[base] > 0]

    @cached_property
    def _cover(self) -> interchange.Cover:
        return interchange.cover(self.worlds.reach, self.worlds.weights)

    def _rules(self, base: int) -> Rules:
        is_open = self.is_open[base]
        request = Request(posts=min(self.stops, int(is_open.sum())), candidates=is_open)
        return request.checked(self.worlds.sites)

    def _served_from(self, base: int) -> tuple[int, ...]:
        """Choose the stops of a base by exchanges."""
        none = np.empty(0, dtype=np.intp)
        return tuple(interchange.improve(self._cover, self._rules(base), none).tolist())

    def _steady(self, base: int, high: FloatArray) -> tuple[int, ...]:
        """Exchange the stops of a base as long as the worst regret falls."""
        start = self._served_from(base)
        return least_regret.exchanged(self.worlds, self._rules(base), start, high)


def in_days(worlds: Worlds) -> Worlds:
    """Count whom a stop serves on each day that they are served: stops then simply add up.

    Examples
    --------
    >>> from jura_coverage.posts.solver.worlds import worlds_of
    >>> near = np.array([[[True, True], [False, True]]])
    >>> once = worlds_of(near, np.zeros((1, 2), dtype=bool), np.array([10.0, 5.0]))
    >>> once.gains([0, 1]).tolist(), in_days(once).gains([0, 1]).tolist()
    ([15.0], [25.0])
    """
    alone = worlds.margins(())
    world, site = np.nonzero(alone)
    rows = np.arange(len(world))
    return Worlds(
        reach=csr_array((np.ones(len(rows)), (rows, site)), shape=(len(rows), worlds.sites)),
        world=world,
        weights=alone[world, site],
        number=worlds.number,
    )
