"""The command that measures minutes on roads."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jura_coverage.command import posts, terminal, usage

if TYPE_CHECKING:
    from jura_coverage.study import Result

EXTRACTS = usage.argument(
    "extracts",
    "Extraits d'OpenStreetMap (.osm.pbf) qui couvrent le département et 30 km autour ; ceux que "
    "« fetch --roads » a téléchargés, si rien n'est dit.",
    metavar="EXTRAIT.osm.pbf", type=usage.path, nargs=-1, required=False,
)  # fmt: skip


def register(
    app: click.Group, options: Sequence[click.Parameter], measured: Callable[..., "Result"]
) -> None:
    """Add the command to the application.

    Parameters
    ----------
    app
        The application.
    options
        Those of a study.
    measured
        What makes a study of their values, and of `extracts`.
    """

    def on_roads(
        *, extracts: Sequence[Path], departement: str, cache: Path | None, **asked: Any
    ) -> "Result":
        """Measure on the roads of some extracts, else of those that were downloaded."""
        from jura_coverage.sources import roads
        from jura_coverage.sources.fetch import cache_folder

        roads.require()
        kept = extracts or roads.downloaded(departement, folder=cache_folder(cache))
        return measured(extracts=kept, departement=departement, cache=cache, **asked)

    given = posts.Given(options=(EXTRACTS, *options), made=on_roads)
    posts.command(app, given, own=[posts.AS_JSON])(roads)


def roads(result: "Result", *, as_json: bool) -> None:
    """Mesure les minutes sur les routes d'OpenStreetMap, en voiture et sans bouchon."""
    from jura_coverage import words
    from jura_coverage.publish import text
    from jura_coverage.publish.tables.roads import roads_data
    from jura_coverage.study.roads import survey

    with terminal.waiting("Calcul…"):
        found = survey(result)
    if as_json:
        terminal.tell(text.json_text(roads_data(found), indent=2))
    else:
        terminal.tell("\n".join(words.road_sentences(found)))
