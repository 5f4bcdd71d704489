"""The rules as rows of a model, and the best choice of sites whose profits simply add up."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array, vstack

from jura_coverage.measures.pairs import FloatArray, IntArray
from jura_coverage.posts.solver.problem import Rules

PRICES_TRIED = 25


@dataclass(frozen=True, kw_only=True)
class BestChoice:
    """A bound on the total profit, and the prices that prove it.

    Parameters
    ----------
    bound
        No choice within the rules has more profit.
    taken
        1 for the sites that the relaxed choice takes, else 0.
    reduced
        Profit less the price of a post, its group and its euros: a site whose reduced profit is
        negative cannot be in a plan worth more than the bound plus it.
    """

    bound: float
    taken: FloatArray
    reduced: FloatArray


def best_choice(profit: FloatArray, rules: Rules) -> BestChoice:
    """Choose the sites of most profit within the rules, or bound what they can bring.

    Exact without a budget (the rules are then a matroid). With one, euros get a price at which
    the best choice costs about the budget: a bound that keeps all rules.

    Parameters
    ----------
    profit
        Of each site; those of no profit are not taken.
    rules
        What may be chosen.
    """
    best = _by_number(profit, rules)
    if not rules.budgeted:
        return best
    low, high = 0.0, float(np.max(profit / np.maximum(rules.euros, 1.0), initial=0.0))
    for _ in range(PRICES_TRIED):
        price = (low + high) / 2
        choice = _by_number(profit - price * rules.euros, rules)
        bound = choice.bound + price * rules.budget_euros
        if bound < best.bound:
            best = replace(choice, bound=bound)
        if choice.taken @ rules.euros > rules.budget_euros:
            low = price
        else:
            high = price
    return best


def _by_number(profit: FloatArray, rules: Rules) -> BestChoice:
    """Forget the budget."""
    worth = np.where(rules.allowed, np.maximum(profit, 0.0), 0.0)
    limit = np.zeros(len(rules.room))
    open_worth = worth
    if rules.grouped:
        order = np.lexsort((-worth, rules.group))
        ordered = rules.group[order]
        rank = np.arange(len(order)) - np.searchsorted(ordered, ordered)
        within = np.empty(len(order), dtype=bool)
        within[order] = rank < rules.room[ordered]
        open_worth = np.where(within, worth, 0.0)
        # The price of a group is what its last admitted site is worth, if it turns others away.
        refused = np.zeros(len(rules.room))
        np.maximum.at(refused, rules.group[~within], worth[~within])
        lowest = np.full(len(rules.room), np.inf)
        np.minimum.at(lowest, rules.group[within], worth[within])
        limit = np.where(refused > 0, np.where(np.isfinite(lowest), lowest, refused), 0.0)
    cut = len(worth) - rules.posts
    top = np.argpartition(open_worth, cut)[cut:]
    price = float(open_worth[top].min())
    taken = np.zeros(len(worth))
    taken[top] = open_worth[top] > 0
    return BestChoice(
        bound=float(open_worth[top].sum()),
        taken=taken,
        reduced=profit - np.maximum(price, limit[rules.group]),
    )


def rule_rows(rules: Rules, sites: IntArray) -> tuple[csr_array, FloatArray]:
    """Write the rules as rows · y ≤ upper.

    Parameters
    ----------
    rules
        What may be chosen.
    sites
        The sites that have a variable, in their order.

    Returns
    -------
    tuple of csr_array and array
        First the number of posts, then the groups that limit the choice, then the budget.
    """
    blocks = [csr_array(np.ones((1, len(sites))))]
    upper = [np.array([float(rules.posts)])]
    if rules.grouped:
        group = rules.group[sites]
        full = np.flatnonzero(np.bincount(group, minlength=len(rules.room)) > rules.room)
        blocks.append(csr_array((group[None, :] == full[:, None]).astype(float)))
        upper.append(rules.room[full].astype(float))
    if rules.budgeted:
        blocks.append(csr_array(rules.euros[sites][None, :]))
        upper.append(np.array([rules.budget_euros]))
    return csr_array(vstack(blocks)), np.concatenate(upper)
