"""What is said of a network of roads: of when it is, and which of its trips are to be looked at."""

from collections import Counter

import pandas as pd

from jura_coverage import french
from jura_coverage.measures import doubtful
from jura_coverage.sources.minutes import OPENSTREETMAP
from jura_coverage.sources.roads.engine import GREATEST_SNAP_M
from jura_coverage.study.check_minutes import DETOUR, taught
from jura_coverage.study.roads import Survey

PAIRS_NAMED = 5


def road_sentences(found: Survey) -> list[str]:
    """Say what a road engine makes of a territory, a line each."""
    network = found.engine.network
    return [
        f"Minutes : {found.engine.label}.",
        f"Réseau : {french.count(network.ways, 'tronçon')} ({', '.join(network.extracts)} ; "
        f"{', '.join(OPENSTREETMAP)}).",
        *_snaps(found.points),
        _refused(found.points),
        _unknown(found),
        *_one_way(found),
        *_detours(found),
        f"{taught(found.engine.estimate)}.",
    ]


def _snaps(points: pd.DataFrame) -> list[str]:
    """Say how far points are from the road that they were taken to."""
    lines = []
    for is_commune, what in ((True, "point de départ de commune"), (False, "lieu")):
        taken = points[(points["is_commune"] == is_commune) & ~points["refused"]]
        if len(taken):
            metres = taken["snap_m"]
            worst = taken["name"].iloc[int(metres.argmax())]
            plural = what.replace("point", "points").replace("lieu", "lieux")
            lines.append(
                f"Accrochage : {french.count(len(taken), what, plural)} à "
                f"{french.number(metres.median())} m de la route (médiane), au plus "
                f"{french.number(metres.max())} m ({worst})."
            )
    return lines


def _refused(points: pd.DataFrame) -> str:
    names = points.loc[points["refused"], "name"].tolist()
    most = french.number(GREATEST_SNAP_M)
    if not names:
        return f"Aucun point n'est à plus de {most} m d'une route."
    return (
        f"Refusé : {french.count(len(names), 'point')} à plus de {most} m de toute route du "
        f"réseau, dont les trajets manquent : {_first(names)}. L'extrait couvre-t-il ce lieu ?"
    )


def _unknown(found: Survey) -> str:
    total = french.count(found.pairs, "trajet")
    if not found.unknown:
        return f"Chacun des {total} a un chemin." if found.pairs else "Aucun trajet."
    return f"Sans chemin : {french.number(found.unknown)} des {total}."


def _one_way(found: Survey) -> list[str]:
    """Say which pairs take much longer one way, and which points they have in common."""
    rule = (
        f"{french.shortest(doubtful.ONE_WAY_RATIO, 2)} fois plus, et "
        f"{french.shortest(doubtful.ONE_WAY_MINUTES, 0)} minutes de plus"
    )
    pairs, names = found.one_way, found.points["name"]
    if pairs.empty:
        return [f"Aucun trajet n'est bien plus long dans un sens que dans l'autre ({rule})."]
    ends = Counter([*pairs["origin"], *pairs["place"]])
    often = [f"{names[label]} ({number})" for label, number in ends.most_common(3)]
    lines = [
        f"Bien plus longs dans un sens que dans l'autre ({rule}) : "
        f"{french.count(len(pairs), 'paire')}, le plus souvent {french.enumeration(often)}. Un "
        "sens unique mal décrit dans OpenStreetMap en est la cause habituelle :"
    ]
    return lines + [
        f"  {names[row['origin']]} → {names[row['place']]} : {french.minutes(row['minutes'])}, "
        f"{french.minutes(row['back'])} au retour"
        for row in pairs.head(PAIRS_NAMED).to_dict("records")
    ]


def _detours(found: Survey) -> list[str]:
    """Say which pairs are much farther by road than by crow-fly."""
    pairs, names = found.detours, found.points["name"]
    if pairs.empty:
        return [f"Aucun détour ({DETOUR})."]
    return [
        f"Détours ({DETOUR}) : {french.count(len(pairs), 'paire')}, d'abord :",
        *(
            f"  {names[row['origin']]} – {names[row['place']]} : "
            f"{french.number(row['kilometres'], 1)} km, "
            f"{french.number(row['crow_fly_km'], 1)} km à vol d'oiseau"
            for row in pairs.head(PAIRS_NAMED).to_dict("records")
        ),
    ]


def _first(names: list[str]) -> str:
    few = ", ".join(names[:PAIRS_NAMED])
    return f"{few} et {len(names) - PAIRS_NAMED} autres" if len(names) > PAIRS_NAMED else few
