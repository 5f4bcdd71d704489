"""The rules as rows of a model, and the best choice of sites whose profits simply add up."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, vstack

from jura_coverage.pairs import FloatArray, IntArray
from jura_coverage.siting.problem import Rules


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A bound on the total profit, and the prices that prove it.

    Parameters
    ----------
    bound
        No choice within the rules has more profit.
    taken
        How much (0 to 1) of each site the relaxed choice takes.
    reduced
        Profit less the price of a post, its group and its euros: a site whose reduced profit is
        negative cannot be in a plan worth more than the bound plus it.
    """

    bound: float
    taken: FloatArray
    reduced: FloatArray


def best_choice(profit: FloatArray, rules: Rules) -> Choice:
    """Choose the sites of most profit within the rules, or bound what they can bring.

    Exact without a budget (the rules are then a matroid); with one, the better of two bounds
    that each forget one rule.

    Parameters
    ----------
    profit
        Of each site; those of no profit are not taken.
    rules
        What may be chosen.
    """
    worth = np.where(rules.allowed, np.maximum(profit, 0.0), 0.0)
    bounds = [_by_number(worth, rules)]
    if rules.budgeted:
        bounds.append(_by_budget(worth, rules))
    return min(bounds, key=lambda choice: choice.bound)


def _by_number(worth: FloatArray, rules: Rules) -> Choice:
    """Forget the budget."""
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
    reduced = worth - np.maximum(price, limit[rules.group])
    taken = np.zeros(len(worth))
    taken[top] = open_worth[top] > 0
    return Choice(bound=float(open_worth[top].sum()), taken=taken, reduced=reduced)


def _by_budget(worth: FloatArray, rules: Rules) -> Choice:
    """Forget the number of posts and the groups: a knapsack that may take part of a site."""
    ratio = worth / np.maximum(rules.euros, 1e-12)
    order = np.argsort(-ratio, kind="stable")
    spent = np.cumsum(rules.euros[order])
    before = spent - rules.euros[order]
    left = np.clip(rules.budget_euros - before, 0.0, None)
    part = np.clip(left / np.maximum(rules.euros[order], 1e-12), 0.0, 1.0)
    taken = np.zeros(len(worth))
    taken[order] = np.where(worth[order] > 0, part, 0.0)
    last = np.flatnonzero((part < 1) & (worth[order] > 0))
    price = float(ratio[order][last[0]]) if len(last) else 0.0
    return Choice(
        bound=float((worth * taken).sum()), taken=taken, reduced=worth - price * rules.euros
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
