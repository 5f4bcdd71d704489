"""What is said of many départements together."""

from jura_coverage import french
from jura_coverage.geography import departements
from jura_coverage.study.nation import Nation
from jura_coverage.words.figures import ADVISORS_HEAD, of_communes, without_data

EVERYTHING = "Ensemble"
OTHER_SCALES = "Chaque territoire d'outre-mer est dessiné à sa propre échelle."
TOO_SMALL = (
    "Une commune plus petite qu'un point de l'écran n'apparaît qu'en s'approchant ; la recherche y "
    "mène."
)
OF_EACH = "La page de chaque département dit comment ses chiffres sont calculés, et ses limites."


def nation_title(nation: Nation) -> str:
    """Give the title of the page about many départements."""
    codes = {*nation.summary["france"]["departements"], *nation.failed}
    if codes >= departements.CODES - {departements.EXAMPLE}:
        where = "en France"
    elif len(codes) == 1:
        where = departements.within(*codes)
    else:
        where = f"dans {french.count(len(codes), 'département')}"
    return f"Internet et conseillers numériques {where}"


def not_found(nation: Nation) -> str:
    """Name the départements of which nothing was found; empty if there are none."""
    if not nation.failed:
        return ""
    named = french.enumeration(
        [f"{departements.name(code)} ({code})" for code in sorted(nation.failed)]
    )
    return (
        f"Sans résultat : {named}. Aucun chiffre ci-dessous n'en tient compte, et "
        f"{'ses' if len(nation.failed) == 1 else 'leurs'} communes sont dessinées sans donnée."
    )


def has_overseas(nation: Nation) -> bool:
    """Tell whether any commune lies overseas, where the map has other scales."""
    return bool(nation.communes["departement"].isin(departements.ALONE).any())


def not_drawn(nation: Nation) -> str:
    """Say how many communes the map leaves out; empty if it draws all."""
    shapes = nation.communes.geometry
    bare = int((shapes.isna() | shapes.is_empty).sum())
    if not bare:
        return ""
    missing = french.count(bare, "commune", "communes")
    verb = "n'est pas dessinée" if bare == 1 else "ne sont pas dessinées"
    return f"{missing} sans limites connues {verb} ; la recherche y mène."


def figures_of_nation(nation: Nation) -> list[tuple[str, str]]:
    """Give the key figures of many départements: label and French value."""
    return [
        *of_communes(nation),
        (ADVISORS_HEAD, french.posts(nation.figures.posts)),
        *without_data(nation),
    ]
