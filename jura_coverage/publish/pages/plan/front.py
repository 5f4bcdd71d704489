"""The front of new posts: drawn, with a point a plan that leads to its posts, and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from jura_coverage import french
from jura_coverage.posts import Decision, Front, Objective
from jura_coverage.publish.html.rendering import rendered
from jura_coverage.publish.html.texttable import Figure, TextTable
from jura_coverage.publish.map import address
from jura_coverage.publish.pages.plan.maps import Ground, Still, still
from jura_coverage.publish.pages.plan.sketches import of_sites
from jura_coverage.words import front_value, named, pareto_asked, unbeaten, valued

# Of the drawing, in its units: a pixel at its greatest width.
WIDTH, HEIGHT = 560, 320
LEFT, TOP, RIGHT, BOTTOM = 84, 40, 530, 264
INSET = 24
# Plans closer to each other than this share one label.
CLOSE = 16


@dataclass(frozen=True, kw_only=True)
class Point:
    """A plan of the front, to be chosen.

    Parameters
    ----------
    number
        Its place in the front, from 1 on.
    sites, values, proof
        French: where its posts are, what they bring about, how sure it is.
    still
        Its map.
    scenario
        What opens it on the page of the map, as an address has it.
    """

    number: int
    sites: tuple[str, ...]
    values: tuple[str, ...]
    proof: str
    still: Still
    scenario: str


def points(found: Decision, land: Ground) -> list[Point]:
    """Give the plans of the front with their maps.

    Parameters
    ----------
    found
        All answers.
    land
        What :func:`jura_coverage.publish.pages.plan.maps.ground` gives.
    """
    front, result = found.pareto, found.result
    return [
        Point(
            number=number,
            sites=tuple(named(result, (code,)) for code in choice.sites),
            values=tuple(valued(each, choice) for each in front.objectives),
            proof=french.capital(unbeaten(choice.gap)),
            still=still(
                land, of_sites(result, choice.sites), key=f"front-{number}",
                title=f"Carte du choix {number}", described=named(result, choice.sites),
            ),
            scenario=address.additions(choice.sites),
        )
        for number, choice in enumerate(front.choices, start=1)
    ]  # fmt: skip


def rules(front: Front) -> str:
    """Write the style rule that marks the point of the chosen plan: CSS knows no variable there."""
    chosen = ",".join(
        f'.front:has(#choix-{number}:target) [href="#choix-{number}"]'
        for number in range(1, len(front.choices) + 1)
    )
    return f"{chosen}{{color:var(--flag)}}"


def front_table(found: Decision) -> TextTable:
    """Give a row a plan."""
    front, result = found.pareto, found.result
    return TextTable(
        title=pareto_asked(found.add, front),
        heads=("Choix", "Lieux", *(french.capital(each.noun) for each in front.objectives),
               "Preuve"),
        rows=tuple(
            (str(number), named(result, choice.sites) or "aucun lieu",
             *(Figure(front_value(each, choice)) for each in front.objectives),
             unbeaten(choice.gap))
            for number, choice in enumerate(front.choices, start=1)
        ),
    )  # fmt: skip


def drawings(front: Front) -> list[Markup]:
    """Draw the first objective against each other one; nothing of one plan."""
    others = front.objectives[1:] if len(front.choices) > 1 else ()
    return [_drawn(front, other) for other in others]


def _drawn(front: Front, other: Objective) -> Markup:
    """Draw the plans by the first objective (up) and another one (to the right)."""
    first = front.objectives[0]
    across = _placed(front, other, LEFT + INSET, RIGHT - INSET)
    down = _placed(front, first, BOTTOM - INSET, TOP + INSET)
    best = ("en haut" if first.better == "more" else "en bas",
            "à droite" if other.better == "more" else "à gauche")  # fmt: skip
    drawing = rendered(
        "front.svg.j2",
        title=f"{french.capital(first.noun)} et {other.noun} de chaque choix",
        width=WIDTH, height=HEIGHT, left=LEFT, top=TOP, right=RIGHT, bottom=BOTTOM,
        ends_down=_ends(front, first, down), ends_across=_ends(front, other, across),
        title_down=french.capital(first.noun),
        title_across=f"{french.capital(other.noun)} (le mieux : {' '.join(best)})",
        points=[
            (x, y, f"Choix {number} : {valued(first, choice)}, {valued(other, choice)}")
            for number, (x, y, choice) in enumerate(
                zip(across, down, front.choices, strict=True), start=1
            )
        ],
        labels=_labels(across, down),
    )  # fmt: skip
    return Markup(drawing)  # noqa: S704 - the template escapes


def _placed(front: Front, objective: Objective, least: int, most: int) -> list[int]:
    """Put the values of the plans between two ends of the drawing."""
    values = np.array([choice.figures[objective.name] for choice in front.choices])
    share = (values - values.min()) / (np.ptp(values) or 1.0)
    return [round(least + each * (most - least)) for each in share.tolist()]


def _ends(front: Front, objective: Objective, places: Sequence[int]) -> list[tuple[int, str]]:
    """Write the least and the greatest value where they stand."""
    ordered = sorted(
        zip(places, front.choices, strict=True), key=lambda each: each[1].figures[objective.name]
    )
    ends = [(place, front_value(objective, choice)) for place, choice in ordered]
    return [ends[0], ends[-1]]


def _labels(x: Sequence[int], y: Sequence[int]) -> list[tuple[int, int, str]]:
    """Write the numbers of the plans, those of plans that nearly touch together.

    Examples
    --------
    >>> _labels([100, 104, 300], [50, 52, 200])
    [(109, 45, '1, 2'), (309, 195, '3')]
    """
    groups: list[list[int]] = []
    for number, (across, down) in enumerate(zip(x, y, strict=True)):
        for each in groups:
            if abs(x[each[0]] - across) <= CLOSE and abs(y[each[0]] - down) <= CLOSE:
                each.append(number)
                break
        else:
            groups.append([number])
    return [
        (x[each[0]] + 9, y[each[0]] - 5, ", ".join(str(number + 1) for number in each))
        for each in groups
    ]
