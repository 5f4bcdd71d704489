"""The front of new posts in words: what each plan is good for, and what one gives up for what."""

from jura_coverage import french
from jura_coverage.posts import Add, Choice, Front, Objective
from jura_coverage.study import Result
from jura_coverage.words.phrases import named


def pareto_text(result: Result, found: Add, front: Front) -> list[str]:
    """Explain the plans that no other beats in all objectives."""
    return [
        f"{pareto_asked(found, front)} :",
        *(
            f"- {named(result, choice.sites) or 'aucun lieu'} : "
            f"{' ; '.join(valued(each, choice) for each in front.objectives)} "
            f"({unbeaten(choice.gap)})."
            for choice in front.choices
        ),
        *trades(front),
    ]


def pareto_asked(found: Add, front: Front) -> str:
    """Say between what, with how many posts and among how many plans one may choose."""
    number = len(front.choices)
    these = "celui-ci" if number == 1 else f"ces {french.number(number)}"
    rest = "" if front.complete else ", et il y en a d'autres entre eux"
    return (
        f"Avec {french.count(found.plans[-1].posts, 'poste')} au plus, entre "
        f"{french.enumeration([each.noun for each in front.objectives])} (front de Pareto), aucun "
        f"choix n'est meilleur en tout que {these}{rest}"
    )


def trades(front: Front) -> list[str]:
    """Say what one gives up of the others for the best of each objective; nothing of one plan."""
    first, (most, *others) = front.choices[0], front.objectives
    if len(front.choices) == 1:
        return []
    rest = french.enumeration([valued(each, first) for each in others])
    lines = {f"{french.capital(_best(most))}, {front_value(most, first)} : {rest}.": None}
    for objective in others:
        best = min(front.choices, key=lambda each: _worse(objective, each, first))
        if _worse(objective, best, first) < 0:
            lines[_trade(front, first, best)] = None
    return list(lines)


def _trade(front: Front, first: Choice, other: Choice) -> str:
    """Say what another choice gains on the first, and what it loses."""
    worse = {each: _worse(each, other, first) for each in front.objectives}
    gains = [_change(each, by) for each, by in worse.items() if by < 0]
    losses = [_change(each, by) for each, by in worse.items() if by > 0]
    return f"Pour {french.enumeration(gains)} : {french.enumeration(losses)}."


def unbeaten(gap: float) -> str:
    """Say how far a plan of the front may be from one that beats it."""
    return "prouvé" if gap == 0 else f"à {french.percent(gap)} au plus d'un meilleur"


def front_value(objective: Objective, choice: Choice) -> str:
    """Write a value without its noun; minutes with seconds."""
    told = objective.told(choice.figures[objective.name])
    return _clock(round(told)) if objective.timed else french.number(told)


def valued(objective: Objective, choice: Choice) -> str:
    """Write a value with its noun."""
    if objective.timed:
        return f"{front_value(objective, choice)} {objective.whom}"
    count = french.count(choice.figures[objective.name], objective.unit, objective.units)
    return f"{count} {objective.whom}".rstrip()


def _clock(seconds: int) -> str:
    r"""Write minutes and seconds.

    Examples
    --------
    >>> _clock(584), _clock(600), _clock(7)
    ('9\xa0min\xa044\xa0s', '10\xa0min', '7\xa0s')
    """
    parts = zip(divmod(seconds, 60), ("min", "s"), strict=True)
    said = [f"{part}{french.NO_BREAK_SPACE}{unit}" for part, unit in parts if part]
    return french.NO_BREAK_SPACE.join(said or [f"0{french.NO_BREAK_SPACE}s"])


def _best(objective: Objective) -> str:
    """Name the end of an objective that is the better one."""
    of = "d'" if objective.unit[0] in "aeéhiou" else "de "
    return f"le {'plus' if objective.better == 'more' else 'moins'} {of}{objective.noun}"


def _worse(objective: Objective, choice: Choice, than: Choice) -> float:
    """Tell by how much a choice is worse than another; less than 0 where it is better."""
    one, other = (objective.told(each.figures[objective.name]) for each in (choice, than))
    return other - one if objective.better == "more" else one - other


def _change(objective: Objective, worse: float) -> str:
    """Write a change for the worse, or less than 0 for the better."""
    size = abs(worse)
    if objective.timed:
        said = french.count(size, "seconde") if size < 60 else _clock(round(size))
    else:
        said = french.count(size, objective.unit, objective.units)
    more = (worse < 0) == (objective.better == "more")
    return f"{said} {'de plus' if more else 'de moins'} {objective.whom}".rstrip()
