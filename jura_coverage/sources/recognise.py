"""What a file is for, told by what it holds."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jura_coverage.errors import DataError, Fault
from jura_coverage.geography.services import FRANCE_SERVICES
from jura_coverage.sources import (
    advisors,
    buildings,
    content,
    delimited,
    internet,
    layers,
    minutes,
    needs,
    openings,
    weights,
)
from jura_coverage.sources.advisors import candidates, places
from jura_coverage.sources.communes import registry
from jura_coverage.sources.containers import kind_of
from jura_coverage.sources.formats import Format

HEADINGS_SHOWN = 8
# The formats of tables by role; what is as much like two of them has the first.
FORMATS: dict[str, Sequence[Format[Any]]] = {
    "broadband": internet.FORMATS,
    FRANCE_SERVICES.role: places.OTHERS,  # of places that tells no advisors
    "advisors": advisors.FORMATS,
    "needs": needs.FORMATS,
    "weights": weights.FORMATS,
    "candidates": candidates.FORMATS,
}


def role_of(path: Path | str) -> str:
    """Tell what a file holds: ``buildings``, ``communes``, ``minutes``, or one of :data:`FORMATS`.

    Raises
    ------
    DataError
        If the file is missing, damaged, or like nothing known.
    """
    path = Path(path)
    content.require_plain(path)
    if buildings.is_buildings(path):  # first, since it unpacks their headings alone
        return "buildings"
    if registry.is_registry(path):
        return "communes"
    if minutes.is_minutes(path):
        return "minutes"
    found = openings.of(path)
    likeness = {role: openings.likeness(found, formats) for role, formats in FORMATS.items()}
    role = max(likeness, key=lambda role: likeness[role])
    drawn = kind_of(path) in layers.FORMATS
    # A list of candidates is told by a code alone, which boundaries have too.
    if likeness[role] > 0 and not (drawn and role == "candidates"):
        return role
    if drawn:
        return "communes"
    raise DataError([_unknown(path)])


def _unknown(path: Path) -> Fault:
    if path.stat().st_size == 0:
        return delimited.EMPTY.fault(file=str(path))
    names = openings.headings(path)
    shown = ", ".join(names[:HEADINGS_SHOWN]) + (" …" if len(names) > HEADINGS_SHOWN else "")
    return Fault(
        file=str(path),
        found=f"des colonnes qui ne sont d'aucun format connu ({shown})"
        if len(names) > 1
        else "un contenu qui n'est d'aucun format connu",
        expected="un tableau de communes, de débit, de fibre, de cuivre, de conseillers, d'âge, de "
        "niveau de vie, de poids, de communes candidates, d'immeubles ou de minutes",
        action="Vérifiez que c'est le bon fichier, avec ses noms de colonnes d'origine ; les "
        "immeubles de Cartefibre et les fichiers du mobile ne sont pas lus.",
    )
