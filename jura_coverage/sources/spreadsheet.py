"""The spreadsheet of posts that a DDT keeps itself, xlsx or csv, with French headings."""

from pathlib import Path

import pandas as pd

from jura_coverage import columns, french
from jura_coverage.errors import DataError, Fault, Wording
from jura_coverage.remarks import remarks
from jura_coverage.sources import checks, delimited, repair
from jura_coverage.sources.advisors import positions
from jura_coverage.sources.advisors.stops import doubtful, stops
from jura_coverage.sources.advisors.table import advisor_table
from jura_coverage.sources.cells import (
    CONVENTIONS,
    choices,
    dates,
    euros,
    full_time_equivalents,
    sirets,
)
from jura_coverage.sources.formats import Format, OfficialCells
from jura_coverage.sources.reading import Publication, Reading

# Our name of each column, its heading, and what the template says to write there.
COLUMNS = {
    "host": ("Structure", "Nom de la structure d'accueil. Aucun nom de personne."),
    "commune": ("Commune", "Nom de la commune où le conseiller travaille."),
    "insee": ("Code Insee", "Cinq caractères, en texte ; facultatif si la commune est donnée."),
    "address": ("Adresse", "Numéro et rue ; facultatif, sert à situer le lieu."),
    "postcode": ("Code postal", "Facultatif."),
    "posts": ("Postes", "Nombre de postes, ou part d'un poste comme 0,5."),
    "host_type": ("Employeur", "public ou privé ; facultatif, décide du tarif."),
    "fte": ("ETP", "Équivalents temps plein des postes de la ligne, comme 0,8 ; vide : plein."),
    "open_to_public": ("Accueil du public", "oui ou non ; vide : oui."),
    "state": ("État", "occupé, vacant ou rendu ; vide : occupé."),
    "convention_start": ("Début de convention", "Date (jour/mois/année)."),
    "convention_end": ("Fin de convention", "Date (jour/mois/année)."),
    "convention": ("Convention", "initiale ou renouvellement ; facultatif."),
    "convention_euros": (
        "Montant conventionné",
        "Euros, pour tous les postes de la ligne ; facultatif.",
    ),
    "mode": ("Mode", "fixe ou itinérant ; vide : fixe."),
    "stops": (
        "Étapes et jours",
        "Pour un poste itinérant : Orgelet (mardi) ; Arinthod (jeudi matin) ; Aromas (2 jours).",
    ),
    "latitude": ("Latitude", "Degrés décimaux ; facultatif."),
    "longitude": ("Longitude", "Degrés décimaux ; facultatif."),
    "siret": ("SIRET", "14 chiffres ; facultatif, réunit les lieux d'une même structure."),
}
HEADINGS = {name: heading for name, (heading, _) in COLUMNS.items()}
RECOGNISED = ("Structure", "Commune", "Code Insee", "Postes", "État", "Fin de convention")
STATES = {"": "occupé", "occupé": "occupé", "vacant": "vacant", "rendu": "rendu"}
MODES = {"": False, "fixe": False, "itinérant": True}
HOST_TYPES = {"": "", "public": "public", "privé": "private"}
YES_NO = {"": pd.NA, "oui": True, "non": False}
EXAMPLES = "Lignes d'exemple du modèle, non comptées"
_COMPLETE = "Complétez la ligne."
NOWHERE = Wording(
    found="ni commune, ni code, ni position", expected="l'un des trois au moins", action=_COMPLETE
)
INCOMPLETE = Wording(
    found="une position incomplète", expected="les deux degrés, ou aucun", action=_COMPLETE
)
WITHOUT_POSTS = Wording(
    found="un nombre de postes vide", expected=columns.A_NUMBER_OF_POSTS, action=_COMPLETE
)
UNFILLED = Wording(
    found="les seules lignes d'exemple du modèle, qui ne sont jamais comptées",
    expected="vos postes, une ligne par structure",
    action="Remplacez les exemples par vos postes, nom de la structure compris, et "
    "enregistrez le fichier.",
)
EXAMPLE = (
    ("Exemple de médiathèque", "Orgelet", "39397", "1 place de l'Exemple", "39270", 1, "public",
     "0,8", "oui", "occupé", "01/03/2023", "28/02/2026", "renouvellement", "42 500", "fixe", "", "",
     "", ""),
    ("Exemple d'association", "Arinthod", "", "", "", 2, "privé", "", "", "occupé", "01/09/2023",
     "31/08/2026", "", "", "itinérant", "Arinthod (lundi) ; Aromas (jeudi)", "", "", ""),
)  # fmt: skip


