"""Certainty: how sure the flags are at the thresholds chosen, and what other thresholds change."""

from dataclasses import dataclass

import pandas as pd

from jura_coverage.measures import certainty as exact
from jura_coverage.measures import flags, internet, policies
from jura_coverage.measures.pairs import BoolArray
from jura_coverage.parameters import Definition, Policy
from jura_coverage.posts.trials import Interval, Trials, likely, trials, trips
from jura_coverage.study import Result
from jura_coverage.study.figures import IN_PART, sums

SURE, FRAGILE = "sure", "fragile"


@dataclass(frozen=True, kw_only=True)
class Certainty:
    """How sure the flags are.

    Parameters
    ----------
    communes
        On the index of the communes: `certainty`, the probability (0 to 1, missing without data)
        that the commune is flagged in truth, the thresholds being those chosen; `standing`,
        :data:`SURE` or :data:`FRAGILE` for those flagged, empty for the others;
        `policies_flagged`, under how many policies it is flagged, missing without data.
    policies
        Those of :func:`jura_coverage.measures.policies.grid`.
    by_policy
        A row a policy: `communes_flagged`, and their residents as
        :func:`jura_coverage.study.figures.sums` gives them under `residents_flagged`.
    flagged
        Whether each commune is flagged in each world: worlds × communes.
    communes_likely, residents_likely
        Between which numbers the flagged communes and their residents lie in most worlds.
    """

    communes: pd.DataFrame
    policies: tuple[Policy, ...]
    by_policy: pd.DataFrame
    flagged: BoolArray
    communes_likely: Interval
    residents_likely: Interval

    def count(self, standing: str) -> int:
        """Count the flagged communes that are sure, or fragile."""
        return int((self.communes["standing"] == standing).sum())


def certainty(result: Result, *, tried: Trials | None = None) -> Certainty:
    """Say how sure each flag is, and what other policies would flag.

    Parameters
    ----------
    result
        A study.
    tried
        The worlds in which flags are counted; drawn if None. The certainty of each commune needs
        none: it is computed.
    """
    communes, parameters = result.communes, result.parameters
    tried = tried or trials(result)
    counted, covered = result.territory.counted, premises_covered(result)
    poor = exact.is_poor(
        counted["premises"], covered[parameters.policy.definition],
        poor_share=parameters.policy.poor_share, error=parameters.errors.premises,
    )  # fmt: skip
    far = exact.is_far(trips(result), far_minutes=parameters.policy.far_minutes)
    chance = (poor * far).where(communes["situation"] != flags.NO_DATA)
    standing = chance.ge(exact.SURE).map({True: SURE, False: FRAGILE})
    grid = policies.grid(parameters)
    shares = {
        name: internet.share_without(counted["premises"], each) for name, each in covered.items()
    }
    flagged = policies.flagged(shares, result.minutes, policies=grid)
    one = pd.Series(1, index=communes.index)

    def under_each(residents: pd.Series) -> pd.DataFrame:
        return flagged.mul(residents, axis=0).sum().to_frame("residents_flagged")

    return Certainty(
        communes=pd.DataFrame(
            {
                "certainty": chance,
                "standing": standing.where(communes["situation"] == flags.POOR_AND_FAR, ""),
                "policies_flagged": flagged.sum(axis=1, min_count=1),
            }
        ),
        policies=grid,
        by_policy=sums(communes["residents"], under_each, in_part=communes[IN_PART]).assign(
            communes_flagged=flagged.sum()
        ),
        flagged=tried.flagged,
        communes_likely=likely(one, tried.flagged),
        residents_likely=likely(communes["residents"], tried.flagged, in_part=communes[IN_PART]),
    )


def premises_covered(result: Result) -> dict[Definition, pd.Series]:
    """Count the premises that good internet reaches under each definition looked at.

    Of an arrondissement whose premises are not told, those of its city.
    """
    return {
        name: internet.premises_covered(result.territory.counted, definition=name)
        for name in policies.definitions(result.parameters)
    }
