"""The certainty of the flags in words, and beside it what other thresholds would change."""

import pandas as pd

from jura_coverage import french
from jura_coverage.measures import certainty as exact
from jura_coverage.measures import policies
from jura_coverage.parameters import Parameters
from jura_coverage.posts import FRAGILE, SURE, Certainty, Decision
from jura_coverage.study import Result
from jura_coverage.words import terms
from jura_coverage.words.figures import finding
from jura_coverage.words.phrases import MOST_SCENARIOS, between_counted

STANDINGS = {SURE: "sûre", FRAGILE: "fragile", "": ""}
FLAGS_BY_STANDING = tuple(f"signalée, {STANDINGS[each]}" for each in (SURE, FRAGILE))
SURE_FROM = french.percent(exact.SURE, 0)
MEANING = (
    f"Sûre : {SURE_FROM} de chances au moins d'être signalée en réalité, aux seuils choisis, "
    "compte tenu de ce qu'on ne sait pas ; fragile : moins."
)
UNSURE_IF_TRIED = (
    "Une simulation ne dit pas si un signalement est sûr : tous sont dessinés de même."
)
STRONGEST = "Ce qui fait le plus varier le nombre de communes signalées"
CHOSEN = "Ce que l'on choisit n'entre pas dans la certitude"
NO_MORE_THAN = 0.005  # an index that is shown as zero
MOST_STRONGEST = 3


def certainty_text(found: Decision) -> list[str]:
    """Explain how sure the flags are, and what other thresholds would flag."""
    certainty = found.certainty
    if certainty.communes["certainty"].isna().all():
        return [
            "La certitude du signalement n'est pas calculée : il y faut "
            f"{terms.TABLES['broadband']}."
        ]
    return [
        f"{headline(certainty)} {MEANING}",
        f"Dans {MOST_SCENARIOS} des {french.number(len(certainty.flagged))} scénarios, "
        f"{likely_flagged(found)}. {unknown(found.result)}",
        f"{CHOSEN}. {other_policies(found)}",
        *strongest(found.influence),
    ]


def certainty_figure(found: Decision) -> list[tuple[str, str]]:
    """Give how sure the flags are as a figure beside the first ones, or none: label and value."""
    certainty = found.certainty
    if certainty.communes["certainty"].isna().all():
        return []
    standings = (
        f"{_standings(certainty)} ; " if (certainty.communes["standing"] != "").any() else ""
    )
    return [
        ("Certitude du signalement",
         f"{standings}{between_counted(certainty.communes_likely, 'commune')} dans "
         f"{MOST_SCENARIOS} des "
         "scénarios"),
    ]  # fmt: skip


def finding_how_sure(result: Result, certainty: Certainty) -> str:
    """Say the same as :func:`finding`, and how many of the flags are sure.

    Examples
    --------
    « 29 communes signalées, 7 774 habitants : 12 sûres, 17 fragiles »
    """
    said, is_any = finding(result), (certainty.communes["standing"] != "").any()
    return f"{said} : {_standings(certainty)}" if is_any else said


def headline(certainty: Certainty) -> str:
    """Count the flagged communes, those that are sure and those that are fragile.

    Examples
    --------
    « 29 communes signalées : 19 sûres, 10 fragiles. »
    """
    number = certainty.count(SURE) + certainty.count(FRAGILE)
    flagged = french.count(number, "commune signalée", "communes signalées")
    return f"{flagged} : {_standings(certainty)}." if number else f"{flagged}."


def _standings(certainty: Certainty) -> str:
    sure, fragile = (certainty.count(standing) for standing in (SURE, FRAGILE))
    return f"{french.count(sure, 'sûre')}, {french.count(fragile, 'fragile')}"


def likely_flagged(found: Decision) -> str:
    """Give between which numbers the flagged communes and their residents lie, as a clause."""
    certainty = found.certainty
    communes = certainty.communes_likely
    if not communes.high:
        return "aucune commune n'est signalée"
    verb = "sont signalées" if communes.high >= terms.PLURAL else "est signalée"
    said = f"{between_counted(communes, 'commune')} {verb}"
    if found.result.communes["residents"].isna().all():
        return f"{said} ({terms.residents(None)})"
    return f"{said}, soit {between_counted(certainty.residents_likely, 'habitant')}"


