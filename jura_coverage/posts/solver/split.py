"""Split: how many posts each of several départements gets, so that together they gain most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver.problem import TOLERANCE, Plan

IMPOSSIBLE = float("-inf")
A_FEW = 2


@dataclass(frozen=True, kw_only=True)
class Curve:
    """What more and more posts are worth in a département.

    Parameters
    ----------
    found
        What the best plan that was found is worth for 0, 1, 2, … posts.
    bounds
        What no plan of so many posts exceeds: for as many as there can be, perhaps more than plans
        were looked for.
    first
        How many it gets at least.
    """

    found: tuple[float, ...]
    bounds: tuple[float, ...]
    first: int = 0

    @property
    def last(self) -> int:
        """For how many posts a plan was found."""
        return len(self.found) - 1

    @property
    def ended(self) -> bool:
        """Whether there can be no more posts than plans were found for."""
        return len(self.found) >= len(self.bounds)

    def gap(self, posts: int) -> float:
        """Say how far (share) the plan of so many posts may lie below the best one."""
        return Plan(sites=(), objective=self.found[posts], bound=self.bounds[posts]).gap


@dataclass(frozen=True, kw_only=True)
class Split:
    """How many posts each département gets.

    Parameters
    ----------
    posts
        Of each curve, in their order; empty where there is no split of as many posts as are asked
        for among those that plans were found for.
    worth
        What they are worth together; infinitely little where there is none.
    bound
        What no split exceeds, and by `bound_posts` how it would be reached.
    """

    posts: tuple[int, ...]
    worth: float
    bound: float
    bound_posts: tuple[int, ...]

    @property
    def gap(self) -> float:
        """How far (share) the best split may lie above."""
        return Plan(sites=(), objective=self.worth, bound=self.bound).gap


def split(curves: Sequence[Curve], *, least: int = 0, most: int) -> Split:
    """Share posts out so that they are worth most, and bound what any split is worth.

    The multiple-choice knapsack problem, by dynamic programming over the départements: exact,
    whatever the shape of the curves. See Kellerer, Pferschy and Pisinger (2004), "Knapsack
    problems", chapter 11.

    Parameters
    ----------
    curves
        Of each département.
    least, most
        How many posts all get together.

    Returns
    -------
    Split
        Of the splits that are worth as much, one of the fewest posts.

    Raises
    ------
    ValueError
        If no split of so many posts can be, however many plans are looked for.

    Examples
    --------
    >>> steep = Curve(found=(0.0, 5.0, 6.0), bounds=(0.0, 5.0, 6.0))
    >>> late = Curve(found=(0.0, 1.0, 8.0), bounds=(0.0, 1.0, 9.0))
    >>> shared = split([steep, late], most=3)
    >>> shared.posts, shared.worth, shared.bound
    ((1, 2), 13.0, 14.0)
    """
    above = _best([_row(each.bounds, each.first) for each in curves], least=least, most=most)
    if above is None:
        raise ValueError(f"no split of {least} to {most} posts")
    best = _best([_row(each.found, each.first) for each in curves], least=least, most=most)
    posts, worth = best or ((), IMPOSSIBLE)
    bound_posts, bound = above
    return Split(posts=posts, worth=worth, bound=max(bound, worth), bound_posts=bound_posts)


def longer(curves: Sequence[Curve], shared: Split) -> dict[int, int]:
    """Say which curves end too early to tell, and how many posts they should tell of.

    Where the bound takes more posts than plans were looked for, more of them may be better; where
    it does so nowhere, but a split takes all of a curve, a few more are looked for.
    """
    beyond, full = dict[int, int](), dict[int, int]()
    for position, (each, above) in enumerate(zip(curves, shared.bound_posts, strict=True)):
        if each.ended:
            continue
        if above > each.last:
            beyond[position] = above + 1
        elif shared.posts and shared.posts[position] == each.last:
            full[position] = each.last + A_FEW
    return beyond or full


def _row(worth: Sequence[float], first: int) -> FloatArray:
    row = np.array(worth, dtype=float)
    row[:first] = IMPOSSIBLE
    return row


def _best(
    rows: Sequence[FloatArray], *, least: int, most: int
) -> tuple[tuple[int, ...], float] | None:
    """Choose a number of posts in each row so that the sum is greatest; None if there is none."""
    total, taken = np.zeros(1), list[IntArray]()
    for row in rows:
        joined = np.full(min(len(total) + len(row) - 1, most + 1), IMPOSSIBLE)
        choice: IntArray = np.zeros(len(joined), dtype=np.intp)
        for posts in range(min(len(row), len(joined))):
            here = slice(posts, min(posts + len(total), len(joined)))
            worth = total[: here.stop - posts] + row[posts]
            better = worth > joined[here]
            joined[here][better] = worth[better]
            choice[here][better] = posts
        total = joined
        taken.append(choice)
    possible = total[least:]
    if not len(possible) or possible.max() == IMPOSSIBLE:
        return None
    best = float(possible.max())
    number = least + int(np.flatnonzero(possible >= best - TOLERANCE * max(1.0, abs(best)))[0])
    best, split_backwards = float(total[number]), list[int]()
    for choice in reversed(taken):
        split_backwards.append(int(choice[number]))
        number -= split_backwards[-1]
    return tuple(reversed(split_backwards)), best
