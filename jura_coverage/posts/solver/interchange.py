"""Good sets of covering sites, quickly: greedy, then one site exchanged for another."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver.problem import TOLERANCE, BoolArray, Rules

SHAKES = 40


@dataclass(frozen=True, kw_only=True)
class Cover:
    """Which sites reach which demand, seen from both sides.

    Parameters
    ----------
    sites_of
        A row a demand point, a column a site, 1 where within reach.
    demand_of
        The same, a row a site.
    weights
        What it is worth to reach each demand point, none negative.
    """

    sites_of: csr_array
    demand_of: csr_array
    weights: FloatArray

    def value(self, sites: IntArray) -> float:
        """Add up the weights that a set of sites reaches."""
        return float(self.weights[self.reached(sites)].sum())

    def reached(self, sites: IntArray) -> BoolArray:
        """Mark the demand that a set of sites reaches."""
        reached = np.zeros(len(self.weights), dtype=bool)
        reached[entries(self.demand_of, sites)[0]] = True
        return reached


def cover(reach: csr_array, weights: FloatArray) -> Cover:
    """Keep the demand that is worth something and within reach, equal rows taken together.

    Parameters
    ----------
    reach
        A row a demand point, a column a site, stored where within reach.
    weights
        Of each demand point.
    """
    table = csr_array(reach)
    table.sum_duplicates()
    worth = np.asarray(weights, dtype=float)
    kept = np.flatnonzero((np.diff(table.indptr) > 0) & (worth > 0))
    # Rows are equal when their sites are: compare sums of random numbers, one a site.
    numbers = np.random.default_rng(0).integers(1, 2**61, table.shape[1])
    sites, lengths = entries(table, kept)
    sums = np.add.reduceat(numbers[sites], lengths.cumsum() - lengths) if len(kept) else kept
    _, first, which = np.unique(sums, return_index=True, return_inverse=True)
    table, worth = table[kept[first]], np.bincount(which, weights=worth[kept])
    table.data = np.ones(table.nnz)
    return Cover(sites_of=table, demand_of=table.T.tocsr(), weights=worth)


def entries(table: csr_array, rows: IntArray) -> tuple[IntArray, IntArray]:
    """List the columns of some rows, one after the other, and how many each row has."""
    starts = table.indptr[rows]
    lengths = table.indptr[rows + 1] - starts
    ends = lengths.cumsum()
    shifts: IntArray = (starts - ends + lengths).repeat(lengths)
    columns: IntArray = table.indices[np.arange(len(shifts)) + shifts]
    return columns, lengths


def greedy(problem: Cover, rules: Rules, *, per_euro: bool = False) -> IntArray:
    """Add the site that gains most, or most for its price, until nothing more fits or gains.

    Within 1 - 1/e of the optimum where only the number of posts is limited (Nemhauser, Wolsey
    and Fisher, 1978).
    """
    return improve(problem, rules, np.empty(0, dtype=np.intp), passes=0, per_euro=per_euro)


def improve(
    problem: Cover,
    rules: Rules,
    sites: IntArray,
    *,
    passes: int = 20,
    per_euro: bool = False,
) -> IntArray:
    """Fill up a plan greedily, then exchange each of its sites for the best other one.

    Teitz and Bart (1968), "Heuristic methods for estimating the generalized vertex median of a
    weighted graph", Operations Research 16(5), for covering.

    Parameters
    ----------
    problem, rules
        What is to be reached, and what may be chosen.
    sites
        Where to start; none for a greedy start.
    passes
        How often at most each site is put in question.
    per_euro
        Compare sites by what they gain for their price.

    Returns
    -------
    IntArray
        Sites, increasing; never worse than those given.
    """
    number = problem.demand_of.shape[0]
    chosen = np.zeros(number, dtype=bool)
    times = np.zeros(len(problem.weights), dtype=np.intp)
    gain = np.asarray(problem.demand_of @ problem.weights, dtype=float)
    price = np.where(rules.euros > 0, rules.euros, 1.0) if per_euro else np.ones(number)

    def change(site: int, step: int) -> None:
        """Choose a site (step 1) or give it up (-1), and keep the gains of all others right."""
        rows = problem.demand_of.indices[slice(*problem.demand_of.indptr[site : site + 2])]
        alone = rows[times[rows] == (0 if step > 0 else 1)]
        times[rows] += step
        chosen[site] = step > 0
        columns, lengths = entries(problem.sites_of, alone)
        worth = (step * problem.weights[alone]).repeat(lengths)
        gain[:] -= np.bincount(columns, weights=worth, minlength=number)

    def best() -> int | None:
        """Find the site that gains most among those that may be added."""
        worth = np.where(rules.addable(chosen), gain / price, 0.0)
        site = int(worth.argmax())
        return site if worth[site] > TOLERANCE else None

    def fill() -> None:
        while (site := best()) is not None:
            change(site, 1)

    for site in sites:
        change(int(site), 1)
    fill()
    for _ in range(passes):
        improved = False
        for site in np.flatnonzero(chosen):
            with_site = gain.copy(), times.copy()
            change(int(site), -1)
            other = best()
            if other is None or gain[other] <= gain[site] * (1 + TOLERANCE) + TOLERANCE:
                gain[:], times[:] = with_site
                chosen[site] = True
            else:
                change(other, 1)
                improved = True
        fill()
        if not improved:
            break
    return np.flatnonzero(chosen)


def shake(
    problem: Cover,
    rules: Rules,
    sites: IntArray,
    *,
    enough: float,
) -> IntArray:
    """Replace two sites at random by one other and what then gains most, and improve again.

    Iterated local search: Lourenço, Martin and Stützle (2003), in "Handbook of Metaheuristics".

    Parameters
    ----------
    problem, rules, sites
        As in :func:`improve`.
    enough
        Stop when a plan reaches this.

    Returns
    -------
    IntArray
        Sites, increasing; never worse than those given.
    """
    generator = np.random.default_rng(0)
    best, value = sites, problem.value(sites)
    for _ in range(SHAKES):
        if value >= enough or not len(best):
            break
        kept = generator.permutation(best)[2:]
        chosen = np.zeros(len(rules.allowed), dtype=bool)
        chosen[kept] = True
        new = np.flatnonzero(rules.addable(chosen))
        trial = improve(problem, rules, np.append(kept, generator.choice(new, 1)), passes=5)
        reached = problem.value(trial)
        if reached >= value:
            best, value = trial, reached
    return best
