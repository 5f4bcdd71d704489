"""Buildings, their communes' means and ARCEP's table of communes, held against each other."""

import pandas as pd

from jura_coverage.measures import buildings as homes
from jura_coverage.measures import flags
from jura_coverage.parameters import Definition
from jura_coverage.remarks import Remark, remarks

# Within these the levels are taken to say the same: files of one quarter differ by a little.
PREMISES_APART, SHARE_APART = 0.05, 0.05


def compared(
    buildings: pd.DataFrame, communes: pd.DataFrame, *, definition: Definition
) -> list[Remark]:
    """Say where the levels do not agree, by the names of the communes.

    Parameters
    ----------
    buildings
        With `insee`, `premises` and `technology`.
    communes
        With `name`, `premises`, `share_without`, `situation` and `mean_agrees`.
    definition
        What counts as good internet.
    """
    counted = homes.as_tables_count(buildings, communes.index, definition=definition)
    premises = communes["premises"].astype("Float64").astype(float)
    apart = (counted["premises"] - premises).abs() > PREMISES_APART * premises
    share_apart = (counted["share_without"] - communes["share_without"]).abs() > SHARE_APART
    differs = (~communes["mean_agrees"]).fillna(False).astype(bool)
    flagged = communes["situation"] == flags.POOR_AND_FAR
    said: list[Remark] = []
    for text, which in (
        ("Communes signalées par leur moyenne, et non par leurs immeubles", differs & flagged),
        ("Communes signalées par leurs immeubles, et non par leur moyenne", differs & ~flagged),
        ("Communes dont les immeubles ont plus ou moins de locaux que la table du débit, à plus "
         "de 5 % près", apart),
        ("Communes dont la part mal desservie, comptée par immeuble, s'écarte de plus de cinq "
         "points de celle de la table du débit", share_apart),
    ):  # fmt: skip
        names = communes.loc[which, "name"]
        said += remarks("warning", text, [f"{name} ({insee})" for insee, name in names.items()])
    return said
