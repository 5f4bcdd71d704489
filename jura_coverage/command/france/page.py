"""The national page of the command: what was found of départements, and who lives in the others."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jura_coverage.command.measuring import chosen_parameters
from jura_coverage.errors import JuraCoverageError

if TYPE_CHECKING:
    import geopandas as gpd

    from jura_coverage.command.france.work import Task


def write(
    communes: "gpd.GeoDataFrame",
    summary: Mapping[str, Any],
    folder: Path,
    *,
    tasks: "Sequence[Task]",
    choosing: Sequence[str],
) -> None:
    """Write the national page and the one on accessibility; nothing where no pages are asked for.

    Parameters
    ----------
    communes
        Of all départements of which something was found, with their boundaries in degrees.
    summary
        From :func:`jura_coverage.study.national.summary`.
    folder
        In which each département has its own.
    tasks
        What was found; all were asked with the same options.
    choosing
        Names of the options that choose parameters.
    """
    from jura_coverage import publish
    from jura_coverage.publish import national
    from jura_coverage.publish.html.site import INDEX, Site
    from jura_coverage.study.nation import Nation

    options, skin = tasks[0].options, tasks[0].skin
    if skin is None:
        return
    nation = Nation(
        studied=communes,
        unstudied=_unstudied(summary["failed"], options["communes"]),
        summary=summary,
        parameters=chosen_parameters(**{name: options[name] for name in choosing}),
    )
    site = Site.of(INDEX, skin=skin)
    national.write_page(nation, folder, site=site)
    publish.write_accessibility(folder, site)


def _unstudied(failed: Mapping[str, str], path: Path | None) -> "gpd.GeoDataFrame | None":
    """Read the communes of départements of which nothing was found, as far as they can be read."""
    import geopandas as gpd
    import pandas as pd

    from jura_coverage import sources, territory
    from jura_coverage.command.france.work import LON_LAT

    read = []
    for code in failed:
        with suppress(JuraCoverageError):  # its reason was told
            file = territory.files(code, communes=path).communes
            rows = sources.read_communes(file, departement=code).table
            read.append(rows.to_crs(LON_LAT).assign(departement=code))
    return gpd.GeoDataFrame(pd.concat(read), crs=read[0].crs) if read else None
