"""What both pages show by one description: signs, themes, columns, and who is where."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd

from jura_coverage import columns, french
from jura_coverage.publish import signs, themes
from jura_coverage.publish.map import shape
from jura_coverage.publish.map.numbers import shortened, whole_values

# What the scripts have under the name of the column, in `communes` or made from it: it changes when
# something is tried, or serves the card and the map too.
HELD = frozenset(
    {
        "insee", "name", "epci_name", "residents", "residents_in_part", "premises",
        "premises_without", "share_without", "minutes", "minutes_second", "copper_closure_year",
        "situation", "host", "share_65_plus", "median_income", "income_said",
        "minutes_france_services", "engine", "editions", "fingerprint",
    }
)  # fmt: skip


def shown_signs() -> shape.Signs:
    """Give the colours, patterns and symbols of the page."""
    given = {
        "ink": signs.INK,
        "muted": signs.MUTED,
        "line": signs.GREY,
        "border": signs.BORDER,
        "ground": signs.GROUND,
        "paper": signs.PAPER,
        "darkest": signs.BLACK,
        "trial": signs.TRIAL,
        "patterns": {name: asdict(each) for name, each in signs.PATTERNS.items()},
        "place": asdict(signs.PAGE_PLACE),
        "stop": asdict(signs.PAGE_STOP),
        "other": asdict(signs.OTHER),
        "came": asdict(signs.CAME),
        "went": asdict(signs.WENT),
    }
    return cast("shape.Signs", given)  # test_payload compares it, field by field


def shown_themes(
    shown: Sequence[themes.Theme], *, in_part: list[int], first: themes.Theme | None = None
) -> shape.Themes:
    """Give themes, each quantity once.

    Parameters
    ----------
    shown
        In the order in which one chooses them.
    in_part
        Positions of the communes whose residents are those of a part of them.
    first
        The one on which the page opens; if None the first that has something to show.
    """
    quantities = [whole_values(theme.quantity) for theme in shown]
    distinct = [each for i, each in enumerate(quantities) if each not in quantities[:i]]
    return {
        "themes": [
            _theme(theme, distinct.index(quantity), in_part=in_part)
            for theme, quantity in zip(shown, quantities, strict=True)
        ],
        "quantities": distinct,
        "first": (first or next((theme for theme in shown if theme.has_data), shown[0])).key,
    }


def _theme(theme: themes.Theme, quantity: int, *, in_part: list[int]) -> shape.Theme:
    return {
        "key": theme.key,
        "title": theme.title,
        "question": french.typeset(theme.question),
        "note": french.typeset(theme.note),
        "finding": french.typeset(theme.finding),
        "column": theme.column,
        "classes": _classes(theme.classes),
        "of": [int(position) for position in theme.class_of],
        "quantity": quantity,
        "quantity_label": theme.quantity_label,
        "in_part": in_part if theme.quantity.name == columns.RESIDENTS.name else [],
        "grid": theme.grid and (list(theme.grid[0]), list(theme.grid[1])),
        "follows": theme.follows,
        "note_template": french.typeset(theme.note_template),
        "tried": _classes(theme.tried),
        "scales": [
            {
                "measure": scale.measure,
                "factors": [(each.numerator, each.denominator) for each in scale.factors],
                "labels": _tied(scale.labels),
            }
            for scale in theme.scales
        ],
        "palette": list(theme.palette),
    }


def _classes(classes: Iterable[themes.ThemeClass]) -> list[shape.ThemeClass]:
    return [
        {"label": french.typeset(each.label), "colour": each.colour, "pattern": each.pattern}
        for each in classes
    ]


def _tied(labels: tuple[str, str, str]) -> tuple[str, str, str]:
    first, between, last = map(french.typeset, labels)
    return first, between, last


def shown_column(column: columns.Column, said: pd.DataFrame, *, shown: bool) -> shape.Column:
    """Describe a column, with its values where the scripts do not have them."""
    return {
        "name": column.name,
        "heading": (column.short or column.heading) if shown else None,
        "field": column.field,
        "kind": cast("shape.Kind", column.kind.name),
        "factor": column.kind.factor,
        "decimals": column.decimals,
        "sorts": column.sorts,
        "values": None if column.name in HELD else _of_column(said[column.name], column),
    }


def _of_column(values: pd.Series, column: columns.Column) -> list[Any]:
    """Give what the page needs to write a column as other outputs do."""
    if column.kind.dtype == "Int64":
        return whole_values(values)
    if column.kind.dtype == "float64":
        return shortened(values, factor=column.kind.factor, decimals=column.decimals)
    texts = columns.written(values, column)
    # Of a question without an answer the empty text is a gap; elsewhere it says that there is none.
    known = texts.notna() & ~((column.kind is columns.FLAG) & (texts == ""))
    return list(texts.astype(object).where(known, None))


def postcodes(told: pd.Series) -> list[tuple[str, list[int]]]:
    """Lead from each postcode to the positions of the communes that have it.

    Parameters
    ----------
    told
        Of each commune its postcodes, separated by spaces; empty where none is known.
    """
    each = told.reset_index(drop=True).str.split().explode().dropna()
    return [(str(code), rows.tolist()) for code, rows in each.groupby(each).groups.items()]


def without_boundary(polygons: gpd.GeoSeries) -> list[int]:
    """Give the positions of the communes whose boundaries are not known."""
    return np.flatnonzero(polygons.isna() | polygons.is_empty).tolist()
