"""The commands about posts: keep, move, add, rounds, and all of them in one plan."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from inspect import Parameter, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from jura_coverage.command import usage

if TYPE_CHECKING:
    from datetime import date

    from jura_coverage.posts import Decision, Rule
    from jura_coverage.study import Result

Answer = TypeVar("Answer")
AsJson = Annotated[bool, typer.Option("--json", help="Écrit des données (JSON).", metavar="")]
Posts = Annotated[
    int | None,
    typer.Option(help="Nombre de nouveaux postes (5 au plus par défaut).", metavar="NOMBRE"),
]
Candidates = Annotated[
    Path | None,
    typer.Option(
        help="Communes possibles : liste de codes (colonne code_insee, et legal_status pour le "
        "type d'employeur) ou liste de lieux, comme les espaces France services.",
        metavar="FICHIER",
    ),
]
LeastResidents = Annotated[
    int, typer.Option(help="Écarte les communes moins peuplées.", metavar="HABITANTS")
]
LargestOfEpci = Annotated[
    bool,
    typer.Option(
        "--largest-of-epci",
        help="Seulement la commune la plus peuplée de chaque intercommunalité (le siège n'étant "
        "pas connu).",
        metavar="",
    ),
]
PerEpci = Annotated[
    int | None,
    typer.Option(help="Au plus tant de postes par intercommunalité.", metavar="NOMBRE"),
]
Budget = Annotated[float | None, typer.Option(help="Budget en euros.", metavar="EUROS")]
HostType = Annotated[
    str,
    typer.Option(
        help="Tarif des lieux dont la liste ne dit pas le type : public ou private (privé).",
        metavar="TYPE",
    ),
]
Months = Annotated[
    float | None,
    typer.Option(
        help="Durée des nouveaux postes en mois ; celle de la convention sinon.", metavar="MOIS"
    ),
]
Weighted = Annotated[
    bool,
    typer.Option(
        "--weighted", help="Compte davantage les habitants mal desservis par internet.", metavar=""
    ),
]
LONGEST_MONTHS = 120
Out = Annotated[Path, typer.Option(help="Dossier des résultats.", metavar="DOSSIER")]


def command(
    app: typer.Typer, measured: Callable[..., "Result"], *, about_posts: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a command of a function.

    Parameters
    ----------
    app
        The application.
    measured
        From the options that choose data and parameters to a result, which is what the function
        takes first; the command gets these options too.
    about_posts
        Whether it takes an :class:`Asked` first, and the command gets its options besides.
    """
    first = _with_options_of(measured, _asked) if about_posts else measured

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        return app.command(cls=usage.Command)(_with_options_of(first, function))

    return decorate


def register(app: typer.Typer, measured: Callable[..., "Result"]) -> None:
    """Add the commands about posts to the application; see :func:`command`."""
    for function in (keep, move, add, rounds, plan):
        command(app, measured, about_posts=function in (add, plan))(function)


def keep(result: "Result", as_json: AsJson = False) -> None:
    """Dit ce que coûterait la fin de chaque poste, seul ou avec d'autres."""
    from datetime import UTC, datetime

    from jura_coverage import posts as decision
    from jura_coverage import words
    from jura_coverage.posts import ground
    from jura_coverage.publish.files import answers

    base = ground(result)
    found = decision.keep(base)
    past = _past(map(str, found.timeline.index), today=datetime.now(UTC).date())
    lines = [*words.keep_text(base, found), *past]
    _tell(lines, answers.keep_data(base, found), as_json=as_json)


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


def move(
    result: "Result",
    transfers: Annotated[
        int, typer.Option(help="Nombre de transferts au plus.", metavar="NOMBRE")
    ] = 3,
    as_json: AsJson = False,
) -> None:
    """Propose les meilleurs transferts de postes dans le département."""
    from jura_coverage import posts as decision
    from jura_coverage import words
    from jura_coverage.posts import ground
    from jura_coverage.publish.files import answers

    base = ground(result)
    found = decision.move(base, most=transfers)
    _tell(words.move_text(base, found), answers.move_data(base, found), as_json=as_json)


def add(asked: "Asked", as_json: AsJson = False) -> None:
    """Dit où de nouveaux postes serviraient le plus d'habitants."""
    from jura_coverage import posts as decision
    from jura_coverage import words
    from jura_coverage.posts import ground
    from jura_coverage.publish.files import answers

    base = ground(asked.result)
    found = decision.add(base, asked.rule)
    _tell(words.add_text(base, found), answers.add_data(base, found), as_json=as_json)


