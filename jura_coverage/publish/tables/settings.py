"""What a run was asked, in French: the parameters of the file and the options about new posts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jura_coverage import french, words
from jura_coverage.parameters import Parameters
from jura_coverage.posts import USUAL_POSTS, Rule, tariffs
from jura_coverage.words.phrases import HOST_TYPES

UNLIMITED = "non limité"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One thing that can be chosen.

    Parameters
    ----------
    typed
        How users type it: a key of the parameter file, or an option of the commands about posts.
    label, meaning
        French: its name with its unit, and what it does.
    written
        Writes its value in French.
    """

    typed: str
    label: str
    meaning: str
    written: Callable[[Any], str]


def _number(value: float) -> str:
    return french.shortest(value, 3)


def _per_cent(share: float) -> str:
    return _number(100 * share)


def _yes_no(value: object) -> str:
    return "oui" if value else "non"


def _range(written: Callable[[float], str]) -> Callable[[tuple[float, float]], str]:
    """Make what writes both ends."""
    return lambda ends: f"de {written(ends[0])} à {written(ends[1])}"


def _or(absent: str, written: Callable[[Any], str] = _number) -> Callable[[Any], str]:
    """Make what writes a value, or what its absence means."""
    return lambda value: absent if value is None else written(value)


def _definitions(names: tuple[str, ...]) -> str:
    return " ; ".join(words.COVERED[name] for name in names)


def _candidates(allowed: Mapping[str, str]) -> str:
    return f"{french.count(len(allowed), 'commune')} : {', '.join(allowed)}"


def _posts(rule: Rule) -> str:
    """Say how many posts were asked for; without a number, the budget decides if there is one."""
    if rule.posts is not None:
        return _number(rule.posts)
    usual = f"{USUAL_POSTS} au plus"
    return usual if rule.budget_euros is None else "autant que le budget en paie"


def _months() -> str:
    """Say how long the conventions last, where no duration is asked for."""
    lengths = [f"{each.months} ({HOST_TYPES[name]})" for name, each in tariffs.FIRST.items()]
    return f"celle de la convention : {french.enumeration(lengths)}"


