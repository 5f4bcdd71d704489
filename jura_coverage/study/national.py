"""Many départements together: what their communes add up to, by département and by region."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from jura_coverage.geography import departements, regions
from jura_coverage.study.figures import add_up

# What the summary of each tells is the same of all, since they are asked with the same options.
SHARED = ("parameters", "parameters_hash")


def summary(
    communes: pd.DataFrame, told: Mapping[str, Mapping[str, Any]], *, failed: Mapping[str, str]
) -> dict[str, Any]:
    """Give the key figures of départements, of their regions and of all, ready for JSON.

    Parameters
    ----------
    communes
        Rows of :attr:`jura_coverage.study.Result.communes` of all départements, with a column
        `departement`.
    told
        What :func:`jura_coverage.study.summary` gives of each département, by its code.
    failed
        Why each département of which there is nothing is lacking; French.

    Returns
    -------
    dict
        What :class:`jura_coverage.study.figures.Figures` adds up of all (``france``), of each
        région and each département, in the order of their codes; what nobody knows is None. With
        it what the results come from, each source once.
    """
    codes = communes["departement"]
    posts = pd.Series({code: each["posts"] for code, each in told.items()}, dtype=float)

    def figures(rows: pd.DataFrame) -> dict[str, Any]:
        of = sorted(rows["departement"].unique())
        return {"departements": of, **_figures(rows, posts[of])}

    return {
        "france": figures(communes),
        "regions": [
            {"code": code, "name": regions.name(str(code)), **figures(rows)}
            for code, rows in communes.groupby(codes.map(regions.region_of), sort=True)
            if code
        ],
        "departements": [
            {"code": code, "name": departements.name(str(code)), **figures(rows)}
            for code, rows in communes.groupby(codes, sort=True)
        ],
        "failed": dict(sorted(failed.items())),
        **{name: next(iter(told.values()))[name] for name in SHARED},
        "sources": [*_once(source for each in told.values() for source in each["sources"])],
    }


def _once(sources: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Leave out what has come before."""
    return {str(sorted(each.items())): each for each in sources}.values()


def _figures(communes: pd.DataFrame, posts: pd.Series) -> dict[str, Any]:
    figures = asdict(add_up(communes, posts))
    return {name: None if pd.isna(value) else value for name, value in figures.items()}