def rounds(
    result: "Result",
    stops: Annotated[int, typer.Option(help="Arrêts par semaine.", metavar="NOMBRE")] = 5,
    travel_minutes: Annotated[
        float, typer.Option(help="Minutes au plus de la base à un arrêt.", metavar="MINUTES")
    ] = 30.0,
    as_json: AsJson = False,
) -> None:
    """Propose la tournée d'un poste itinérant : une base et des arrêts hebdomadaires."""
    from jura_coverage import words
    from jura_coverage.posts import ground, week
    from jura_coverage.publish.files import answers

    base = ground(result)
    weeks = [
        week(base, stops=stops, travel_minutes=travel_minutes, widest=widest)
        for widest in (False, True)
    ]
    _tell(words.week_text(base, *weeks), answers.week_data(base, *weeks), as_json=as_json)


def plan(asked: "Asked", out: Out = Path("maps"), as_json: AsJson = False) -> None:
    """Répond à tout en un rapport, et ajoute les thèmes correspondants à la carte."""
    from jura_coverage import publish
    from jura_coverage.posts import decide
    from jura_coverage.publish.files import answers, plain, staging
    from jura_coverage.publish.pages.plan import write_plan

    result = asked.result
    found = decide(result, rule=asked.rule)
    data = answers.decision_data(found)
    with staging.staged(out) as folder:
        publish.write_page(result, folder / "carte.html", decision=found)
        write_plan(found, folder / "plan.html")
        plain.write_json(data, folder / "plan.json")
        plain.write_communes_csv(result, folder / "communes.csv", certainty=found.certainty)
        plain.write_summary(result, folder / "summary.json")
        publish.write_index(result, folder, decision=found)
        written = sorted(path.name for path in folder.iterdir() if path.is_file())
    if as_json:
        _tell([], data, as_json=True)
        return
    for name in written:
        typer.echo(out / name)


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


def _asked(
    result: "Result",
    posts: Posts = None,
    candidates: Candidates = None,
    least_residents: LeastResidents = 0,
    largest_of_epci: LargestOfEpci = False,
    per_epci: PerEpci = None,
    budget: Budget = None,
    host_type: HostType = "public",
    months: Months = None,
    weighted: Weighted = False,
) -> Asked:
    """Read the options about new posts."""
    from jura_coverage import french
    from jura_coverage.errors import ParameterError
    from jura_coverage.posts import Rule, tariffs

    if host_type not in tariffs.FIRST:
        raise ParameterError(
            f"--host-type : trouvé « {host_type} » ; attendu « public » ou « private »."
        )
    if months is not None and not 0 < months <= LONGEST_MONTHS:
        raise ParameterError(
            f"--months : trouvé {french.shortest(months, 2)} ; attendu une durée de 1 à "
            f"{LONGEST_MONTHS} mois."
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
        weighted=weighted,
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
        typer.echo(f"{concerned} : {error}", err=True)
        return None


def _allowed(result: "Result", path: Path) -> dict[str, str]:
    """Read the candidates as communes of today, and say what of the list is not used."""
    from jura_coverage import sources, territory

    land = result.territory
    reading = sources.read_candidates(path, departement=land.departement)
    table, mapped = territory.of_today(
        reading.table, land.communes, land.crosswalk, name="candidats"
    )
    for remark in (*reading.remarks, *mapped):
        typer.echo(remark.sentence(), err=True)
    if reading.official:  # the user cannot correct it
        table = table[table["insee"].isin(land.communes.index)]
    return dict(zip(table["insee"], table["host_type"], strict=True))


def _tell(lines: list[str], data: dict[str, Any], *, as_json: bool) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))


def _with_options_of(
    first: Callable[..., Any], function: Callable[..., Answer]
) -> Callable[..., Answer]:
    """Add to a function the options of another, whose answer it gets in their place."""
    own = list(signature(function).parameters.values())[1:]
    shared = [
        parameter.replace(kind=Parameter.POSITIONAL_OR_KEYWORD)
        for parameter in signature(first).parameters.values()
    ]

    def combined(**options: Any) -> Answer:
        data = {parameter.name: options.pop(parameter.name) for parameter in shared}
        return function(first(**data), **options)

    combined.__name__, combined.__doc__ = function.__name__, function.__doc__
    combined.__signature__ = signature(function).replace(  # type: ignore[attr-defined]
        parameters=[*own, *shared]
    )
    combined.__annotations__ = {each.name: each.annotation for each in (*own, *shared)}
    return combined
