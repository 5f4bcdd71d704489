"""What every answer about posts stands on: assumptions, tariffs, what is left out."""

from jura_coverage import french
from jura_coverage.posts import TRIALS, USUAL_POSTS, Rule
from jura_coverage.posts.tariffs import FIRST, RENEWAL
from jura_coverage.remarks import remarks
from jura_coverage.study import Result
from jura_coverage.study.figures import IN_PART
from jura_coverage.territory import doubles
from jura_coverage.words import terms
from jura_coverage.words.phrases import HOST_TYPES, MOST_SCENARIOS
from jura_coverage.words.provenance import advisors_of
from jura_coverage.words.terms import NO_POST

NOT_CONSIDERED = (
    "Ce calcul ne tient pas compte de la charge de travail de chaque conseiller, de ses horaires, "
    "des publics qu'il suit, des locaux, de l'avis des structures, de l'allongement des trajets en "
    "deçà du seuil, ni des conseillers des départements voisins quand ils ne sont pas connus."
)
# What the programme allows, a clause each: the choices say theirs before anything else.
SINCE = "Depuis mai 2025"
NO_NEW = "aucune nouvelle convention n'est signée"
GIVEN_BACK = "un poste vacant depuis plus de six mois est rendu sans être réattribué"
WITHIN = "les transferts ne sont admis que dans le département, par exception"
PROGRAMME = f"{SINCE}, {NO_NEW}, {GIVEN_BACK}, et {WITHIN}."
RENEWALS = (
    "Renouveler un poste pour trois ans coûte à l'État "
    + french.enumeration(
        [
            f"{french.euros(tariff.euros)} pour un employeur {HOST_TYPES[host_type]}"
            for host_type, tariff in RENEWAL.items()
        ]
    )
    + " (tarifs de 2023, des ordres de grandeur). Un employeur dont le SIREN commence par 1 ou 2 "
    "est public ; là où ni lui ni la source des postes n'en dit le type, le coût est inconnu : le "
    "donnent la colonne « Employeur » du modèle (« jura-coverage template »), la liste des "
    "structures validées et l'export des structures de « Mon inclusion numérique »."
)
FREE = (
    "Un transfert ne crée pas de poste et n'appelle pas de subvention nouvelle ; ses frais "
    "(locaux, déménagement, trajets) ne sont pas comptés."
)
LIKELY_TEXT = (
    f"Les fourchettes sont celles de {MOST_SCENARIOS} des {french.number(TRIALS)} scénarios tirés "
    "de ce qu'on ne sait pas (trajets, positions, présence à temps partiel), les seuils restant "
    "ceux qui sont choisis. Une autre graine (--seed) déplace leurs bornes de quelques pour cent."
)


def reach(result: Result) -> str:
    """Say what "within reach" means, and of when the advisors are."""
    return (
        f"À portée : {terms.far_minutes(result.parameters)} au plus jusqu'à un "
        f"conseiller ({result.engine}). {advisors_of(result)}"
    )


def asked(rule: Rule) -> str:
    """Say what was asked of new posts."""
    if rule.posts is not None:
        posts = french.count(rule.posts, "poste") + " de plus"
    elif rule.budget_euros is not None:
        posts = "autant de postes que le budget en paie"
    else:
        posts = "jusqu'à " + french.count(USUAL_POSTS, "poste") + " de plus"
    listed = f"liste ({french.count(len(rule.hosts), 'commune')})"
    if rule.largest_of_epci:
        where = "dans la commune la plus peuplée de chaque intercommunalité"
        where += f", si elle est sur la {listed}" if rule.hosts else ""
    else:
        where = f"dans toute commune {f'de la {listed}' if rule.hosts else 'du département'}"
    wanted = wishes(
        least_residents=rule.least_residents, per_epci=rule.per_epci,
        budget_euros=rule.budget_euros,
    )  # fmt: skip
    if rule.weights:
        wanted.append(f"chaque habitant comptant {rule.weights.said}")
    return f"Demande : {', '.join([posts, where, *wanted])}."


