"""Write the page on the tables that a user may write, from their descriptions."""

from collections.abc import Iterable
from pathlib import Path

from jura_coverage.columns.own import OWN_TABLES
from jura_coverage.sources import spreadsheet

PAGE = Path(__file__).parents[1] / "docs" / "tables.md"
HEAD = (
    "# Les tables que l'on peut écrire soi-même\n"
    "\n"
    "Chaque table a un modèle, que `jura-coverage template TABLE` écrit, avec une ligne "
    "d'exemple à remplacer. Les csv sont en UTF-8, séparés par des virgules, avec un "
    "point décimal ; les colonnes sont reconnues par leur nom, et d'autres colonnes "
    "peuvent les accompagner. Une cellule vide est inconnue, jamais zéro, sauf ce que la "
    "table en dit. Cette page est écrite d'après le code, par `python -m scripts.own_tables`.\n"
)
OFFICIAL = (
    "\nLes fichiers officiels que `jura-coverage fetch` télécharge conviennent tels quels ; le "
    "modèle, un GeoJSON, s'ouvre dans QGIS, où les limites se dessinent ou se collent.\n"
)


def page() -> str:
    """Give the page, in Markdown."""
    posts = _rows(("colonne", "ce qu'il faut y écrire"), spreadsheet.COLUMNS.values())
    parts = [
        HEAD,
        "## posts\n\nLa liste des postes que tient le département, en xlsx, pour `--advisors` ; "
        "ses deux lignes d'exemple ne sont jamais comptées : `jura-coverage template`.\n\n"
        f"{posts}",
    ]
    for name, table in OWN_TABLES.items():
        rows = _rows(
            ("colonne", "ce qu'il faut y écrire", "exemple", "obligatoire"),
            (
                (f"`{heading}`", meaning, f"`{example.strip(chr(34))}`" if example else "",
                 "oui" if heading in table.required else "")
                for heading, meaning, example in table.cells
            ),
        )  # fmt: skip
        beside = (
            f"\nÀ côté, un fichier du même nom suivi de `.toml` :\n\n```toml\n{table.beside}```\n"
            if table.beside
            else OFFICIAL
            if table.ring
            else ""
        )
        parts.append(
            f"## {name}\n\n{table.title}, pour `{table.option}` : "
            f"`jura-coverage template {name}`.\n\n{rows}{beside}"
        )
    return "\n".join(parts)


def _rows(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heading, ("---",) * len(heading), *rows]
    return "".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
