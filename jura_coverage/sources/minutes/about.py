"""The file beside a table of minutes: what measured them, and whose roads these are."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jura_coverage import french
from jura_coverage.errors import DataError, Fault
from jura_coverage.sources import checks, content

SUFFIX = ".toml"
GREATEST_BYTES, LONGEST_TEXT = 10_000, 1_000
# To whom its roads belong, and under which licence.
OPENSTREETMAP = ("© les contributeurs d'OpenStreetMap", "ODbL 1.0")
KEYS = {
    "engine": 'engine = "OSRM 26.10, car.lua"',
    "network_date": "network_date = 2026-11-01",
    "convention": 'convention = "en voiture, sans bouchon, de mairie à lieu"',
    "attribution": f'attribution = "{OPENSTREETMAP[0]}"',
    "licence": f'licence = "{OPENSTREETMAP[1]}"',
}
# Of whom the roads are may be left out as a whole.
WHOSE = ("attribution", "licence")


@dataclass(frozen=True, kw_only=True)
class About:
    """What measured the minutes of a table, as the file beside it tells.

    Parameters
    ----------
    engine, convention
        French: its name, and what is measured of which trip.
    network_date
        Of which day the roads are; None where all minutes are estimates.
    attribution, licence
        French: whose roads these are, and under which licence; empty if nothing is told.
    """

    engine: str
    convention: str
    network_date: date | None = None
    attribution: str = ""
    licence: str = ""


def beside(path: Path) -> Path:
    """Name the file that says what measured the minutes of a table."""
    return path.with_name(path.name + SUFFIX)


def read_about(path: Path) -> About:
    """Read what measured the minutes of a table.

    Raises
    ------
    DataError
        If the file is missing, no TOML, or lacks something.
    """
    lines = " ; ".join(KEYS.values())
    if not content.is_beside(path):
        raise content.whole_file(
            path, "aucun fichier à côté de la table",
            "un fichier texte qui dise d'où viennent les minutes",
            f"Écrivez-le avec ces lignes, à votre cas : {lines}.",
        )  # fmt: skip
    try:
        text = content.read_bytes(path, greatest=GREATEST_BYTES).decode("utf-8-sig")
        told = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        if isinstance(error, DataError):
            raise
        raise content.whole_file(
            path, "autre chose que du TOML en UTF-8", f"des lignes comme {lines}",
            "Corrigez le fichier.",
        ) from error  # fmt: skip
    faults = [
        Fault(
            file=str(path), place=f"« {name} »",
            found=checks.quoted(told[name]) if name in told else "aucune ligne de ce nom",
            expected=f"une ligne comme {example}", action="Ajoutez ou corrigez la ligne.",
        )
        for name, example in KEYS.items()
        if not _tells(name, told)
    ]  # fmt: skip
    faults += [
        Fault(
            file=str(path), place=checks.quoted(name), found="un nom inconnu",
            expected=french.enumeration([f"« {each} »" for each in KEYS]),
            action="Retirez la ligne.",
        )
        for name in told if name not in KEYS
    ]  # fmt: skip
    checks.refuse(faults)
    network_date = told.pop("network_date", None)
    texts = {name: french.legible(value).strip() for name, value in told.items()}
    return About(network_date=network_date, **texts)


def _tells(name: str, told: Mapping[str, object]) -> bool:
    """Tell whether a key has a value; the date is needed only where something was measured."""
    value = told.get(name)
    if name == "network_date":
        return value is None or type(value) is date
    if name in WHOSE and not any(each in told for each in WHOSE):
        return True
    return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_TEXT


def undated(path: Path) -> Fault:
    """Say that a file beside measured minutes does not tell of when the roads are."""
    return Fault(
        file=str(path), place="« network_date »", found="aucune date du réseau routier",
        expected=f"une ligne comme {KEYS['network_date']}, puisque des minutes sont mesurées",
        action="Ajoutez la date du réseau, ou mettez 1 dans la colonne « estimated » des "
        "estimations.",
    )  # fmt: skip