def read_posts(opened: OfficialCells, departement: str | None) -> Reading[pd.DataFrame]:
    """Read a table of posts: occupied ones count, vacant and returned ones are said.

    The examples of the template are set aside, and said.
    """
    file = str(opened.path)
    examples = opened.cells["Structure"].isin([name for name, *_ in EXAMPLE])
    if examples.any() and examples.all():
        raise _unfilled(file)
    cells = opened.cells[~examples]
    column = {name: opened.column(heading)[cells.index] for name, heading in HEADINGS.items()}
    faults: list[Fault] = []
    raw_codes = column["insee"]
    codes = repair.commune_codes(
        raw_codes, postcodes=column["postcode"], of=departement, apart=opened.apart
    )
    numbers = {}
    for name, reader in (
        ("posts", delimited.shares),
        ("latitude", delimited.decimals),
        ("longitude", delimited.decimals),
    ):
        numbers[name], wrong = reader(column[name].rename(HEADINGS[name]), file=file)
        faults += wrong
    numbers["fte"], wrong = full_time_equivalents(column["fte"], HEADINGS["fte"], file=file)
    faults += wrong
    ends = {}
    for name in ("convention_start", "convention_end"):
        ends[name], wrong = dates(column[name], HEADINGS[name], file=file)
        faults += wrong
    kinds, wrong_kinds = choices(
        column["convention"], CONVENTIONS, HEADINGS["convention"], file=file
    )
    agreed, wrong_euros = euros(column["convention_euros"], HEADINGS["convention_euros"], file=file)
    states, wrong_states = choices(column["state"], STATES, HEADINGS["state"], file=file)
    modes, wrong_modes = choices(column["mode"], MODES, HEADINGS["mode"], file=file)
    siret, wrong_sirets = sirets(column["siret"], HEADINGS["siret"], file=file)
    types, wrong_types = choices(column["host_type"], HOST_TYPES, HEADINGS["host_type"], file=file)
    public, wrong_public = choices(
        column["open_to_public"], YES_NO, HEADINGS["open_to_public"], file=file
    )
    table = advisor_table(
        host=column["host"], insee=codes, **numbers, host_type=types, open_to_public=public,
        itinerant=modes.where(column["mode"] != ""),
        commune=column["commune"], address=column["address"], postcode=column["postcode"],
        stops=stops(column["stops"]), siret=siret, convention_kinds=kinds, convention_euros=agreed,
        **ends,
        state=column["state"].mask(column["state"] != "", "occupied"),
    )  # fmt: skip
    faults += [
        *wrong_states, *wrong_sirets, *wrong_modes, *wrong_types, *wrong_public, *wrong_kinds,
        *wrong_euros,
        *_place_faults(table, column["posts"], file=file),
    ]  # fmt: skip
    ordinary, wrong_positions = positions.impossible(table, departement, file=file)
    faults += wrong_positions
    faults += checks.faults(
        ordinary, checks.advisors(departement), file=file, headings=HEADINGS, whose=table["host"]
    )
    checks.refuse(faults)
    occupied = states == "occupé"
    closed = occupied & ~table["open_to_public"].fillna(True).astype(bool)
    counted = occupied & ~closed
    return Reading(
        table=table[counted],
        rows=len(opened.cells),
        publication=Publication(title="Tableau des postes tenu par le département"),
        remarks=(
            *opened.remarks,
            *remarks(
                "set_aside",
                EXAMPLES,
                opened.cells.loc[examples, "Structure"],
            ),
            *repair.code_remarks(raw_codes[raw_codes != ""], codes, file=opened.path.name),
            *(
                remark
                for state, text in (("vacant", checks.VACANT), ("rendu", checks.RETURNED))
                for remark in remarks("set_aside", text, table.loc[states == state, "host"])
            ),
            *remarks("set_aside", checks.CLOSED_PLACES, table["host"][closed]),
            *doubtful(column["stops"][counted], table["host"][counted]),
        ),
    )


def template(path: Path | str) -> None:
    """Write the template of this spreadsheet, with a sheet that explains its columns."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    posts, help_sheet = book.worksheets[0], book.create_sheet("Explications")
    posts.title = "Postes"
    posts.append(list(HEADINGS.values()))
    for row in EXAMPLE:
        posts.append(list(row))
    for said in (
        ("Colonne", "Ce qu'il faut y écrire"),
        *COLUMNS.values(),
        ("", "Les deux lignes d'exemple ne sont jamais comptées ; effacez-les."),
    ):
        help_sheet.append([french.typeset(each) for each in said])
    for sheet in (posts, help_sheet):
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for number, column in enumerate(sheet.columns, start=1):
            widest = max(len(str(cell.value or "")) for cell in column)
            sheet.column_dimensions[get_column_letter(number)].width = min(60, widest + 2)
            for cell in column:
                cell.alignment = Alignment(vertical="top", wrap_text=sheet is help_sheet)
                cell.number_format = "@"  # text: codes keep their zeros, dates stay as typed
    book.save(path)


def _unfilled(file: str) -> DataError:
    return DataError([UNFILLED.fault(file=file)])


def _place_faults(table: pd.DataFrame, posts: pd.Series, *, file: str) -> list[Fault]:
    nowhere = (table[["insee", "commune"]] == "").all(axis=1) & table["latitude"].isna()
    incomplete = table["latitude"].isna() != table["longitude"].isna()
    wrongs = ((nowhere, NOWHERE), (incomplete, INCOMPLETE), (posts == "", WITHOUT_POSTS))
    return [
        fault
        for wrong, wording in wrongs
        for fault in checks.row_faults(table, wrong, wording, file=file)
    ]


FORMATS = (
    Format(
        headings=RECOGNISED, required=("Structure", "Postes"), read=read_posts,
        optional=tuple(HEADINGS.values()), own=True,
    ),
)  # fmt: skip
