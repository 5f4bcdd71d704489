"""Two editions side by side, in words."""

import pandas as pd

from jura_coverage import french
from jura_coverage.study.compare import MERGED, METHOD, REAL, REVISED, SAME, UNKNOWN, Comparison
from jura_coverage.study.compare_advisors import AdvisorComparison
from jura_coverage.study.figures import IN_PART, Sum
from jura_coverage.territory.doubles import NEAR_M
from jura_coverage.words.figures import people_of
from jura_coverage.words.provenance import advisors_edition
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


def advisor_sentences(found: AdvisorComparison) -> list[str]:
    """Tell a comparison of advisors in French."""
    before, after = found.before, found.after
    lands = before.territory, after.territory
    own = [land.number_of_places for land in lands]
    beyond = [len(land.bases_beyond) for land in lands]
    posts = [french.posts(result.figures.posts) for result in (before, after)]
    told = [
        f"Édition avant : {advisors_edition(before)}. Après : {advisors_edition(after)}.",
        f"Lieux du département : {own[0]} puis {own[1]} ; {posts[0]} puis {posts[1]}.",
        *(f"{title}{f' ({len(places)})' if len(places) else ''} : {_places(places)}."
          for title, places in (("Lieux en plus", found.gained), ("Lieux en moins", found.lost))),
        f"Un lieu est le même à {french.number(NEAR_M)} m au plus, ou dans la même commune sous "
        "un nom semblable ; sinon il compte comme un lieu en plus et un en moins.",
    ]  # fmt: skip
    if any(beyond):
        told.append(
            f"Lieux connus des départements voisins, à proximité : {beyond[0]} puis {beyond[1]}. "
            "Un lieu qui n'était pas connu n'est pas un lieu ouvert depuis."
        )
    for line, name in (("flagged", "signalées"), ("far", "éloignées")):
        for title, crossed in (
            (f"Entrées parmi les communes {name}", found.entered(line)),
            (f"Sorties des communes {name}", found.left(line)),
        ):
            listed = ", ".join(f"{name} ({insee})" for insee, name in crossed["name"].items())
            everybody = Sum.over(crossed["residents"], in_part=crossed[IN_PART])
            told.append(
                f"{title} ({people_of(everybody, communes=len(crossed))}) : {listed}."
                if listed
                else f"{title} : aucune."
            )
    return told


def _places(places: pd.DataFrame) -> str:
    listed = [
        f"{row['name']}, {row['commune']} ({french.posts(row['posts'])})"
        for row in places.to_dict("records")
    ]
    return " ; ".join(listed) or "aucun"
