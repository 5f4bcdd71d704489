"""The commands that write a table of minutes: from any engine, and from roads."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jura_coverage.command import outputs, terminal, usage
from jura_coverage.command.given import AS_JSON, command
from jura_coverage.command.measuring import MEASURE, ON_ROADS
from jura_coverage.errors import ParameterError

if TYPE_CHECKING:
    from jura_coverage.study import Result

OUT = usage.file("--out", "Table à écrire, en .csv ou .parquet.", default=Path("minutes.csv"))
EXTRACTS = usage.argument(
    "extracts",
    "Extraits d'OpenStreetMap (.osm.pbf) qui couvrent le département et 30 km autour ; ceux que "
    "« fetch --roads » a téléchargés, si rien n'est dit.",
    metavar="EXTRAIT.osm.pbf", type=usage.Place(), nargs=-1, required=False,
)  # fmt: skip


def _look(*, out: Path, **values: Any) -> None:
    """Refuse a name that tells no format, and files that are not ours, before all else."""
    from jura_coverage.publish.files.minutes import FORMATS, side

    if out.suffix.lower() not in FORMATS:
        raise ParameterError(
            f"--out : trouvé « {out} » ; attendu un nom en {' ou en '.join(FORMATS)}."
        )
    outputs.looked(out.name, side(out).name, of=_set_of(out))(out=out.parent, **values)


def _set_of(out: Path) -> str:
    return f"minutes {out.name}".replace("{", "").replace("}", "")


@command(MEASURE, own=[OUT, outputs.FORCE], first=_look)
def minutes(result: "Result", *, out: Path, force: bool) -> None:
    """Écrit les minutes de chaque commune à chaque lieu et à chaque commune, pour --minutes."""
    for path in _written(result, out, force=force):
        terminal.give(path)


@command(
    replace(ON_ROADS, options=(EXTRACTS, *ON_ROADS.options)),
    own=[OUT, outputs.FORCE, AS_JSON], first=_look,
)  # fmt: skip
def roads(result: "Result", *, out: Path, force: bool, as_json: bool) -> None:
    """Mesure ces minutes sur les routes d'OpenStreetMap, en voiture et sans bouchon."""
    from jura_coverage import words
    from jura_coverage.publish.tables.roads import roads_data
    from jura_coverage.study.roads import survey

    with terminal.waiting("Calcul…"):
        found = survey(result)
    paths = _written(result, out, force=force)
    if as_json:
        terminal.give_data(roads_data(found))
        return
    terminal.tell("\n".join(words.road_sentences(found)), err=True)
    for path in paths:
        terminal.give(path)


def _written(result: "Result", out: Path, *, force: bool) -> list[Path]:
    """Write the table, and what measured it, and give their paths."""
    from jura_coverage.publish.files.minutes import write_minutes

    stage = outputs.staged(out.parent, of=_set_of(out), force=force)
    with terminal.waiting("Calcul et écriture…"), stage as folder:
        write_minutes(result, folder / out.name)
        return [out.parent / name for name in outputs.written(folder)]
