"""INSEE's ages and standards of living by commune, whatever their edition."""

from collections import Counter
from functools import partial

import pandas as pd

from jura_coverage import columns, french, geography
from jura_coverage.columns import Column
from jura_coverage.measures.needs import KNOWN, SECRET
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import delimited, editions, official, repair
from jura_coverage.sources.formats import Format, OfficialCells
from jura_coverage.sources.reading import Publication, Reading

YEARS = range(2015, 2031)
SECRETS = ("s", "S")  # what stands in place of a number that is held back
_SILENT = ("", "nd", "N/A - division par 0", "N/A - résultat non disponible")
_LICENCE = "Licence Ouverte 2.0"


def read_ages(
    opened: OfficialCells, departement: str | None, *, year: int
) -> Reading[pd.DataFrame]:
    """Read the share of residents of 65 and more, in per cent."""
    insee, said = _rows(opened, "code_insee", departement)
    cells = opened.cells.loc[insee.index, f"part_65_plus_{year}"]
    share, wrong = _likely(cells, columns.SHARE_65_PLUS, opened, factor=columns.SHARE.factor)
    missing = pd.Series(pd.NA, index=insee.index, dtype="Int64")
    return Reading(
        table=pd.DataFrame({"insee": insee, "residents": missing, "share_65_plus": share}),
        rows=len(opened.cells),
        publication=Publication(
            title="Âge des habitants, par commune",
            attribution=f"Insee, recensement de la population {year}", licence=_LICENCE,
            url="https://www.observatoire-des-territoires.gouv.fr/outils/cartographie-interactive/",
        ),
        dated=editions.of_year(year),
        remarks=(*said, *wrong),
    )  # fmt: skip


def read_incomes(
    opened: OfficialCells, departement: str | None, *, year: int
) -> Reading[pd.DataFrame]:
    """Read the median standard of living; what statistical secrecy holds back is not missing."""
    insee, said = _rows(opened, "CODGEO", departement)
    cells = opened.cells.loc[insee.index]
    heading, counted = f"MED{year % 100}", f"NBPERSMENFISC{year % 100}"
    secret = cells[heading].isin(SECRETS)
    income, wrong = _likely(cells[heading].mask(secret, ""), columns.MEDIAN_INCOME, opened)
    blank = pd.Series("", index=cells.index, dtype="str")
    persons, _ = _likely(cells.get(counted, blank), columns.RESIDENTS, opened)
    return Reading(
        table=pd.DataFrame(
            {
                "insee": insee,
                "residents": persons.round().astype("Int64"),
                "median_income": income.round().astype("Int64"),
                "income_status": status(income, secret),
            }
        ),
        rows=len(opened.cells),
        publication=Publication(
            title="Niveau de vie médian, par commune",
            attribution=f"Insee, DGFiP, Cnaf, Cnav, CCMSA, FiLoSoFi {year}", licence=_LICENCE,
            url="https://www.insee.fr/fr/statistiques/7756729",
        ),
        dated=editions.of_year(year),
        remarks=(*said, *wrong),
    )  # fmt: skip


def status(income: pd.Series, secret: pd.Series) -> pd.Series:
    """Say of each row whether its income is known, held back, or, empty, not there."""
    return income.notna().map({True: KNOWN, False: ""}).mask(secret, SECRET).astype("str")


def _rows(
    opened: OfficialCells, heading: str, departement: str | None
) -> tuple[pd.Series, list[Remark]]:
    """Give the codes of the rows of a département, each commune once, and what befell others."""
    raw, file = opened.cells[heading], opened.path.name
    codes = repair.commune_codes(raw, apart=opened.apart)
    # A whole city is told beside its arrondissements, of which each is only a part.
    city = raw if opened.apart else raw.map(geography.whole_commune)
    parts = city != raw
    kept, elsewhere = official.of_departement(opened, codes, departement)
    alone = city[kept.index][parts]
    alone = alone[~alone.isin(raw)]
    kept = kept[~parts]
    if kept.empty:
        raise official.nothing_usable(opened.path, "une ligne de la commune entière")
    twice = kept.duplicated()
    return kept[~twice], [
        *opened.remarks, *repair.code_remarks(raw[~parts], codes, file=file), *elsewhere,
        *remarks(
            "duplicate", f"{file}, communes en double, dont seule la première ligne est lue",
            sorted(kept[twice].unique()),
        ),
        *remarks(
            "set_aside",
            f"{file}, arrondissements mis de côté, dont ni les parts ni les médianes ne "
            "s'additionnent, et leur commune n'a pas de ligne",
            geography.arrondissements_named(Counter(alone)),
        ),
    ]  # fmt: skip


def _likely(
    cells: pd.Series, column: Column, opened: OfficialCells, *, factor: int = 1
) -> tuple[pd.Series, list[Remark]]:
    """Read numbers within the bounds of a column, and say which cells hold none."""
    numbers, _ = delimited.decimals(cells, file=opened.path.name)
    bounds = column.bounds
    if bounds is None:
        raise TypeError(f"no bounds: {column.name}")
    likely = (numbers / factor).where(numbers.between(factor * bounds.least, factor * bounds.most))
    wrong = cells[likely.isna() & ~cells.isin(_SILENT)]
    return likely, remarks(
        "set_aside",
        f"{opened.path.name}, "
        + french.count(
            len(wrong),
            f"valeur impossible de « {cells.name} », mise de côté",
            f"valeurs impossibles de « {cells.name} », mises de côté",
        ),
        [f"« {cell} » (ligne {line})" for line, cell in wrong.items()],
    )


FORMATS: tuple[Format[Reading[pd.DataFrame]], ...] = (
    *(
        Format(headings=("code_insee", f"part_65_plus_{year}"), read=partial(read_ages, year=year))
        for year in YEARS
    ),
    *(
        Format(
            headings=("CODGEO", f"MED{year % 100}"), read=partial(read_incomes, year=year),
            optional=(f"NBPERSMENFISC{year % 100}",),
        )
        for year in YEARS
    ),
)  # fmt: skip
