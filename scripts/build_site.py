"""The whole site in one folder: maps, tables, sheets, notebooks, documentation.

Usage: ``python -m scripts.build_site [--force] [--skin SKIN] [folder] [département]``; ``--force``
replaces files that an earlier site did not leave there, ``--skin`` is that of the command.
"""

import argparse
import sys
from pathlib import Path

from jura_coverage import posts, publish, study, territory
from jura_coverage.errors import DataError, OutputError, ParameterError
from jura_coverage.publish import sheets, text
from jura_coverage.publish.files import formats, plain, staging
from jura_coverage.publish.html.site import (
    ACCESSIBILITY,
    INDEX,
    LABELS,
    MAP,
    PLAN,
    SHEETS,
    Site,
    Skin,
    read_skin,
)
from jura_coverage.publish.pages.plan import write_plan
from jura_coverage.publish.tables import decisions
from scripts import documentation, notebooks

EXPORTS = {"xlsx": "Tableur (xlsx)", "gpkg": "GeoPackage pour QGIS", "parquet": "GeoParquet",
          "geojson": "GeoJSON", "csv": "CSV pour tableur",
          "dictionnaire": "Sens de chaque colonne"}  # fmt: skip


def main(
    folder: Path, departement: str = "39", *, skin: Path | None = None, force: bool = False
) -> None:
    """Build inside the folder, then put the new files in place of those of the last site."""
    chosen = read_skin(skin)
    with staging.staged(folder, of="site", force=force) as building:
        build(building, departement, chosen)
    print(folder / "index.html")


def build(folder: Path, departement: str, skin: Skin) -> None:
    """Write everything, and the index that leads to it."""
    result = study.study(territory.of(departement, files=territory.files(departement)))
    found = posts.decide(result)
    areas = sheets.every_epci(result)
    site = Site(
        sheets={each.code: f"fiches/{sheets.file_stem(each)}.html" for each in areas},
        pages={
            **{name: LABELS[name] for name in (INDEX, MAP, PLAN)},
            f"fiches/{SHEETS}": LABELS[SHEETS],
            ACCESSIBILITY: LABELS[ACCESSIBILITY],
        },
        skin=skin,
    )
    publish.write_page(result, folder / MAP, decision=found, site=site)
    write_plan(found, folder / PLAN, site=site)
    publish.write_accessibility(folder, site)
    text.write_json(decisions.decision_data(found), folder / "plan.json")
    plain.write_communes_csv(result, folder / "communes.csv", certainty=found.certainty)
    plain.write_summary(result, folder / "summary.json")
    (folder / "exports").mkdir()
    formats.write(result, folder / "exports", formats=formats.available(), decision=found)
    (folder / "fiches").mkdir()
    lacking = sheets.needed()
    if lacking:
        print(f"Fiches en HTML seulement : {lacking}.", file=sys.stderr)
    sheets.write(
        result, areas, folder / "fiches", decision=found, pdf=not lacking,
        site=site.below,
    )  # fmt: skip
    pages = notebooks.publish(folder / "carnets", home="../index.html", site=site.below)
    documentation.publish(folder / "docs", home="../index.html", site=site.below)
    files = sorted(path.name for path in (folder / "exports").iterdir())
    publish.write_index(
        result,
        folder,
        decision=found,
        site=site,
        more={
            "Fiches de décision": [("fiches/fiches.html", "Une page par intercommunalité")],
            "Fichiers à emporter": [
                (f"exports/{name}", f"{_label(name)} : {name}") for name in files
            ],
            "Carnets": [
                (f"carnets/{path.name}", f"{source.stem[:2]}. {notebooks.title(source)}")
                for path, source in zip(pages, notebooks.sources(), strict=True)
            ],
            "Documentation": [
                *(
                    (f"docs/{source.stem}.html", documentation.title(source))
                    for source in documentation.guides()
                ),
                ("docs/api/jura_coverage.html", "Référence de la bibliothèque (en anglais)"),
            ],
        },
    )  # fmt: skip


def _label(name: str) -> str:
    """Say what an export is, by its kind, or by its suffix."""
    return EXPORTS.get(name.partition("-")[0]) or EXPORTS[name.rpartition(".")[2]]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?", default=Path("site"))
    parser.add_argument("departement", nargs="?", default="39")
    parser.add_argument("--skin", type=Path)
    parser.add_argument("--force", action="store_true")
    try:
        main(**vars(parser.parse_args()))
    except (DataError, OutputError, ParameterError) as error:
        sys.exit(str(error))
