"""The embedded files of the Jura with a change made, as a user's own file may differ."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd

from jura_coverage.sources import catalogue

Edit = Callable[[pd.DataFrame], object]
EMBEDDED = {
    role: catalogue.default(role, departement="39") for role in ("communes", "broadband")
} | {"advisors": catalogue.chosen("advisors", "2022", departement="39")}


def edited(role: str, folder: Path, edit: Edit) -> Path:
    """Write the embedded file of a role with a change made; rows are numbered from 1."""
    if role == "communes":
        shapes = gpd.read_file(EMBEDDED[role])
        shapes.index += 1
        changed = edit(shapes)
        path = folder / "limites.gpkg"
        (changed if isinstance(changed, gpd.GeoDataFrame) else shapes).to_file(path)
        return path
    table = pd.read_csv(EMBEDDED[role], dtype="str", keep_default_na=False)
    table.index += 1
    changed = edit(table)
    path = folder / f"{role}-modifie.csv"
    (changed if isinstance(changed, pd.DataFrame) else table).to_csv(path, index=False)
    return path


def cells(row: int = 2, /, **values: str | int) -> Edit:
    """Make an edit that changes cells of one row."""

    def edit(table: pd.DataFrame) -> None:
        for column, value in values.items():
            if isinstance(value, str):
                table[column] = table[column].astype("object")
            table.loc[row, column] = value

    return edit


def several(*edits: Edit) -> Edit:
    """Make all the edits, which change the table in place."""

    def edit(table: pd.DataFrame) -> None:
        for one in edits:
            one(table)

    return edit
