"""Buildings of the invented département: cost of reading and measuring them, by their number.

Usage: ``python -m benchmarks.buildings [--buildings 2500000] [--offers 4]``. A tenth as many, and
all of them, are read and measured by each way, in a process of its own: ours; plain geopandas, as a
planner would write it; DuckDB and polars alone, which read and join both files and measure nothing.
Printed are seconds of the processor, user and system, since the machine may be shared; the peak of
memory; how many premises are poor and far; and what a tenth of the buildings more costs. What does
not fit into the memory that is left is said, and stops nothing.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from scripts import build_buildings

FAR_M = 1000 * ((20 - 2) / 1.35)  # 20 minutes, where they are 2 + 1.35 a kilometre
FILES = (build_buildings.BASE, build_buildings.OFFERS)
KILOBYTES = 1024


def ours(folder: Path) -> str:
    """Measure them as `run` does."""
    from jura_coverage import study, territory
    from jura_coverage.parameters import Parameters

    files = territory.files("00", buildings=[folder / name for name in FILES])
    chosen = Parameters().but(fixed_minutes=2, minutes_per_km=1.35, distance_exponent=1)
    result = study.study(territory.of("00", files=files), parameters=chosen)
    return str(result.communes["premises_poor_far"].sum())


def geopandas(folder: Path) -> str:
    """Read both files as they are, join them, and look for the nearest place."""
    import geopandas as gpd
    import pandas as pd

    from jura_coverage import territory

    base, offers = (pd.read_csv(folder / name, sep=";", low_memory=False) for name in FILES)
    wired = offers.assign(wired=offers["code_techno"] == "FO").groupby("imb_id")["wired"].max()
    points = gpd.GeoDataFrame(
        base, geometry=gpd.points_from_xy(base["imb_x"], base["imb_y"], crs=3857)
    ).to_crs(2154)
    receiving = territory.of("00", files=territory.files("00")).meeting_points
    places = gpd.GeoDataFrame(geometry=receiving[receiving.x.notna()])
    near = points.sjoin_nearest(places, distance_col="metres")
    near = near[~near["imb_id"].duplicated()]
    lacking = ~near["imb_id"].map(wired).astype(bool) & (near["metres"] > FAR_M)
    return str(near.loc[lacking, "imb_nbr_logloc"].sum())


def duckdb(folder: Path) -> str:
    """Read and join alone."""
    import duckdb

    base, offers = (str(folder / name) for name in FILES)
    rows = duckdb.execute(
        "SELECT b.imb_x, b.imb_y, b.imb_code_insee, b.imb_nbr_logloc, o.wired "
        "FROM read_csv(?, delim = ';', types = {'imb_code_insee': 'VARCHAR'}) b LEFT JOIN "
        "(SELECT imb_id, max(code_techno = 'FO') wired FROM read_csv(?, delim = ';') GROUP BY 1) o "
        "USING (imb_id)",
        [base, offers],
    ).fetchnumpy()
    return f"({len(rows['imb_x'])} buildings)"


def polars(folder: Path) -> str:
    """Read and join alone."""
    import polars as pl

    base, offers = (
        pl.scan_csv(folder / name, separator=";", infer_schema=False, glob=False) for name in FILES
    )
    number = pl.col("imb_id").cast(pl.Int64)
    wired = (
        offers.select(number, (pl.col("code_techno") == "FO").alias("wired"))
        .group_by("imb_id")
        .agg(pl.col("wired").max())
    )
    positions = [pl.col(name).cast(pl.Float64) for name in ("imb_x", "imb_y")]
    others = [
        pl.col("imb_code_insee").cast(pl.Categorical),
        pl.col("imb_nbr_logloc").cast(pl.Int32),
    ]
    rows = base.select(number, *positions, *others).join(wired, on="imb_id", how="left")
    return f"({rows.collect(engine='streaming').height} buildings)"


WAYS: dict[str, Callable[[Path], str]] = {
    each.__name__: each for each in (ours, geopandas, duckdb, polars)
}


def main() -> int:
    """Print the cost of each way, for a tenth of the buildings and for all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--buildings", type=int, default=2_500_000)
    parser.add_argument("--offers", type=int, default=4)
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if given.way:
        found = WAYS[given.way](given.folder)
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(used.ru_utime + used.ru_stime, used.ru_maxrss / KILOBYTES, found)
        return 0
    print("All buildings are invented.")
    costs: dict[str, list[float]] = {way: [] for way in WAYS}
    for buildings in (given.buildings // 10, given.buildings):
        with tempfile.TemporaryDirectory() as name:
            build_buildings.main(Path(name), buildings=buildings, offers=given.offers)
            for way in WAYS:
                call = [sys.executable, "-m", "benchmarks.buildings", "--way", way]
                done = subprocess.run(
                    [*call, "--folder", name], capture_output=True, text=True, check=False
                )
                if done.returncode:
                    said = (done.stderr.strip().splitlines() or ["killed"])[-1]
                    print(f"{buildings:>9} buildings, {way:<9}: failed ({said})")
                    continue
                seconds, peak_mb, found = done.stdout.split(maxsplit=2)
                costs[way].append(float(seconds))
                print(
                    f"{buildings:>9} buildings, {way:<9}: {float(seconds):6.1f} s, "
                    f"{float(peak_mb):6.0f} MB, {found.strip()}"
                )
    for way, (*less, all_of_them) in costs.items():
        for few in less:
            slope = (all_of_them - few) / (0.9 * given.buildings) * 1_000_000
            print(f"{way:<9}: {slope:.1f} s a million buildings more")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