def unknown(result: Result) -> str:
    """Say what is not known, and is drawn anew in every scenario."""
    errors = result.parameters.errors
    by_estimate = result.pairs_estimated > 0 and errors.travel > 0
    by_road = result.is_measured and errors.by_road > 0
    causes = {
        "les minutes de chaque trajet": by_estimate or by_road,
        "la place exacte des structures dont seule la commune est connue "
        f"({french.shortest(errors.position_m / 1000, 1)} km au plus de la mairie)":
            errors.position_m > 0,
        f"les locaux couverts ({french.count(errors.premises, 'local', 'locaux')} de plus ou de "
        "moins)": errors.premises > 0,
        "la présence dans les lieux de moins d'un poste (personne n'y reçoit, avec "
        f"{french.percent(errors.part_time_absent, 0)} de chances : une convention)":
            errors.part_time_absent > 0,
    }  # fmt: skip
    said = [cause for cause, counts in causes.items() if counts]
    return f"Ce qu'on ne sait pas : {french.enumeration(said)}." if said else (
        "Aucune erreur n'est supposée : le signalement est certain."
    )  # fmt: skip


def looked_at(parameters: Parameters) -> str:
    """Say which other policies are looked at."""
    shares, minutes = (policies.span(parameters, name) for name in ("poor_share", "far_minutes"))
    least, most = (french.shortest(100 * each, 2) for each in shares)
    shortest, longest = (french.shortest(each, 2) for each in minutes)
    definitions = [terms.COVERED[name] for name in policies.definitions(parameters)]
    return (
        f"{french.capital(terms.assumption('poor_share'))} de {least} à "
        f"{most}{french.NO_BREAK_SPACE}% des locaux, {terms.assumption('far_minutes')} de "
        f"{shortest} à {longest} minutes ; bon internet : {' ; '.join(definitions)}."
    )


def other_policies(found: Decision) -> str:
    """Say how many communes other thresholds and definitions would flag."""
    certainty = found.certainty
    numbers, choices = certainty.by_policy["communes_flagged"], len(certainty.policies)
    always = int((certainty.communes["policies_flagged"] == choices).sum())
    low, high = numbers.min(), numbers.max()
    flagged = french.count(high, "commune est signalée", "communes sont signalées")
    all_of_them = (
        french.count(always, "commune l'est", "communes le sont") + " sous tous ces choix"
        if always
        else "aucune ne l'est sous tous ces choix"
    )
    said = (
        f"{'' if low == high else f'de {french.number(low)} à '}{flagged} ; {all_of_them}"
        if high
        else "aucune commune n'est signalée"
    )
    return (
        f"Sous {french.count(choices, 'choix', 'choix')} de seuils et de définition, "
        f"{said}{_by_definition(certainty, found.result.parameters)}."
    )


def _by_definition(certainty: Certainty, parameters: Parameters) -> str:
    """Say what the definition of good internet changes, the thresholds being those chosen."""
    chosen = parameters.policy
    same = [
        (each.definition, certainty.by_policy["communes_flagged"][position])
        for position, each in enumerate(certainty.policies)
        if (each.poor_share, each.far_minutes) == (chosen.poor_share, chosen.far_minutes)
    ]
    if len(same) < 2:
        return ""
    said = [f"{french.number(number)} {terms.WHEN_COVERED[name]}" for name, number in same]
    return f". Aux seuils choisis : {', '.join(said)}"


def strongest(influence: pd.DataFrame) -> list[str]:
    """Say what the number of flagged communes hangs on most."""
    known = influence["total"].dropna()
    named = [
        f"{terms.assumption(str(name))} ({french.percent(float(share), 0)})"
        for name, share in known.nlargest(MOST_STRONGEST).items()
        if share > NO_MORE_THAN
    ]
    if not named:
        return []
    return [
        f"{STRONGEST}, choix et erreurs ensemble : {french.enumeration(named)} (part de la "
        "variance, effets croisés compris : indices de Sobol)."
    ]
