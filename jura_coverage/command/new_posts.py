"""What new posts are asked for: how many, where they may go, and how much each resident counts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jura_coverage.command import terminal, usage
from jura_coverage.command.given import Given
from jura_coverage.command.measuring import MEASURE
from jura_coverage.geography.services import FRANCE_SERVICES

if TYPE_CHECKING:
    from jura_coverage.posts import Decision, Rule, Weights
    from jura_coverage.study import Result
    from jura_coverage.territory import Territory

# Candidates that are known without a file.
OF_FRANCE_SERVICES, TOWNS = "france-services", "towns"
MOST_POSTS, MOST_RESIDENTS, MOST_EUROS = 10_000, 100_000_000, 1e12
LONGEST_MONTHS = 120
WEIGHTS = usage.file(
    "--weights",
    "Ce que compte un habitant : 65-plus (davantage dans les communes âgées), internet (davantage "
    "là où il est mauvais), ou un fichier (colonnes code_insee et weight).",
    metavar="NOM_OU_FICHIER",
)
OPTIONS = (
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

SEED = usage.whole_number(
    "--seed", "Graine des scénarios : la même redonne les mêmes (0 par défaut).", metavar="NOMBRE",
    least=0, most=2**31,
)  # fmt: skip
# A result of which worlds are drawn.
SEEDED = replace(MEASURE, options=(*MEASURE.options, SEED))


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


def _say(said: str) -> None:
    terminal.tell(said, err=True)


def asked(
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
    tell: Callable[[str], None] = _say,
) -> Asked:
    """Read the options about new posts; `tell` is told what of a list is not used."""
    from jura_coverage.errors import ParameterError
    from jura_coverage.posts import Rule, tariffs

    if host_type not in tariffs.FIRST:
        raise ParameterError(
            f"--host-type : trouvé « {host_type} » ; attendu « public » ou « private »."
        )
    rule = Rule(
        posts=posts,
        candidates=_allowed(result, candidates, tell=tell) if candidates else None,
        least_residents=least_residents,
        largest_of_epci=largest_of_epci,
        per_epci=per_epci,
        budget_euros=budget,
        host_type=host_type,
        months=months,
        weights=weights_of(result, weights, tell=tell),
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


def weights_of(
    result: "Result", given: Path | None, *, tell: Callable[[str], None] = _say
) -> "Weights | None":
    """Find how much each resident counts, and say what of a file is not used."""
    from jura_coverage import posts, sources, territory

    if given is None:
        return None
    if made := posts.weights.NAMED.get(str(given)):
        return made(result)
    land = result.territory
    reading = sources.read_weights(given, departement=land.departement, apart=land.divided)
    table, mapped = territory.in_land(reading.table, land, name="la table des poids")
    for remark in (*reading.remarks, *mapped):
        tell(remark.sentence())
    if wrong := territory.nothing_in_land(table, land, given):
        raise wrong
    return posts.listed(result, territory.weight_of_each(table), file=given.name)


def _allowed(result: "Result", given: Path, *, tell: Callable[[str], None]) -> dict[str, str]:
    """Find the candidates as communes of today, and say what of a list is not used."""
    from jura_coverage import sources, territory

    land = result.territory
    if str(given) == OF_FRANCE_SERVICES:
        return _with_france_services(land)
    path = _towns(land.departement) if str(given) == TOWNS else given
    reading = sources.read_candidates(path, departement=land.departement, apart=land.divided)
    table, mapped = territory.in_land(
        reading.table, land, name="la liste des candidats", official=reading.official
    )
    for remark in (*reading.remarks, *mapped):
        tell(remark.sentence())
    if wrong := territory.nothing_in_land(table, land, path):
        raise wrong
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


def _made(**values: Any) -> Asked:
    taken = {str(each.name): values.pop(str(each.name)) for each in SEEDED.options}
    return asked(SEEDED.made(**taken), **values)


ASKED = Given(options=(*OPTIONS, *SEEDED.options), made=_made)
