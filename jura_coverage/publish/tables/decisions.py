"""Decisions as data, for other programs: what `--json` and `plan.json` hold."""

from collections.abc import Hashable, Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from jura_coverage import columns, french, posts, study, words
from jura_coverage.posts import (  # fmt: skip
    Add,
    Change,
    Decision,
    Effects,
    Fairness,
    Front,
    Interval,
    Keep,
    Move,
    Moves,
    Proposal,
    Round,
    Rule,
    Serving,
    Week,
    Weights,
    tariffs,
)
from jura_coverage.study import Result
from jura_coverage.study.figures import Sum


def keep_data(result: Result, found: Keep) -> dict[str, Any]:
    """Give the answer as data."""
    return {
        **_provenance(result),
        **_weighed(found.weights),
        "capacity": {**asdict(result.parameters.capacity), "before": _effects_data(found.today)},
        "hosts": [
            {
                "host": row["host"],
                **_end_data(row),
                **_sum_data(row, "residents_lost_post"),
                "renewal_euros": _whole(row["renewal_euros"]),
                "convention_end": row["convention_end"] or None,
                "convention_kinds": list(row["convention_kinds"]),
                "convention_euros": _whole(row["convention_euros"]),
                "places": row["places"],
                "capacity": _after_data(found.changes[row["host"]]),
            }
            for row in found.hosts.to_dict("records")
        ],
        "places": [
            {"place": row["place"], "host": row["host"], **_end_data(row)}
            for row in found.places.to_dict("records")
        ],
        "joint": [
            {"hosts": list(each.hosts), **lost_data(vars(each), each.mean, each.likely),
             "gap": each.gap}
            for each in found.joint
        ],
        "timeline": [
            {"end": str(end), "hosts": list(row["hosts"]),
             **_sum_data(row, "residents_lost"),
             "communes_lost": int(row["communes_lost"]),
             "communes_flagged": _whole(row["communes_flagged"])}
            for end, row in found.timeline.iterrows()
        ],
    }  # fmt: skip


