"""Templates: a file of each of our own formats to start from."""

from pathlib import Path

from jura_coverage.columns.own import OWN_TABLES
from jura_coverage.errors import ParameterError
from jura_coverage.sources import spreadsheet
from jura_coverage.sources.minutes.about import beside

POSTS = "posts"
NAMES = (POSTS, *OWN_TABLES)


def template(path: Path | str, name: str = POSTS) -> None:
    """Write a template, and what must stand beside it.

    Parameters
    ----------
    path
        Where: a workbook for :data:`POSTS`, whose examples are never counted; for any other text,
        comma-separated or GeoJSON, whose one row is for example and must be replaced.
    name
        One of :data:`NAMES`.

    Raises
    ------
    ParameterError
        If there is no template of this name.
    """
    require_known(name)
    if name == POSTS:
        spreadsheet.template(path)
    for each, text in texts(Path(path), name).items():
        each.write_text(text, encoding="utf-8", newline="\n")


def usual_name(name: str) -> str:
    """Give the name of the file that a template is written to if nobody says which."""
    return "postes.xlsx" if name == POSTS else f"{name}{OWN_TABLES[name].suffix}"


def texts(path: Path, name: str) -> dict[Path, str]:
    """Give the files of a template that are text, and what they hold; the table is the last."""
    table = OWN_TABLES.get(name)
    if table is None:
        return {}
    return {**({beside(path): table.beside} if table.beside else {}), path: table.text}


def require_known(name: str) -> None:
    """Refuse a name that no template has.

    Raises
    ------
    ParameterError
        If it is none of :data:`NAMES`.
    """
    if name not in NAMES:
        raise ParameterError(f"Modèle : trouvé « {name} » ; attendu l'un de {', '.join(NAMES)}.")
