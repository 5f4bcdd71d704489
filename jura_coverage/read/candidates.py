"""Lists of communes that may host a post."""

from pathlib import Path

from jura_coverage.read import delimited
from jura_coverage.read.advisors import read_advisors

HEADING = "code_insee"


def read_candidates(path: Path, *, departement: str) -> tuple[str, ...]:
    """Read which communes may host a post.

    Parameters
    ----------
    path
        Any list of places that :func:`jura_coverage.read.read_advisors` reads, such as the France
        services places; or comma-separated UTF-8 with a column ``code_insee``.
    departement
        Places elsewhere are no candidates.

    Returns
    -------
    tuple of str
        INSEE codes, each once, sorted.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    if path.is_file() and path.read_bytes().lstrip(b"\xef\xbb\xbf").startswith(HEADING.encode()):
        codes = delimited.read_cells(path, required=[HEADING])[HEADING]
    else:
        codes = read_advisors(path, departement=departement).table["insee"]
    return tuple(sorted(set(codes) - {""}))