def _end_data(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    """Give what the end of a host or of a place would cost."""
    return {
        "insee": row["insee"],
        "posts": round(row["posts"], french.POST_DECIMALS),
        **lost_data(row, row["residents_lost_mean"], Interval.of(row, "residents_lost")),
        "access_lost": round(row["access_lost"], 4),
        "access_lost_epci": row["access_lost_epci"],
        "need_served_lost": row["need_served_lost"],
    }


def lost_data(row: Mapping[Any, Any], mean: float, likely: Interval) -> dict[str, Any]:
    """Give who is lost if all is as estimated, on average of the worlds, and in most of them."""
    return {
        **_sum_data(row, "residents_lost"),
        "residents_lost_mean": _whole(mean),
        **_likely_data("residents_lost", likely),
        "communes_lost": int(row["communes_lost"]),
        "communes_flagged": _whole(row["communes_flagged"]),
    }


def add_data(result: Result, found: Add, pareto: Front | None) -> dict[str, Any]:
    """Give the answer as data, with a front where one was asked for."""
    return {
        **_provenance(result),
        "asked": rule_data(found.rule),
        "plans": [
            {"kind": each.kind, **proposal_data(each.plan), "worst_regret": each.worst_regret}
            for each in found.robust
        ],
        "least_mean_minutes": {**proposal_data(found.mean[0]), "minutes": found.mean[1]},
        "shortest_worst_minutes": {**proposal_data(found.worst[0]), "minutes": found.worst[1]},
        "alternatives": {site: list(codes) for site, codes in found.alternatives.items()},
        "pareto": pareto and _pareto_data(pareto),
        "chosen": {
            str(code): _finite(row)
            for code, row in found.chosen[found.chosen["chosen_share"] > 0].iterrows()
        },
        "capacity": _change_data(result, found.change),
        "capacitated": _serving_data(result, found.serving),
        **_fairness_data(found.fairness),
    }


def _pareto_data(front: Front) -> dict[str, Any]:
    return {
        "objectives": [
            {"name": each.name, "noun": each.noun, "better": each.better}
            for each in front.objectives
        ],
        "complete": front.complete,
        "plans": [
            {"sites": list(each.sites), "figures": each.figures, "gap": each.gap}
            for each in front.choices
        ],
    }


def _serving_data(result: Result, found: Serving | None) -> dict[str, Any] | None:
    """Give the plan that serves most of the need; nothing where it was not asked for."""
    if found is None:
        return None
    return {
        **proposal_data(found.plan),
        "need_served": found.change.after.need_served,
        "full": found.full,
        "capacity": _change_data(result, found.change),
    }


def rule_data(rule: Rule) -> dict[str, Any]:
    """Give what was asked of new posts; no candidates are all communes."""
    return {**vars(rule), "candidates": rule.hosts, **_weighed(rule.weights)}


def _weighed(weights: Weights | None) -> dict[str, Any]:
    """Say by what residents were multiplied; by nothing is None."""
    return {"weights": weights.share if weights else None}


def move_data(result: Result, found: Move) -> dict[str, Any]:
    """Give the answer as data."""
    return {
        **_provenance(result),
        **_weighed(found.weights),
        **_moves_data(found.best),
        "plans": [_moves_data(each) for each in found.plans],
        "by_epci": [
            {"epci": epci, **_sum_data(row, "residents_gained"), **_sum_data(row, "residents_lost")}
            for epci, row in found.by_epci.iterrows()
        ],
        "capacity": _change_data(result, found.change),
        **_fairness_data(found.fairness),
    }


def _moves_data(found: Moves) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "moves": [
            {"host": place, "insee": code, "posts": posts}
            for (place, code), posts in zip(found.moves, found.posts, strict=True)
        ],
        "posts_moved": round(sum(found.posts), french.POST_DECIMALS),
        **_sum_data(vars(found), "residents_gained"),
        "residents_lost_uncounted": found.residents_lost_uncounted,
        "expected_gain": found.expected_gain,
        "interval": asdict(found.likely_gained),
        "worst_regret": found.worst_regret,
        "gap": found.gap,
    }


def week_data(result: Result, found: Week, widest: Week) -> dict[str, Any]:
    """Give the answer as data: the round of the most days, and that of the most residents."""
    said = {**_provenance(result), **_weighed(found.weights)}
    return {
        **said, **_week_data(result, found, unit="resident_days"),
        "widest": _week_data(result, widest, unit="residents"),
    }  # fmt: skip


def _week_data(result: Result, found: Week, *, unit: str) -> dict[str, Any]:
    """Give a round as data; its gap and its worst regret are in the unit of its aim."""
    return {
        **_round_data(found, unit=unit),
        "plans": [_round_data(each, unit=unit) for each in found.plans],
        "capacity": _change_data(result, found.change),
        **_fairness_data(found.fairness),
    }


def _round_data(found: Round, *, unit: str) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "base": found.base or None,
        "stops": list(found.stops),
        **_sum_data(vars(found), "residents_served"),
        "expected_gain": found.expected_gain,
        "interval": asdict(found.likely_gained),
        "resident_days": found.resident_days,
        "expected_resident_days": found.expected_days,
        "interval_resident_days": asdict(found.likely_days),
        "aim_unit": unit,
        "worst_regret": found.worst_regret,
        "gap": found.gap,
    }


def decision_data(found: Decision) -> dict[str, Any]:
    """Give all of them as data."""
    result = found.result
    return {
        "keep": keep_data(result, found.keep),
        "move": move_data(result, found.move),
        "add": add_data(result, found.add, found.pareto),
        "rounds": week_data(result, found.week, found.widest_week),
        "certainty": _certainty_data(found),
    }


