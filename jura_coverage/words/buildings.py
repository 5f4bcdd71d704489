"""What is said of buildings, and of the squares that they are counted by."""

from jura_coverage import french
from jura_coverage.measures.hamlets import FEWEST_PREMISES, Hamlets

OF_BUILDINGS = (
    "Chaque local est compté là où est son immeuble, avec sa propre technologie et son propre "
    "trajet : une moyenne peut cacher un hameau, ou le contraire. Les carreaux d'un kilomètre "
    "sont les hameaux ; entre eux, pâle, la commune."
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
