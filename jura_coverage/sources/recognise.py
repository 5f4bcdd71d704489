"""What a file is for, told by what it holds."""

from pathlib import Path

from jura_coverage.errors import DataError, Fault
from jura_coverage.geography.services import ADVISORS, FRANCE_SERVICES
from jura_coverage.sources import advisors, content, internet, layers, needs, official
from jura_coverage.sources.advisors import places
from jura_coverage.sources.communes import registry
from jura_coverage.sources.containers import kind_of

HEADINGS_SHOWN = 8


def role_of(path: Path) -> str:
    """Tell what a file holds.

    Returns
    -------
    str
        ``communes``, ``broadband``, ``france_services`` (a list of places that tells no advisors),
        ``advisors`` or ``needs``.

    Raises
    ------
    DataError
        If the file is missing, damaged, or like nothing known.
    """
    content.require_plain(path)
    if registry.is_registry(path):
        return "communes"
    likeness = {
        "broadband": official.likeness(path, internet.FORMATS),
        FRANCE_SERVICES.role: official.likeness(path, places.OTHERS),
        ADVISORS.role: official.likeness(path, advisors.FORMATS),
        "needs": official.likeness(path, needs.FORMATS),
    }
    role = max(likeness, key=lambda role: likeness[role])
    if likeness[role] > 0:
        return role
    if kind_of(path) in layers.FORMATS:
        return "communes"
    raise DataError([_unknown(path)])


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