def _certainty_data(found: Decision) -> dict[str, Any]:
    """Give how sure the flags are, and what other thresholds would flag."""
    certainty = found.certainty
    return {
        "scenarios": len(certainty.flagged),
        "sure": certainty.count(posts.SURE),
        "fragile": certainty.count(posts.FRAGILE),
        "communes_flagged_likely": [certainty.communes_likely.low, certainty.communes_likely.high],
        **_likely_data("residents_flagged", certainty.residents_likely),
        "communes": {
            str(code): {
                "certainty": round(row["certainty"], 4),
                "standing": row["standing"] or None,
                "policies_flagged": int(row["policies_flagged"]),
            }
            for code, row in certainty.communes.dropna().to_dict("index").items()
        },
        "policies": [
            {
                **asdict(policy),
                "communes_flagged": int(row["communes_flagged"]),
                **_sum_data(row, "residents_flagged"),
            }
            for policy, row in zip(
                certainty.policies, certainty.by_policy.to_dict("records"), strict=True
            )
        ],
        "influence": {str(name): _finite(row) for name, row in found.influence.iterrows()},
    }


def _provenance(result: Result) -> dict[str, Any]:
    facts = study.summary(result)
    kept = (
        "departement", "engine", "pairs_estimated", "pairs_missing", "parameters_hash", "vintages",
        "remarks",
    )  # fmt: skip
    return {
        **{key: facts[key] for key in kept},
        "far_minutes": result.parameters.policy.far_minutes,
        "assumed": words.assumed(result),
        "communes_far_uncounted": result.communes.index[result.far_uncounted].tolist(),
        "tariffs_euros": {name: tariff.euros for name, tariff in tariffs.FIRST.items()},
    }


def proposal_data(plan: Proposal) -> dict[str, Any]:
    """Give what a plan of new posts gains and costs."""
    return {
        "posts": plan.posts,
        "sites": list(plan.sites),
        **_sum_data(vars(plan), "residents_gained"),
        "expected_gain": plan.expected_gain,
        "interval": asdict(plan.likely_gained),
        "gap": plan.gap,
        "cost_euros": plan.cost_euros,
    }


def _change_data(result: Result, found: Change) -> dict[str, Any]:
    """Give what a choice changes in the four measures, and what "served" stands on."""
    return {
        **asdict(result.parameters.capacity),
        "before": _effects_data(found.before),
        **_after_data(found),
    }


def _after_data(found: Change) -> dict[str, Any]:
    """Give the four measures once a choice is made, and access by EPCI before and after."""
    return {
        "after": _effects_data(found.after),
        "access": [{"epci": epci, **_finite(row)} for epci, row in found.access_by_epci.iterrows()],
        "loses_most": found.loses_most,
        "full": found.after.full,
    }


def _effects_data(found: Effects) -> dict[str, Any]:
    near = found.residents_near
    return {
        "residents_near": near.known,
        f"residents_near{columns.UNCOUNTED}": near.uncounted,
        "communes_flagged": found.communes_flagged,
        "need": found.need,
        f"need{columns.UNCOUNTED}": found.need_uncounted,
        "need_near": found.need_near,
        "need_served": found.need_served,
        **_finite(pd.Series({"access": found.access, "share": found.share_served})),
    }


def _fairness_data(found: Fairness) -> dict[str, Any]:
    return {
        name: [
            {**dict(zip(table.index.names, label, strict=True)), **_finite(row)}
            for label, row in zip(table.index, (row for _, row in table.iterrows()), strict=True)
        ]
        for name, table in (("equity", found.by_plan), ("equity_by_epci", found.by_epci))
    }


def _sum_data(row: Mapping[Any, Any] | pd.Series, name: str) -> dict[str, Any]:
    """Give a sum of residents, and how many communes it leaves out."""
    total = Sum.of(row, name)
    return {name: total.known, f"{name}{columns.UNCOUNTED}": total.uncounted}


def _likely_data(name: str, interval: Interval) -> dict[str, Any]:
    return {
        f"{name}_likely": [interval.low, interval.high],
        f"{name}_likely_partial": interval.partial,
    }


def _whole(value: float) -> int | None:
    return round(value) if pd.notna(value) else None


def _finite(row: pd.Series) -> dict[str, float | None]:
    return {
        str(name): round(float(value), 4)
        if pd.notna(value) and abs(value) != float("inf")
        else None
        for name, value in row.items()
    }
