"""The figures of each région and each département, as in summary.json, but to be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jura_coverage import columns, french, words
from jura_coverage.columns import Column
from jura_coverage.geography import departements, regions
from jura_coverage.publish.html.site import INDEX
from jura_coverage.study.figures import Sum
from jura_coverage.study.nation import Nation

# Of the columns that groups of communes have, those that fit beside one another.
SHOWN = (
    "communes", "residents", "communes_flagged", "residents_flagged", "communes_far",
    "residents_far", "share_without", "minutes",
)  # fmt: skip
COLUMNS = tuple({each.name: each for each in columns.EPCI}[name] for name in SHOWN)
# Which communes a figure leaves out.
UNCOUNTED = {
    "residents": "uncounted_residents",
    "communes_far": "uncounted_far",
    "residents_far": "uncounted_far",
    "communes_flagged": "uncounted_flagged",
    "residents_flagged": "uncounted_flagged",
}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A figure in words, and the number by which it sorts; None where nothing is known."""

    said: str
    value: float | None


@dataclass(frozen=True, kw_only=True)
class Row:
    """The figures of a région or of a département.

    Parameters
    ----------
    name
        French, with the code of a département.
    region
        That of a département; empty for a région.
    address
        Of its pages; empty for a région, and where nothing was found.
    cells
        In the order of :data:`COLUMNS`.
    """

    name: str
    region: str = ""
    address: str = ""
    cells: tuple[Cell, ...]


def of_regions(nation: Nation) -> list[Row]:
    """Give a row a région."""
    told = nation.summary["regions"]
    return [Row(name=each["name"], cells=_cells(each)) for each in told]


def of_all(nation: Nation) -> Row:
    """Give the row of everything that was found."""
    return Row(name=words.EVERYTHING, cells=_cells(nation.summary["france"]))


def of_departements(nation: Nation) -> list[Row]:
    """Give a row a département in the order of their codes; one of which nothing was found too."""
    told = {each["code"]: each for each in nation.summary["departements"]}
    return [
        Row(
            name=f"{departements.name(code)} ({code})",
            region=_region(code),
            address=f"{code}/{INDEX}" if code in told else "",
            cells=_cells(told.get(code, {})),
        )
        for code in sorted({*told, *nation.failed})
    ]


def _region(code: str) -> str:
    region = regions.region_of(code)
    return regions.name(region) if region else ""


def _cells(told: Mapping[str, Any]) -> tuple[Cell, ...]:
    return tuple(_cell(told, column) for column in COLUMNS)


def _cell(told: Mapping[str, Any], column: Column) -> Cell:
    value = told.get(column.name)
    if column.kind is columns.SHARE:
        return Cell(said=french.percent(value), value=value)
    if column.kind is columns.MINUTES:
        return Cell(said=french.minutes(value), value=value)
    left_out = int(told.get(UNCOUNTED.get(column.name, ""), 0))
    total = Sum(known=value, uncounted=left_out, in_part=bool(told.get("in_part", False)))
    return Cell(said=words.people_cell(total), value=value)
