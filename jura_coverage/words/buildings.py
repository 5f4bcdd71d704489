"""What is said of buildings, and of the squares that they are counted by."""

import pandas as pd

from jura_coverage import french
from jura_coverage.measures import flags
from jura_coverage.measures.hamlets import FEWEST_PREMISES, Hamlets
from jura_coverage.parameters import Parameters
from jura_coverage.study import Result
from jura_coverage.study.figures import total, total_where
from jura_coverage.words.terms import AT_LEAST, NOT_AVAILABLE, PLURAL, poor_share

OF_BUILDINGS = (
    "Chaque local est compté là où est son immeuble, avec sa propre technologie et son propre "
    "trajet : une moyenne peut cacher un hameau, ou le contraire. Les carreaux d'un kilomètre "
    "sont les hameaux ; entre eux, pâle, la commune."
)

POOR_FAR_PREMISES = "Locaux eux-mêmes mal desservis et éloignés"


def of_commune_by_buildings(commune: pd.Series, parameters: Parameters) -> tuple[str, ...]:
    """Tell what the buildings of a commune say of it, beside its means; nothing without them.

    Parameters
    ----------
    commune
        A row of ``result.communes``.
    parameters
        With the threshold of the poor share.
    """
    if "premises_poor_far" not in commune:
        return ()
    number, share = commune["premises_poor_far"], commune["share_poor_far"]
    if pd.isna(number):
        return (f"Immeuble par immeuble : {NOT_AVAILABLE} pour cette commune.",)
    themselves = "sont eux-mêmes mal desservis" if number >= PLURAL else "est lui-même mal desservi"
    reached = "atteint" if share >= parameters.policy.poor_share else "est sous"
    return (
        f"Immeuble par immeuble : {french.count(number, 'local', 'locaux')} "
        f"({french.percent(share, 2)}) {themselves} et loin d'un conseiller ; cela {reached} le "
        f"seuil de {poor_share(parameters)}{_beside_the_mean(commune)}.",
    )


def _beside_the_mean(commune: pd.Series) -> str:
    """Say whether the means of a commune lead to the same answer, where both are known."""
    if pd.isna(commune["mean_agrees"]):
        return ""
    if commune["mean_agrees"]:
        return ", et la moyenne de la commune mène à la même réponse"
    return ", alors que la moyenne de la commune mène à l'autre réponse"


def levels(result: Result) -> str:
    """Set what buildings count beside what the means of communes do; empty without buildings."""
    if result.buildings is None:
        return ""
    communes = result.communes
    counted = communes["premises_poor_far"]
    flagged = communes["situation"] == flags.POOR_AND_FAR
    found = total(counted)
    if found is None:
        return f"{POOR_FAR_PREMISES}, comptés immeuble par immeuble : {NOT_AVAILABLE}."
    least = AT_LEAST if counted.isna().any() else ""
    inside, by_mean = (
        "un nombre inconnu" if each is None else french.number(each)
        for each in (
            total_where(counted, flagged), total_where(communes["premises_without"], flagged)
        )
    )  # fmt: skip
    return (
        f"{POOR_FAR_PREMISES}, comptés immeuble par immeuble : {least}{french.number(found)}, dont "
        f"{inside} dans les communes signalées. Par la moyenne des communes, locaux mal desservis "
        f"de celles qui sont signalées : {by_mean}."
    )


def of_hamlets(found: Hamlets) -> str:
    """Say what the table of hamlets holds, and what it does not."""
    left_out = [
        f"{french.count(number, 'local', 'locaux')} {which}"
        for number, which in (
            (found.premises_suppressed,
             f"de {french.count(found.cells_suppressed, 'carreau', 'carreaux')} qui en ont moins"),
            (found.premises_unplaced, "d'immeubles sans position"),
        )
        if number
    ]  # fmt: skip
    without = f", sans {french.enumeration(left_out)}" if left_out else ""
    return (
        f"Une ligne par carreau d'un kilomètre où il y a {FEWEST_PREMISES} locaux au moins, pour "
        f"ne désigner aucune maison{without}."
    )
