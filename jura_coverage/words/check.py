"""The data report in words."""

from jura_coverage import french
from jura_coverage.study.check import FileReport, Inspection
from jura_coverage.words.provenance import editions_line
from jura_coverage.words.terms import ROLE_NAMES

# What a file may be: a table of a run, or what an option on posts takes.
NAMES = {**ROLE_NAMES, "weights": "Poids des habitants", "candidates": "Communes candidates"}


def inspected(file: FileReport) -> str:
    """Say in French what a file of a data report holds."""
    if file.within:
        return f"{NAMES[file.role]} : lu avec {file.within}, et compté là."
    read = french.count(file.rows, "ligne lue", "lignes lues")
    used = french.count(file.used, "utilisée", "utilisées")
    edition = file.vintage or "non précisée"
    age = f", il y a {file.age}" if file.age else ""
    return f"{NAMES[file.role]} : {file.title}. Édition : {edition}{age}. {read}, {used}."


def verdict(inspection: Inspection) -> str:
    """Say in French whether the files of a data report can be used."""
    refused = sum(bool(each.refused) for each in inspection.files)
    if refused:
        return (
            f"{french.count(refused, 'fichier')} sur {len(inspection.files)} ne "
            f"{'peut' if refused == 1 else 'peuvent'} pas être "
            f"{'utilisé' if refused == 1 else 'utilisés'}."
        )
    if inspection.refused:
        return "Les fichiers ne peuvent pas être utilisés ensemble."
    if not inspection.joined:
        return "Tous les fichiers peuvent être lus ; ils n'ont pas été réunis à d'autres données."
    added = editions_line(inspection.embedded)
    return "Tous les fichiers peuvent être utilisés." + (
        f" Réunis avec les données embarquées : {added}." if added else ""
    )
