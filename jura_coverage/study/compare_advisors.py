"""Two editions of advisors side by side: places gained and lost, and communes that cross a line."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from jura_coverage.measures import flags
from jura_coverage.study.figures import IN_PART
from jura_coverage.study.run import Result
from jura_coverage.territory.doubles import NEAR_M, alike
from jura_coverage.territory.places import FROM_POSITION


@dataclass(frozen=True, kw_only=True)
class AdvisorComparison:
    """What two editions of advisors change, all else being the same.

    Parameters
    ----------
    before, after
        The runs.
    gained, lost
        Places of the département, without the stops of itinerant posts, that only the later or
        only the earlier edition has: `name`, `commune`, `posts`.
    communes
        Index ``insee``: `name`, `residents`, `residents_in_part`, and whether it is flagged and
        far, `flagged_before`, `flagged_after`, `far_before`, `far_after`; what is not known is
        neither.
    """

    before: Result
    after: Result
    gained: pd.DataFrame
    lost: pd.DataFrame
    communes: pd.DataFrame

    def entered(self, line: str) -> pd.DataFrame:
        """Give the communes that are ``flagged`` or ``far`` now and were not."""
        return self.communes[self.communes[f"{line}_after"] & ~self.communes[f"{line}_before"]]

    def left(self, line: str) -> pd.DataFrame:
        """Give the communes that were ``flagged`` or ``far`` and are not any more."""
        return self.communes[self.communes[f"{line}_before"] & ~self.communes[f"{line}_after"]]


def compare_advisors(before: Result, after: Result) -> AdvisorComparison:
    """Compare two runs that differ in their advisors alone.

    A place of one edition is that of the other if it is within 100 m of it, or in the same commune
    under a like name.

    Parameters
    ----------
    before, after
        Runs on the earlier and the later edition, with the same communes, broadband and parameters.
    """
    places = [each.territory.own_bases for each in (before, after)]
    same = _same_place(*places)
    shown = ["name", "commune", "posts"]
    communes = before.communes[["name", "residents", IN_PART]].copy()
    for side, result in (("before", before), ("after", after)):
        situation = result.communes["situation"]
        communes[f"flagged_{side}"] = situation == flags.POOR_AND_FAR
        communes[f"far_{side}"] = result.communes["far"].fillna(False).astype(bool)
    return AdvisorComparison(
        before=before,
        after=after,
        gained=pd.DataFrame(places[1].loc[~same.any(axis=0), shown]),
        lost=pd.DataFrame(places[0].loc[~same.any(axis=1), shown]),
        communes=communes,
    )


def _same_place(before: pd.DataFrame, after: pd.DataFrame) -> np.ndarray:
    """Tell which place of the earlier edition (rows) is which of the later one (columns).

    Each is at most one; those of like names come before those that are only near.
    """
    like = np.array(
        [
            [here["insee"] == there["insee"] and alike(here["host"], there["host"])
             for there in after.to_dict("records")]
            for here in before.to_dict("records")
        ],
        dtype=bool,
    ).reshape(len(before), len(after))  # fmt: skip
    known = [(each["position_source"] == FROM_POSITION).to_numpy() for each in (before, after)]
    metres = np.array(
        [after.geometry.distance(point).to_numpy() for point in before.geometry]
    ).reshape(like.shape)
    near = (metres <= NEAR_M) & np.outer(*known)
    same = np.zeros_like(like)
    for fits in (like & near, like, near):
        for row, column in np.argwhere(fits):
            if not (same[row].any() or same[:, column].any()):
                same[row, column] = True
    return same
