"""The commands about posts: keep, move, add, rounds, and all of them in one plan."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jura_coverage.command import outputs, terminal, usage
from jura_coverage.command.given import AS_JSON, OUT, command
from jura_coverage.command.new_posts import ASKED, MOST_POSTS, SEEDED, WEIGHTS, Asked, weights_of

if TYPE_CHECKING:
    from datetime import date

    from jura_coverage.posts import Objective
    from jura_coverage.study import Result

MOST_MINUTES, MOST_STOPS = 240, 5
TRANSFERS = usage.whole_number(
    "--transfers", "Nombre de transferts au plus (3 par défaut).", metavar="NOMBRE",
    least=1, most=MOST_POSTS,
)  # fmt: skip
PARETO = usage.option(
    "--pareto",
    "Compare ce que l'on gagne à l'un et perd à l'autre de deux ou trois objectifs, séparés par "
    "des virgules : residents_near (habitants à portée), residents_weighted (les mêmes, "
    "pondérés), communes_flagged, residents_flagged et premises_flagged (communes signalées, "
    "leurs habitants, leurs locaux mal desservis), mean_minutes (trajet moyen), worst_minutes "
    "(le plus long).",
    metavar="NOM,NOM",
)
STOPS = usage.whole_number(
    "--stops",
    "Arrêts par semaine, un jour chacun.",
    metavar="NOMBRE",
    default=5,
    least=1,
    most=MOST_STOPS,
)
TRAVEL_MINUTES = usage.number(
    "--travel-minutes", "Minutes au plus de la base à un arrêt.", metavar="MINUTES", default=30.0,
    least=0, most=MOST_MINUTES, unit="minutes",
)  # fmt: skip


@command(SEEDED, own=[WEIGHTS, AS_JSON])
def keep(result: "Result", *, weights: Path | None, as_json: bool) -> None:
    """Dit ce que coûterait la fin de chaque poste, seul ou avec d'autres."""
    from datetime import UTC, datetime

    from jura_coverage import posts, words
    from jura_coverage.publish.tables import decisions

    found = posts.keep(result, weights=weights_of(result, weights))
    past = _past(map(str, found.timeline.index), today=datetime.now(UTC).date())
    lines = [*words.keep_text(result, found), *past]
    _tell(lines, decisions.keep_data(result, found), as_json=as_json)


def _past(ends: Iterable[str], *, today: "date") -> list[str]:
    """Warn of ends of conventions that are past: only the command knows what day it is."""
    from jura_coverage import french

    past = [french.day(end) for end in ends if end < today.isoformat()]
    if not past:
        return []
    return [
        f"Au {french.day(today.isoformat())}, ces échéances sont passées : "
        f"{french.enumeration(past)}. Vérifiez si les conventions ont été renouvelées."
    ]


@command(SEEDED, own=[TRANSFERS, WEIGHTS, AS_JSON])
def move(result: "Result", *, transfers: int | None, weights: Path | None, as_json: bool) -> None:
    """Propose les meilleurs transferts de postes dans le département."""
    from jura_coverage import posts, words
    from jura_coverage.publish.tables import decisions

    found = posts.move(result, most=transfers, weights=weights_of(result, weights))
    _tell(words.move_text(result, found), decisions.move_data(result, found), as_json=as_json)


@command(ASKED, own=[PARETO, AS_JSON])
def add(asked: Asked, *, pareto: str | None, as_json: bool) -> None:
    """Dit où de nouveaux postes serviraient le plus d'habitants."""
    from jura_coverage import posts, words
    from jura_coverage.publish.tables import decisions

    result, objectives = asked.result, _objectives(pareto)
    found = posts.add(result, asked.rule)
    front = posts.pareto(result, found, objectives) if objectives else None
    lines = words.add_text(result, found, front)
    _tell(lines, decisions.add_data(result, found, front), as_json=as_json)


def _objectives(given: str | None) -> "tuple[Objective, ...]":
    """Find the objectives of a front; none if none is asked for."""
    from jura_coverage import posts

    if given is None:
        return ()
    return posts.named([name.strip() for name in given.split(",") if name.strip()])


@command(SEEDED, own=[STOPS, TRAVEL_MINUTES, WEIGHTS, AS_JSON])
def rounds(
    result: "Result", *, stops: int, travel_minutes: float, weights: Path | None, as_json: bool
) -> None:
    """Propose la tournée d'un poste itinérant : une base et des arrêts hebdomadaires."""
    from jura_coverage import words
    from jura_coverage.posts import trials, week
    from jura_coverage.publish.tables import decisions

    tried, counted = trials(result), weights_of(result, weights)
    weeks = [
        week(
            result, stops=stops, travel_minutes=travel_minutes, widest=widest, weights=counted,
            tried=tried,
        )
        for widest in (False, True)
    ]  # fmt: skip
    _tell(words.week_text(result, *weeks), decisions.week_data(result, *weeks), as_json=as_json)


@command(
    ASKED, own=[PARETO, OUT, outputs.SKIN, outputs.FORCE, AS_JSON],
    first=outputs.looked("plan.html", "plan.json", *outputs.OF_MAPS, of=outputs.MAPS),
)  # fmt: skip
def plan(
    asked: Asked,
    *,
    pareto: str | None,
    out: Path,
    skin: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """Répond à tout en un rapport, et ajoute les thèmes correspondants à la carte."""
    from jura_coverage import publish
    from jura_coverage.posts import decide
    from jura_coverage.publish import text
    from jura_coverage.publish.files import plain
    from jura_coverage.publish.html.site import INDEX, MAP, PLAN, Site
    from jura_coverage.publish.pages.plan import write_plan
    from jura_coverage.publish.tables import decisions

    result = asked.result
    site = Site.of(INDEX, MAP, PLAN, skin=outputs.skin(skin))
    found = decide(result, rule=asked.rule, objectives=_objectives(pareto))
    data = decisions.decision_data(found)
    with outputs.staged(out, of=outputs.MAPS, force=force) as folder:
        publish.write_page(result, folder / MAP, decision=found, site=site)
        write_plan(found, folder / PLAN, site=site)
        text.write_json(data, folder / "plan.json")
        plain.write_communes_csv(result, folder / "communes.csv", certainty=found.certainty)
        plain.write_summary(result, folder / "summary.json")
        publish.write_index(result, folder, decision=found, site=site)
        publish.write_accessibility(folder, site)
        written = outputs.written(folder)
    if as_json:
        terminal.give_data(data)
        return
    for name in written:
        terminal.give(out / name)


def _tell(lines: list[str], data: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        terminal.give_data(data)
    else:
        terminal.tell("\n".join(lines))
