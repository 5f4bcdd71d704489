"""What a file is for, told by what it holds."""

import zipfile
from pathlib import Path

from jura_coverage.errors import DataError, Fault
from jura_coverage.sources import advisors, content, internet, layers, needs, official
from jura_coverage.sources.communes import registry

HEADINGS_SHOWN = 8


def role_of(path: Path) -> str:
    """Tell whether a file holds ``communes``, ``broadband``, ``advisors`` or ``needs``.

    Raises
    ------
    DataError
        If the file is missing, damaged, or like nothing known.
    """
    content.require_plain(path)
    if registry.is_registry(path) or path.suffix.lower() in layers.FORMATS:
        return "communes"
    if path.is_file() and zipfile.is_zipfile(path):
        return "advisors"
    families = {
        "broadband": (internet.HEADINGS.values(), internet.FORMATS),
        "advisors": (advisors.HEADINGS.values(), advisors.FORMATS),
        "needs": (needs.HEADINGS.values(), needs.FORMATS),
    }
    likeness = {
        role: official.likeness(path, [own, *(each.headings for each in formats)])
        for role, (own, formats) in families.items()
    }
    role = max(likeness, key=lambda role: likeness[role])
    if likeness[role] <= 0:
        raise DataError([_unknown(path)])
    return role


def _unknown(path: Path) -> Fault:
    names = official.headings(path)
    shown = ", ".join(names[:HEADINGS_SHOWN]) + (" …" if len(names) > HEADINGS_SHOWN else "")
    return Fault(
        file=str(path),
        found=f"des colonnes qui ne sont d'aucun format connu ({shown})"
        if len(names) > 1
        else "un contenu qui n'est d'aucun format connu",
        expected="un tableau de communes, de débit, de fibre, de cuivre, de conseillers, d'âge ou "
        "de niveau de vie",
        action="Vérifiez que c'est le bon fichier, avec ses noms de colonnes d'origine ; les "
        "fichiers par immeuble et ceux du mobile ne sont pas lus.",
    )
