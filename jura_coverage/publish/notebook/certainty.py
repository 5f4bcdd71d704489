"""What drives the number of flags, and what other thresholds flag, as tables."""

import pandas as pd

from jura_coverage import french, words
from jura_coverage.posts import Certainty
from jura_coverage.posts.influence import CHOICES


def influence(found: pd.DataFrame) -> pd.DataFrame:
    """Tell how much of the variance of the number of flagged communes comes from what.

    Parameters
    ----------
    found
        From :func:`jura_coverage.posts.influence`.

    Returns
    -------
    DataFrame
        On French names, the strongest first: `Seul` and `En tout`, shares from 0 to 1, and whether
        it is a choice or an error; empty where nothing varies.
    """
    known = found.dropna().sort_values("total", ascending=False, kind="stable")
    names = [words.ASSUMPTIONS[str(name)] for name in known.index]
    return pd.DataFrame(
        {
            "En tout": known["total"].clip(lower=0).to_numpy(),
            "Seul": known["first"].clip(lower=0).to_numpy(),
            "Nature": ["choix" if name in CHOICES else "erreur" for name in known.index],
        },
        index=pd.Index(names, name="Ce qui varie"),
    )


def flags_by_policy(found: Certainty) -> pd.DataFrame:
    """Count the flagged communes and their residents under each choice of thresholds.

    Returns
    -------
    DataFrame
        A row a policy, named in French.
    """
    names = [words.COVERED_LABEL[each.definition] for each in found.policies]
    return pd.DataFrame(
        {
            "Seuil de locaux": [french.percent(each.poor_share) for each in found.policies],
            "Minutes": [each.far_minutes for each in found.policies],
            "Communes": found.by_policy["communes_flagged"].to_numpy(),
            "Habitants": found.by_policy["residents_flagged"].astype("Int64").to_numpy(),
        },
        index=pd.Index(names, name="Bon internet"),
    )
