"""Two editions side by side, in words."""

from jura_coverage import french
from jura_coverage.study.compare import MERGED, METHOD, REAL, REVISED, SAME, UNKNOWN, Comparison
from jura_coverage.words.terms import TECHNOLOGY_NAMES

_CAUSES = {
    REAL: "changement réel",
    REVISED: "locaux révisés",
    MERGED: "fusion",
    METHOD: "méthode",
    SAME: "inchangée",
    UNKNOWN: "donnée manquante",
}


def sentences(comparison: Comparison) -> list[str]:
    """Tell a comparison in French."""
    communes = comparison.communes
    number = communes["change"].value_counts()
    texts = {
        REAL: ("a", "ont", " changé sur le terrain"),
        REVISED: ("a", "ont", " un nombre de locaux révisé : le changement vient du décompte"),
        MERGED: ("a", "ont", " fusionné ou changé de limites entre les deux éditions"),
        METHOD: ("a", "ont", " changé parce qu'une technologie est comptée autrement"),
        SAME: ("n'a", "n'ont", " pas changé"),
        UNKNOWN: ("manque", "manquent", " dans l'une des éditions"),
    }
    told = [
        french.count(number[kind], f"commune {one}", f"communes {several}") + f"{text}."
        for kind, (one, several, text) in texts.items()
        if kind in number.index
    ]
    if comparison.breaks:
        told.append(
            "Rupture de méthode probable : "
            + french.enumeration([TECHNOLOGY_NAMES[name] for name in comparison.breaks])
            + " perd la plupart de ses locaux dans la plupart des communes à la fois."
        )
    for title, crossed in (
        ("Entrées parmi les communes signalées", comparison.entered),
        ("Sorties des communes signalées", comparison.left),
    ):
        listed = [
            f"{name} ({insee}, {_CAUSES[change]})"
            for insee, name, change in zip(
                crossed.index, crossed["name"], crossed["change"], strict=True
            )
        ]
        told.append(f"{title} : " + (", ".join(listed) or "aucune") + ".")
    return told
