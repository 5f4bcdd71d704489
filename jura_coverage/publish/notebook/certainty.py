"""What drives the certainty of the flags, as tables."""

from dataclasses import replace

import numpy as np
import pandas as pd

from jura_coverage import study, words
from jura_coverage.measures import flags
from jura_coverage.measures.certainty import Robustness
from jura_coverage.posts import Decision

DEFINITION = "definition"
NOTABLE = 0.1  # a weaker correlation says nothing of the way it goes


def influence(found: Robustness) -> pd.DataFrame:
    """Tell how strongly each assumption drives the number of flagged communes, and which way.

    Returns
    -------
    DataFrame
        On French names, the strongest first: `Force`, the rank correlation without its sign, and
        `Effet` in words. A definition is a category: a sign would say nothing of it.
    """
    known = found.influence.dropna().sort_values(key=abs, ascending=False, kind="stable")
    names = [words.assumption(str(name), article=False) for name in known.index]
    effects = [
        "un choix, non un nombre : voyez ci-dessous" if name == DEFINITION
        else "à peine sensible" if abs(value) < NOTABLE
        else f"{'plus haut' if name in words.ASSUMPTIONS else 'plus loin de la mairie'}, "
        f"{'moins' if value < 0 else 'plus'} de communes signalées"
        for name, value in known.items()
    ]  # fmt: skip
    return pd.DataFrame(
        {"Force": known.abs().to_numpy(), "Effet": effects}, index=pd.Index(names, name="Hypothèse")
    )


def flags_by_definition(decided: Decision) -> pd.DataFrame:
    """Count the flagged communes under each definition of good internet.

    Returns
    -------
    DataFrame
        A row a definition: under the other assumptions of the run; the mean of the scenarios that
        take it; the communes flagged in ``words.NEARLY_ALWAYS`` of those. Missing where nothing is
        known.
    """
    result, shares = decided.result, decided.certainty.by_definition
    rows = {}
    for name in result.parameters.ranges.definitions:
        parameters = replace(result.parameters, definition=name)
        now = study.study(
            result.territory, parameters=parameters, engine=result.ways.engine
        ).communes
        rows[words.WHEN_COVERED[name]] = {
            "Au milieu": (now["situation"] == flags.POOR_AND_FAR).sum(),
            "En moyenne": shares[name].sum(),
            "Presque toujours": (shares[name] >= words.NEARLY_ALWAYS).sum(),
        }
    table = pd.DataFrame(rows).T.rename_axis("Bon internet").astype(float)
    return table if shares.notna().any(axis=None) else table * np.nan
