"""Cartefibre's communes, and the ministry's list of copper closures."""

import pandas as pd

from jura_coverage import french
from jura_coverage.measures import internet
from jura_coverage.measures.internet import CLOSED, PLANNED, UNPLANNED
from jura_coverage.remarks import remarks
from jura_coverage.sources import checks, delimited, official, repair
from jura_coverage.sources.formats import Format, OfficialCells
from jura_coverage.sources.reading import Publication, Reading

CARTEFIBRE = {"cartefibre_premises": "Locaux", "cartefibre_ftth": "ftth"}


def read_cartefibre(opened: OfficialCells, departement: str | None) -> Reading[pd.DataFrame]:
    """Read Cartefibre's communes: another count of fibre, with a denominator of its own."""
    file = str(opened.path)
    raw = opened.cells["INSEE_COM"]
    codes = repair.commune_codes(raw, opened.cells.get("INSEE_DEP"), apart=opened.apart)
    kept, elsewhere = official.of_departement(opened, codes, departement)
    counts, faults = {}, []
    for name, heading in CARTEFIBRE.items():
        counts[name], wrong = delimited.whole_numbers(
            opened.cells.loc[kept.index, heading], file=file
        )
        faults += wrong
    # Arrondissements add up to their commune; a part without count leaves the whole unknown.
    rows = pd.DataFrame(counts).groupby(kept)
    sums = rows.sum(min_count=1).mask(rows.count().lt(rows.size(), axis=0))
    lacking = repair.cities_in_part(raw[kept.index], apart=opened.apart)
    sums.loc[list(lacking)] = pd.NA
    table = sums.rename_axis("insee").reset_index()
    checks.refuse(
        [*faults,
         *checks.faults(table, checks.broadband(departement), file=file, headings=CARTEFIBRE)]
    )  # fmt: skip
    return Reading(
        table=table,
        rows=len(opened.cells),
        publication=Publication(
            title="Cartefibre, locaux raccordables à la fibre",
            attribution="Arcep, Cartefibre",
            licence="Licence Ouverte 2.0",
            url="https://data.arcep.fr/fixe/cartefibre/",
        ),
        dated=repair.quarter(opened.path.name),
        remarks=(
            *opened.remarks, *repair.code_remarks(raw, codes, file=opened.path.name), *elsewhere,
            *repair.absent_remarks(lacking, file=opened.path.name, so="le total est inconnu"),
        ),
    )  # fmt: skip


def read_copper(opened: OfficialCells, departement: str | None) -> Reading[pd.DataFrame]:
    """Read when copper closes: on a fixed date, or by the year that the text names."""
    cells, file = opened.cells, str(opened.path)
    raw = cells["code_insee"]
    codes = repair.commune_codes(raw, apart=opened.apart)
    kept, elsewhere = official.of_departement(opened, codes, departement)
    cells = cells.loc[kept.index]
    date = cells["fermeture_technique"]
    said = cells.get("output_usager", pd.Series("", index=cells.index))
    year = cells.get("annee_fermeture_technique", pd.Series("", index=cells.index))
    year = year.where(year != "", date.str[:4])
    year = year.where(year != "", said.str.extract(r"d'ici à (20\d\d)", expand=False).fillna(""))
    years, faults = delimited.whole_numbers(year.rename("fermeture_technique"), file=file)
    closed = said.str.contains("déjà fermé", regex=False)
    table = pd.DataFrame(
        {
            "insee": kept,
            "copper_status": (date != "")
            .map({True: PLANNED, False: UNPLANNED})
            .mask(closed, CLOSED),
            "copper_closure_date": date,
            "copper_closure_year": years,
        }
    )
    twice = table.duplicated()
    table = internet.last_closure(table[~twice])
    checks.refuse(
        [*faults, *checks.faults(table, checks.broadband(departement), file=file, headings={})]
    )
    return Reading(
        table=table,
        rows=len(opened.cells),
        publication=Publication(
            title="Fermeture du réseau cuivre",
            attribution="Ministère de l'Économie, d'après Orange",
            licence="Licence Ouverte 2.0",
            url="https://data.economie.gouv.fr/explore/dataset/fermeture-reseau-cuivre/",
            subject="copper",
        ),
        remarks=(
            *opened.remarks,
            *repair.code_remarks(raw, codes, file=opened.path.name),
            *elsewhere,
            *remarks(
                "duplicate",
                french.count(
                    int(twice.sum()),
                    "ligne en double, comptée une fois",
                    "lignes en double, comptées une fois",
                ),
                sorted(kept[twice].unique()),
            ),
            *repair.absent_remarks(
                repair.cities_in_part(raw[kept.index], apart=opened.apart),
                file=opened.path.name,
                so="la fin du cuivre est celle des autres, et peut y être plus tardive",
            ),
        ),
    )


FORMATS = (
    Format(
        headings=("INSEE_COM", "NOM_COM", "INSEE_DEP", *CARTEFIBRE.values()), read=read_cartefibre,
        required=("INSEE_COM", *CARTEFIBRE.values()),
    ),
    Format(
        headings=("code_insee", "fermeture_technique"), read=read_copper,
        optional=("output_usager", "annee_fermeture_technique"),
    ),
)  # fmt: skip
