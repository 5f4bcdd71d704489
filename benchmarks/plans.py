"""What plans for new posts gain in worlds that nobody chose them for, and what one may regret.

Usage: ``python -m benchmarks.plans [--posts 5] [--worlds 2000] [--seed 99]``. The worlds are other
ones than those that ``add`` chooses for and those in which it tries plans.
"""

import argparse

from jura_coverage import posts, study, territory
from jura_coverage.posts.solver.outcome import out_of_sample
from jura_coverage.posts.solver.problem import Request
from jura_coverage.posts.solver.worlds import Worlds, worlds_of
from jura_coverage.study import Result

AT_ONCE = 50  # worlds, each of communes × sites


def fresh(result: Result, *, number: int, seed: int) -> Worlds:
    """Draw worlds, some at once, in which a post in any commune is tried."""
    near, served = [], []
    for part in range(0, number, AT_ONCE):
        tried = posts.trials(result, number=min(AT_ONCE, number - part), seed=seed + part)
        near += list(tried.near_sites(result.communes.index.tolist()))
        served += list(tried.near_today)
    return worlds_of(near, served, result.residents.to_numpy())


def main() -> None:
    """Print a line for each plan."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--posts", type=int, default=5)
    options.add_argument("--worlds", type=int, default=2000)
    options.add_argument("--seed", type=int, default=99)
    asked = options.parse_args()
    result = study.study(territory.of("39", files=territory.files("39")))
    found = posts.add(result, posts.Rule(posts=asked.posts))
    worlds = fresh(result, number=asked.worlds, seed=asked.seed)
    position = {code: site for site, code in enumerate(result.communes.index)}
    for most in range(1, asked.posts + 1):
        plans = [each for each in found.robust if each.plan.posts == most]
        outcomes = out_of_sample(
            [tuple(position[code] for code in each.plan.sites) for each in plans],
            worlds,
            request=Request(posts=most),
        )
        for each, outcome in zip(plans, outcomes, strict=True):
            print(
                f"{most} {each.kind:8} gains {outcome.expected_gain:6.0f} "
                f"± {outcome.standard_error:3.0f} ({outcome.low:.0f} to {outcome.high:.0f}), "
                f"worst regret {outcome.worst_regret:6.0f}, gap on its sample {each.plan.gap:.1%}",
                flush=True,
            )


if __name__ == "__main__":
    main()
