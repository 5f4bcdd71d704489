"""The commands about posts: keep, move, add, rounds, and all of them in one plan."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jura_coverage.command import outputs, terminal, usage
from jura_coverage.geography.services import FRANCE_SERVICES

if TYPE_CHECKING:
    from datetime import date

    from jura_coverage.posts import Decision, Objective, Rule, Weights
    from jura_coverage.study import Result
    from jura_coverage.territory import Territory

# Candidates that are known without a file.
OF_FRANCE_SERVICES, TOWNS = "france-services", "towns"
AS_JSON = usage.flag("--json", "Écrit des données (JSON).")
OUT = outputs.folder("Dossier des résultats.", Path("maps"))
MOST_POSTS, MOST_RESIDENTS, MOST_EUROS, MOST_MINUTES = 10_000, 100_000_000, 1e12, 240
LONGEST_MONTHS, MOST_STOPS = 120, 5
WEIGHTS = usage.file(
    "--weights",
    "Ce que compte un habitant : 65-plus (davantage dans les communes âgées), internet (davantage "
    "là où il est mauvais), ou un fichier (colonnes code_insee et weight).",
    metavar="NOM_OU_FICHIER",
)
ASKED = (
    usage.whole_number(
        "--posts",
        "Nombre de nouveaux postes (5 au plus par défaut).",
        metavar="NOMBRE",
        least=1,
        most=MOST_POSTS,
    ),
    usage.file(
        "--candidates",
        "Communes possibles : france-services (qui ont un tel espace), towns (les centres : villes "
        "et bourgs), une liste de codes (colonne code_insee, et legal_status pour le type "
        "d'employeur) ou une liste de lieux.",
        metavar="NOM_OU_FICHIER",
    ),
    usage.whole_number(
        "--least-residents",
        "Écarte les communes moins peuplées.",
        metavar="HABITANTS",
        default=0,
        least=0,
        most=MOST_RESIDENTS,
    ),
    usage.flag(
        "--largest-of-epci",
        "Seulement la commune la plus peuplée de chaque intercommunalité (le siège n'étant pas "
        "connu).",
    ),
    usage.whole_number(
        "--per-epci",
        "Au plus tant de postes par intercommunalité.",
        metavar="NOMBRE",
        least=0,
        most=MOST_POSTS,
    ),
    usage.number("--budget", "Budget en euros.", metavar="EUROS", least=0, most=MOST_EUROS),
    usage.option(
        "--host-type",
        "Tarif des lieux dont la liste ne dit pas le type : public ou private (privé).",
        metavar="TYPE",
        default="public",
    ),
    usage.number(
        "--months",
        "Durée des nouveaux postes en mois ; celle de la convention sinon.",
        metavar="MOIS",
        least=1,
        most=LONGEST_MONTHS,
        unit="mois",
    ),
    WEIGHTS,
    usage.flag(
        "--capacitated",
        "Cherche aussi les lieux qui servent le plus de besoin, chaque poste n'aidant pas plus de "
        "personnes qu'il ne peut.",
    ),
)
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


SEED = usage.whole_number(
    "--seed", "Graine des scénarios : la même redonne les mêmes (0 par défaut).", metavar="NOMBRE",
    least=0, most=2**31,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a command is given first, and the options that it is made from.

    Parameters
    ----------
    options
        Options that the command gets besides its own.
    made
        From their values, by name, to what the command takes first.
    """

    options: tuple[click.Parameter, ...]
    made: Callable[..., Any]


