"""Random siting questions small enough to answer by trying everything."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from jura_coverage.measures.pairs import FloatArray
from jura_coverage.posts.solver.problem import BoolArray, Request


@dataclass(frozen=True, kw_only=True)
class Instance:
    """Costs from demand points to sites, their weights, and what may be asked."""

    costs: FloatArray
    weights: FloatArray
    existing: FloatArray  # cost to the nearest existing post; infinite if there is none
    request: Request

    @property
    def sites(self) -> int:
        return int(self.costs.shape[1])


def allowed_sets(request: Request, sites: int) -> Iterator[tuple[int, ...]]:
    """Every set of sites that a request admits, the empty one included."""
    candidates = range(sites) if request.candidates is None else np.flatnonzero(request.candidates)
    most = sites if request.posts is None else request.posts
    for size in range(most + 1):
        for chosen in combinations([int(site) for site in candidates], size):
            at = list(chosen)
            euros = 0.0 if request.euros is None else float(request.euros[at].sum())
            if request.budget_euros is not None and euros > request.budget_euros + 1e-9:
                continue
            if request.group is not None and request.room is not None:
                taken = np.bincount(request.group[at], minlength=len(request.room))
                if (taken > request.room).any():
                    continue
            yield chosen


@st.composite
def instances(draw: st.DrawFn, *, limits: bool = True) -> Instance:
    """Up to 20 demand points and 12 sites in a square of 40 km, whole residents."""
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    demand, sites = draw(st.integers(1, 20)), draw(st.integers(2, 12))
    where = generator.uniform(0, 40, (demand, 2)), generator.uniform(0, 40, (sites, 2))
    costs = np.hypot(*(where[0][:, None, axis] - where[1][None, :, axis] for axis in (0, 1)))
    existing = np.full(demand, np.inf)
    if draw(st.booleans()):
        existing = np.hypot(*(where[0] - generator.uniform(0, 40, 2)).T)
    return Instance(
        costs=costs,
        weights=generator.integers(0, 1000, demand).astype(float),
        existing=existing,
        request=draw(requests(sites=sites, generator=generator, limits=limits)),
    )


@st.composite
def requests(
    draw: st.DrawFn, *, sites: int, generator: np.random.Generator, limits: bool
) -> Request:
    """A number of posts, and with `limits` perhaps a list, groups and a budget."""
    candidates: BoolArray = np.ones(sites, dtype=bool)
    if limits and draw(st.booleans()):
        candidates = generator.random(sites) < 0.7
        candidates[:2] = True
    posts = draw(st.integers(1, min(4, int(candidates.sum()))))
    group, room, euros, budget = None, None, None, None
    if limits and draw(st.booleans()):
        group = generator.integers(0, 3, sites)
        group[:2] = [0, 1]
        room = np.array([1, 1, draw(st.integers(0, 2))])
        posts = min(posts, int(np.minimum(np.bincount(group[candidates], minlength=3), room).sum()))
    if limits and draw(st.booleans()):
        euros = generator.choice([32_000.0, 50_000.0], sites)
        budget = float(generator.integers(50_000, 160_000))
    return Request(
        posts=posts,
        candidates=candidates,
        group=group,
        room=room,
        euros=euros,
        budget_euros=budget,
    )
