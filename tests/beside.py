"""Files that may stand beside the project; tests of them are skipped without."""

from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared" / "data"
FRANCE_SERVICES = SHARED / "national" / "france-services_liste-fs-20240801.csv"
PERMANENCES = SHARED / "field" / "permanences-39-et-voisins-2022-12.csv"
SAMPLES = SHARED / "samples"
CASES = SHARED.parent / "cases"
ROADS = SHARED / "roads"
FIELD = SHARED / "field"
CASES = SHARED.parent / "cases"