def wishes(*, least_residents: int, per_epci: int | None, budget_euros: float | None) -> list[str]:
    """Say in clauses what a rule asks of new posts besides where they may go."""
    asked_for = {
        f"d'au moins {french.count(least_residents, 'habitant')}": least_residents > 0,
        f"au plus {per_epci} par intercommunalité": per_epci is not None,
        f"pour {french.euros(budget_euros or 0)} au plus": budget_euros is not None,
    }  # fmt: skip
    return [wish for wish, is_wanted in asked_for.items() if is_wanted]


def costs(rule: Rule) -> str:
    """Say what the costs stand on."""
    tariffs = [
        f"{french.euros(tariff.euros)} sur {tariff.months} mois pour un employeur "
        f"{HOST_TYPES[host_type]}"
        for host_type, tariff in FIRST.items()
    ]
    length = f", ramenés à {french.shortest(rule.months, 1)} mois" if rule.months else ""
    return (
        "Les coûts sont ceux d'une première convention de 2021 : "
        f"{french.enumeration(tariffs)}{length}. Là où le type d'employeur n'est pas donné, il "
        f"est supposé {HOST_TYPES[rule.host_type]}. Ce sont des ordres de grandeur."
    )


def left_out(result: Result) -> list[str]:
    """Say whom choices about posts leave out because something is not known of their commune."""
    communes = result.communes
    reasons = {
        "pas dans ces choix, faute de limites d'où mesurer un trajet": ~result.located,
        "dans aucun nombre d'habitants, faute de population connue": communes["residents"].isna(),
        "qu'en partie dans les nombres d'habitants, faute de tous ses arrondissements": (
            communes["residents"].notna() & communes[IN_PART]
        ),
    }
    named = {
        f"{french.count(int(out.sum()), 'commune ne compte', 'communes ne comptent')} {why}": [
            f"{name} ({insee})" for insee, name in communes.loc[out, "name"].items()
        ]
        for why, out in reasons.items()
    }
    return [
        each.sentence() for text, names in named.items() for each in remarks("missing", text, names)
    ]


def far_uncounted(result: Result) -> list[str]:
    """Name the far communes of which nobody can tell what would be gained there."""
    far = result.communes[result.far_uncounted]
    number = french.count(len(far), "commune éloignée", "communes éloignées")
    names = [f"{name} ({insee})" for insee, name in far["name"].items()]
    return [
        each.sentence()
        for each in remarks(
            "missing",
            f"Ce qu'un poste apporterait à {number} n'est pas connu, faute de population connue",
            names,
        )
    ]


def no_sites(result: Result, rule: Rule) -> list[str]:
    """Name the communes that are no sites because their residents are not known."""
    asks = rule.least_residents > 0 or rule.largest_of_epci
    bare = result.communes[result.communes["residents"].isna() & asks]
    number = french.count(len(bare), "commune n'est pas un lieu", "communes ne sont pas des lieux")
    names = [f"{name} ({insee})" for insee, name in bare["name"].items()]
    text = f"{number} possible{'s' if len(bare) > 1 else ''}, faute de population connue"
    return [each.sentence() for each in remarks("missing", text, names)]


def assumed(result: Result) -> str:
    """Say what is left out or had to be assumed because the tables say nothing of it."""
    own = result.territory.own_bases
    silent = {
        "occupés": (own["state"] == "").sum(),
        "à temps plein": own["fte"].isna().sum(),
        "ouverts au public": own["open_to_public"].isna().sum(),
        "fixes": own["itinerant"].isna().sum(),
    }
    sentences = left_out(result)
    if supposed := [quality for quality, number in silent.items() if number]:
        sentences.append(
            "Là où le tableau des structures ne dit rien, les postes sont supposés "
            f"{french.enumeration(supposed)}."
        )
    unknown = int((own["convention_end"] == "").sum())
    if unknown:
        lines = french.count(unknown, "ligne")
        sentences.append(f"La fin de convention manque pour {lines} sur {len(own)} du tableau.")
    if perhaps_one := doubles.doubles(own):
        sentences.append(f"{doubles.TEXT}, comptés à part : {french.enumeration(perhaps_one)}.")
    if result.ways.nobody:
        sentences.append(f"Le tableau des structures ne compte {NO_POST}.")
    return " ".join(sentences) or "Le tableau des structures dit tout ce que le calcul demande."
