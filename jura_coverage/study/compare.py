"""Two editions of broadband side by side: what changed on the ground, and what only in the data."""

from dataclasses import dataclass

import pandas as pd

from jura_coverage.measures import flags
from jura_coverage.measures.internet import TECHNOLOGIES
from jura_coverage.study.run import Result

# Premises that appear or vanish beyond this share of a commune are a new count, not new houses.
REVISED_SHARE = 0.05
# A technology that loses this share of its premises in as many of the communes that had it was
# counted otherwise: networks are not taken down everywhere in one quarter.
BREAK_SHARE = 0.5

REAL = "real"
REVISED = "revised"
MERGED = "merged"
METHOD = "method"
SAME = "same"
UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What changed between two runs.

    Parameters
    ----------
    before, after
        The runs, with the same parameters.
    communes
        Index ``insee``, every commune of either run: `name`, `premises_before`, `premises_after`,
        `share_before`, `share_after` (without good internet), `situation_before`,
        `situation_after`, and `change`, which is one of ``real``, ``revised`` (its premises were
        counted anew), ``merged`` (it has parts in one edition only), ``method`` (a technology was
        counted otherwise everywhere), ``same`` and ``unknown``.
    breaks
        Technologies that were counted otherwise.
    """

    before: Result
    after: Result
    communes: pd.DataFrame
    breaks: tuple[str, ...]

    @property
    def entered(self) -> pd.DataFrame:
        """Communes that are flagged now and were not."""
        return self._crossed("after", "before")

    @property
    def left(self) -> pd.DataFrame:
        """Communes that were flagged and are not any more."""
        return self._crossed("before", "after")

    def _crossed(self, here: str, there: str) -> pd.DataFrame:
        flagged = self.communes[[f"situation_{here}", f"situation_{there}"]] == flags.POOR_AND_FAR
        return self.communes[flagged.iloc[:, 0] & ~flagged.iloc[:, 1]]


def compare(before: Result, after: Result) -> Comparison:
    """Compare two runs of one département, commune by commune.

    Parameters
    ----------
    before, after
        Runs on the earlier and the later edition, with the same parameters and advisors.
    """
    breaks = method_breaks(before.communes, after.communes)
    sides = {"before": before.communes, "after": after.communes}
    every = before.communes.index.union(after.communes.index)
    names = after.communes["name"].reindex(every).fillna(before.communes["name"].reindex(every))
    table = pd.DataFrame({"name": names})
    for side, communes in sides.items():
        part = communes.reindex(every)
        table[f"premises_{side}"] = part["premises"]
        table[f"share_{side}"] = part["share_without"]
        table[f"situation_{side}"] = part["situation"].fillna(flags.NO_DATA)
    merged = _merged(before) ^ _merged(after)
    touched = _touched(before.communes, after.communes, breaks).reindex(every, fill_value=False)
    table["change"] = _changes(table, every.to_series().isin(merged), touched)
    return Comparison(before=before, after=after, communes=table, breaks=breaks)


def method_breaks(before: pd.DataFrame, after: pd.DataFrame) -> tuple[str, ...]:
    """Find technologies that nearly vanish in most of the communes that had them.

    Parameters
    ----------
    before, after
        Premises by technology, indexed by commune.
    """
    both = before.index.intersection(after.index)
    found = []
    for technology in TECHNOLOGIES:
        earlier = before.loc[both, technology].astype(float)
        later = after.loc[both, technology].astype(float)
        had = earlier[earlier > 0].index.intersection(later.dropna().index)
        fibre = (after.loc[had, "ftth"] - before.loc[had, "ftth"]).astype(float)
        lost = earlier[had] - later[had]
        # What fibre took over is progress.
        vanished = (lost > BREAK_SHARE * earlier[had]) & (lost > fibre.fillna(0))
        if len(had) > 1 and vanished.mean() > BREAK_SHARE:
            found.append(technology)
    return tuple(found)


def _merged(result: Result) -> set[str]:
    """Find communes that were put together from parts while reading."""
    return {
        pair.rsplit("(", 1)[1].rstrip(")")
        for remark in result.territory.remarks
        if remark.kind == "merger" and "→" in "".join(remark.concerns)
        for pair in remark.concerns
    }


def _touched(before: pd.DataFrame, after: pd.DataFrame, breaks: tuple[str, ...]) -> pd.Series:
    """Tell which communes had a technology that was counted otherwise."""
    both = before.index.intersection(after.index)
    touched = pd.Series(data=False, index=both)
    for technology in breaks:
        touched |= (before.loc[both, technology] != after.loc[both, technology]).fillna(False)
    return touched


def _changes(table: pd.DataFrame, merged: pd.Series, touched: pd.Series) -> pd.Series:
    premises = table[["premises_before", "premises_after"]].astype(float)
    shares = table[["share_before", "share_after"]].astype(float)
    unknown = premises.isna().any(axis=1) | shares.isna().any(axis=1)
    growth = (premises["premises_after"] - premises["premises_before"]).abs()
    revised = growth > REVISED_SHARE * premises["premises_before"]
    same = (shares["share_before"] == shares["share_after"]) & (growth == 0)
    changes = pd.Series(REAL, index=table.index)
    for holds, change in (
        (touched, METHOD), (revised, REVISED), (merged, MERGED), (same, SAME), (unknown, UNKNOWN),
    ):  # fmt: skip
        changes = changes.mask(holds, change)
    return changes