def command(
    app: click.Group,
    given: Given | None = None,
    *,
    own: Sequence[click.Parameter] = (),
    first: Callable[..., None] | None = None,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a command of a function, which gets its own options by name.

    Parameters
    ----------
    app
        The application.
    given
        What the function takes first; None if nothing.
    own
        Its own arguments and options.
    first
        What is done with the values of all options before anything else; None if nothing.
    """
    shared = given.options if given else ()

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        def called(**values: Any) -> None:
            if first:
                first(**values)
            taken = {str(each.name): values.pop(str(each.name)) for each in shared}
            made = (given.made(**taken),) if given else ()
            function(*made, **values)

        app.add_command(
            usage.Command(
                function.__name__,
                callback=called,
                params=[*own, *shared],
                help=function.__doc__,
            )
        )
        return function

    return decorate


def register(app: click.Group, measure: Given) -> None:
    """Add the commands about posts to the application.

    All draw worlds, so that each takes their seed.

    Parameters
    ----------
    app
        The application.
    measure
        What gives a result, see :class:`Given`.
    """
    drawn = seeded(measure)
    command(app, drawn, own=[WEIGHTS, AS_JSON])(keep)
    command(app, drawn, own=[TRANSFERS, WEIGHTS, AS_JSON])(move)
    command(app, asked(measure), own=[PARETO, AS_JSON])(add)
    command(app, drawn, own=[STOPS, TRAVEL_MINUTES, WEIGHTS, AS_JSON])(rounds)
    command(
        app, asked(measure), own=[PARETO, OUT, outputs.SKIN, outputs.FORCE, AS_JSON],
        first=outputs.looked("plan.html", "plan.json", *outputs.OF_MAPS, of=outputs.MAPS),
    )(plan)  # fmt: skip


def keep(result: "Result", *, weights: Path | None, as_json: bool) -> None:
    """Dit ce que coûterait la fin de chaque poste, seul ou avec d'autres."""
    from datetime import UTC, datetime

    from jura_coverage import posts, words
    from jura_coverage.publish.tables import decisions

    found = posts.keep(result, weights=_weights(result, weights))
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


def move(result: "Result", *, transfers: int | None, weights: Path | None, as_json: bool) -> None:
    """Propose les meilleurs transferts de postes dans le département."""
    from jura_coverage import posts, words
    from jura_coverage.publish.tables import decisions

    found = posts.move(result, most=transfers, weights=_weights(result, weights))
    _tell(words.move_text(result, found), decisions.move_data(result, found), as_json=as_json)


def add(asked: "Asked", *, pareto: str | None, as_json: bool) -> None:
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


def rounds(
    result: "Result", *, stops: int, travel_minutes: float, weights: Path | None, as_json: bool
) -> None:
    """Propose la tournée d'un poste itinérant : une base et des arrêts hebdomadaires."""
    from jura_coverage import words
    from jura_coverage.posts import trials, week
    from jura_coverage.publish.tables import decisions

    tried, counted = trials(result), _weights(result, weights)
    weeks = [
        week(
            result, stops=stops, travel_minutes=travel_minutes, widest=widest, weights=counted,
            tried=tried,
        )
        for widest in (False, True)
    ]  # fmt: skip
    _tell(words.week_text(result, *weeks), decisions.week_data(result, *weeks), as_json=as_json)


def plan(
    asked: "Asked",
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
        _tell([], data, as_json=True)
        return
    for name in written:
        terminal.give(out / name)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the options about new posts ask for.

    Parameters
    ----------
    result
        A run.
    rule
        How many new posts, and where they may go.
    """

    result: "Result"
    rule: "Rule"


def seeded(measure: Given) -> Given:
    """Give a command a result of which worlds are drawn."""
    return replace(measure, options=(*measure.options, SEED))


def asked(measure: Given) -> Given:
    """Give a command what the options about new posts ask for, besides those of a result."""
    measure = seeded(measure)

    def made(**values: Any) -> Asked:
        taken = {str(each.name): values.pop(str(each.name)) for each in measure.options}
        return _asked(measure.made(**taken), **values)

    return Given(options=(*ASKED, *measure.options), made=made)


def _asked(
    result: "Result",
    *,
    posts: int | None,
    candidates: Path | None,
    least_residents: int,
    largest_of_epci: bool,
    per_epci: int | None,
    budget: float | None,
    host_type: str,
    months: float | None,
    weights: Path | None,
    capacitated: bool,
) -> Asked:
    """Read the options about new posts."""
    from jura_coverage.errors import ParameterError
    from jura_coverage.posts import Rule, tariffs

    if host_type not in tariffs.FIRST:
        raise ParameterError(
            f"--host-type : trouvé « {host_type} » ; attendu « public » ou « private »."
        )
    rule = Rule(
        posts=posts,
        candidates=_allowed(result, candidates) if candidates else None,
        least_residents=least_residents,
        largest_of_epci=largest_of_epci,
        per_epci=per_epci,
        budget_euros=budget,
        host_type=host_type,
        months=months,
        weights=_weights(result, weights),
        capacitated=capacitated,
    )
    return Asked(result=result, rule=rule)


def decided(asked: Asked, *, concerned: str) -> "Decision | None":
    """Answer every question about posts, or say why that cannot be: the rest is still of use.

    Parameters
    ----------
    asked
        A run, and options about new posts.
    concerned
        French: what is left out.

    Raises
    ------
    SitingError
        If the user asked for something of new posts that cannot be.
    """
    from jura_coverage.errors import SitingError
    from jura_coverage.posts import Rule, decide

    try:
        return decide(asked.result, rule=asked.rule)
    except SitingError as error:
        if asked.rule != Rule():
            raise
        terminal.tell(f"{concerned} : {error}", err=True)
        return None


def _weights(result: "Result", given: Path | None) -> "Weights | None":
    """Find how much each resident counts, and say what of a file is not used."""
    from jura_coverage import posts, sources, territory

    if given is None:
        return None
    known = {"65-plus": posts.elderly, "internet": posts.internet}
    if made := known.get(str(given)):
        return made(result)
    land = result.territory
    reading = sources.read_weights(given, departement=land.departement)
    table, mapped = territory.of_today(
        reading.table, land.communes, land.crosswalk, name="la table des poids"
    )
    for remark in (*reading.remarks, *mapped):
        terminal.tell(remark.sentence(), err=True)
    # Where communes have merged and their weights differ, nobody knows that of the whole.
    each = table.groupby("insee")["weight"]
    return posts.listed(result, each.first().where(each.nunique() == 1), file=given.name)


def _allowed(result: "Result", given: Path) -> dict[str, str]:
    """Find the candidates as communes of today, and say what of a list is not used."""
    from jura_coverage import sources, territory

    land = result.territory
    if str(given) == OF_FRANCE_SERVICES:
        return _with_france_services(land)
    path = _towns(land.departement) if str(given) == TOWNS else given
    reading = sources.read_candidates(path, departement=land.departement)
    table, mapped = territory.of_today(
        reading.table, land.communes, land.crosswalk, name="la liste des candidats"
    )
    for remark in (*reading.remarks, *mapped):
        terminal.tell(remark.sentence(), err=True)
    if reading.official:  # the user cannot correct it
        table = table[table["insee"].isin(land.communes.index)]
    return dict(zip(table["insee"], table["host_type"], strict=True))


def _with_france_services(land: "Territory") -> dict[str, str]:
    """Give the communes of the département that have a France services place."""
    from jura_coverage.errors import ParameterError

    places = land.services[FRANCE_SERVICES.role]
    known = places.loc[places["insee"].isin(land.communes.index), "insee"]
    if known.empty:
        raise ParameterError(
            f"--candidates {OF_FRANCE_SERVICES} : trouvé aucun espace France services dans le "
            f"département {land.departement} ; attendu un au moins. Donnez la liste nationale avec "
            f"{FRANCE_SERVICES.option}."
        )
    return dict.fromkeys(sorted(known), "")


def _towns(departement: str) -> Path:
    """Find the embedded density grid."""
    from jura_coverage.errors import ParameterError
    from jura_coverage.sources import catalogue

    for entry in catalogue.entries():
        if (entry.role, entry.departement) == (TOWNS, departement):
            return entry.path
    raise ParameterError(
        f"--candidates {TOWNS} : trouvé aucune grille de densité embarquée pour le département "
        f"{departement}. Donnez celle de l'Insee comme liste : --candidates grille.csv."
    )


def _tell(lines: list[str], data: dict[str, Any], *, as_json: bool) -> None:
    from jura_coverage.publish import text

    if as_json:
        terminal.give(text.json_text(data, indent=2))
    else:
        terminal.tell("\n".join(lines))