POOR, FAR = (french.capital(words.ASSUMPTIONS[name]) for name in ("poor_share", "far_minutes"))
LOOKED_AT = "Autres choix comparés à celui qui est retenu, en tant de fois sa valeur."
MISSING_PAIRS = {
    "refuse": "refusés", "estimate": "estimés à vol d'oiseau", "missing": "tenus pour impossibles",
}  # fmt: skip
OF_PARAMETERS: dict[str, Setting] = {
    each.typed: each
    for each in (
        Setting(
            typed="policy.definition", label="Bon accès à internet",
            meaning="Ce qu'il faut à un local pour être bien desservi ; dans le fichier : wired "
            "(filaire), terrestrial (terrestre) ou all (tout accès).",
            written=words.COVERED.__getitem__,
        ),
        Setting(
            typed="policy.poor_share", label=f"{POOR} (% des locaux)",
            meaning="Une commune est mal desservie à partir de cette part de locaux sans bon "
            "accès ; dans le fichier, 5 % s'écrit 0.05.",
            written=_per_cent,
        ),
        Setting(
            typed="policy.far_minutes", label=f"{FAR} (minutes)",
            meaning="Un conseiller est éloigné au-delà de ce temps de trajet.", written=_number,
        ),
        Setting(
            typed="estimate.fixed_minutes", label="Temps fixe d'un trajet (minutes)",
            meaning="Ce que tout trajet demande, si court soit-il, en plus du chemin.",
            written=_number,
        ),
        Setting(
            typed="estimate.minutes_per_km", label="Minutes du premier kilomètre à vol d'oiseau",
            meaning="Ce que prend le chemin d'un kilomètre à vol d'oiseau ; de chaque kilomètre, "
            "si l'exposant est 1. Une table de minutes mesurées ajuste ce nombre et l'exposant au "
            "département, sauf si l'on en choisit d'autres.",
            written=_number,
        ),
        Setting(
            typed="estimate.distance_exponent", label="Exposant de la distance",
            meaning="1 : le temps du chemin est proportionnel à la distance. Moins de 1 : plus le "
            "trajet est long, plus il est rapide au kilomètre.",
            written=_number,
        ),
        Setting(
            typed="roads.minutes", label="Tables de minutes",
            meaning="Les fichiers qui remplacent l'estimation des minutes ; en option : --minutes.",
            written=lambda names: " ; ".join(names) or "aucune",
        ),
        Setting(
            typed="roads.missing_pairs", label="Trajets absents des tables de minutes",
            meaning="Ce qu'il advient d'un trajet que les tables ne disent pas ; dans le fichier : "
            "refuse (refus), estimate (estimation) ou missing (aucun trajet).",
            written=MISSING_PAIRS.__getitem__,
        ),
        Setting(
            typed="errors.travel", label="Erreur des minutes (fois celle mesurée ailleurs)",
            meaning="1 : l'écart entre minutes estimées et vrais trajets, tel que mesuré "
            "ailleurs, ou dans la table de minutes à quoi l'estimation est ajustée ; 0 : aucun.",
            written=_number,
        ),
        Setting(
            typed="errors.by_road", label="Erreur des minutes mesurées sur la route (% du trajet)",
            meaning="De combien une durée mesurée sur les routes peut être fausse, deux fois sur "
            "trois : 13 % est l'écart de deux calculateurs sur les mêmes trajets.",
            written=_per_cent,
        ),
        Setting(
            typed="errors.position_m", label="Erreur de position (mètres)",
            meaning="Une structure dont seule la commune est connue est n'importe où à cette "
            "distance au plus de la mairie.",
            written=_number,
        ),
        Setting(
            typed="errors.premises", label="Erreur des locaux couverts (nombre)",
            meaning="Le décompte de chaque commune peut être faux d'autant de locaux au plus.",
            written=str,
        ),
        Setting(
            typed="errors.part_time_absent", label="Absence à temps partiel (% de chances)",
            meaning="Chances que personne ne reçoive dans un lieu de moins d'un poste : une "
            "convention, non une mesure.",
            written=_per_cent,
        ),
        Setting(
            typed="errors.seed", label="Graine des scénarios (nombre)",
            meaning="La même redonne les mêmes scénarios ; une autre dit ce qui tient au tirage.",
            written=str,
        ),
        Setting(
            typed="ranges.poor_share", label=f"{POOR}, autres choix (fois)",
            meaning=LOOKED_AT, written=_range(_number),
        ),
        Setting(
            typed="ranges.far_minutes", label=f"{FAR}, autres choix (fois)",
            meaning=LOOKED_AT, written=_range(_number),
        ),
        Setting(
            typed="ranges.definitions", label="Bon accès à internet, autres choix",
            meaning="Définitions comparées.", written=_definitions,
        ),
        Setting(
            typed="capacity.people_a_year", label="Personnes aidées par poste (par an)",
            meaning="Ce qu'un poste à plein temps aide en un an : une convention, d'après "
            "2,2 millions de personnes pour 3 614 postes (ANCT, rapport annuel 2022).",
            written=_number,
        ),
        Setting(
            typed="capacity.need_share", label="Habitants en difficulté numérique (%)",
            meaning="La part des habitants qui ont besoin d'aide : 15,4 % des personnes de 15 ans "
            "et plus en France en 2021 (Insee Première 1953, 2023).",
            written=_per_cent,
        ),
    )
}  # fmt: skip
OF_RULE: dict[str, Setting] = {
    "posts": Setting(
        typed="--posts", label="Postes à ajouter (nombre)", meaning="Autant de postes au plus.",
        written=str,
    ),
    "candidates": Setting(
        typed="--candidates", label="Communes possibles",
        meaning="Les communes où un poste peut être ajouté.",
        written=_or("toutes les communes", _candidates),
    ),
    "least_residents": Setting(
        typed="--least-residents", label="Population minimale (habitants)",
        meaning="Les communes moins peuplées sont écartées.", written=_number,
    ),
    "largest_of_epci": Setting(
        typed="--largest-of-epci", label="Seulement la plus peuplée de chaque intercommunalité",
        meaning="Si les autres communes sont écartées.", written=_yes_no,
    ),
    "per_epci": Setting(
        typed="--per-epci", label="Postes par intercommunalité, au plus (nombre)",
        meaning="Autant de postes nouveaux au plus.", written=_or(UNLIMITED),
    ),
    "budget_euros": Setting(
        typed="--budget", label="Budget (euros)", meaning="Ce que tous les postes peuvent coûter.",
        written=_or(UNLIMITED),
    ),
    "host_type": Setting(
        typed="--host-type", label="Type d'employeur supposé",
        meaning="Tarif là où la liste des communes possibles ne dit pas le type ; en option : "
        "public ou private (privé).",
        written=HOST_TYPES.__getitem__,
    ),
    "months": Setting(
        typed="--months", label="Durée des postes (mois)",
        meaning="Les coûts sont ramenés à cette durée.", written=_or(_months()),
    ),
    "weights": Setting(
        typed="--weights", label="Habitants pondérés",
        meaning="Si chaque habitant compte selon sa commune, et en proportion de quoi.",
        written=_or("non", words.weighted),
    ),
    "capacitated": Setting(
        typed="--capacitated", label="Besoin servi recherché",
        meaning="Si l'on cherche aussi les lieux qui servent le plus de besoin.", written=_yes_no,
    ),
}  # fmt: skip


def of_parameters(parameters: Parameters) -> Iterator[tuple[Setting, str]]:
    """Give each parameter with its value in French."""
    for part, inside in vars(parameters).items():
        for name, value in vars(inside).items():
            setting = OF_PARAMETERS[f"{part}.{name}"]
            yield setting, setting.written(value)


def of_rule(rule: Rule) -> Iterator[tuple[Setting, str]]:
    """Give each thing that was asked of new posts with its value in French."""
    for name, value in {**vars(rule), "posts": _posts(rule)}.items():
        yield OF_RULE[name], OF_RULE[name].written(value)
