"""What the end of posts would cost, in words: what costs nobody in one line."""

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from jura_coverage import french
from jura_coverage.posts import Interval, Joint, Keep
from jura_coverage.study import Result
from jura_coverage.study.figures import Sum
from jura_coverage.words.caveats import served_and_access
from jura_coverage.words.effects import ending
from jura_coverage.words.figures import UNKNOWN_NUMBER, people
from jura_coverage.words.grounds import LIKELY_TEXT, NOT_CONSIDERED, RENEWALS, assumed, reach
from jura_coverage.words.phrases import IF_AS_ESTIMATED, counting, renewal, scenarios, worst_of
from jura_coverage.words.terms import AT_LEAST, NO_POST, PLURAL

NOBODY = "aucun habitant ne serait mis hors de portée, selon les scénarios non plus"
ONE_HOST, ONE_PLACE = "l'une de ces {} structures", "l'un de ces {} lieux"
NOTHING_ENDS = f"{french.capital(NO_POST)} : aucune fin à envisager."
NO_END = f"{french.capital(NOBODY)}, quelle que soit la structure qui cesse seule."
# What is told of an end besides what it costs: its name, its posts, and what else is known.
_Told = tuple[str, str, list[str]]


def keep_text(result: Result, found: Keep) -> list[str]:
    """Explain what the end of posts would cost."""
    if found.hosts.empty:
        return [NOTHING_ENDS, reach(result)]
    lines = [
        *counting(found.weights),
        "Ce que coûterait la fin de chaque structure, les autres restant en place :",
        *_each(found.hosts, _host, ONE_HOST),
    ]
    if len(places := places_of_several(found)):
        lines += [
            "Ce que coûterait la fin d'un seul lieu d'une structure qui en a plusieurs :",
            *_each(places, _place, ONE_PLACE),
        ]
    lines += _together(found.joint)
    if found.timeline.empty:
        lines.append("Aucune fin de convention n'est connue : pas d'échéancier.")
    else:
        lines.append(f"Si rien n'est renouvelé, {IF_AS_ESTIMATED} :")
        lines += [
            f"- {french.day(str(end))} : {french.enumeration(row['hosts'])} ; en tout {_lost(row)}."
            for end, row in found.timeline.iterrows()
        ]
    return [
        *lines, LIKELY_TEXT, served_and_access(result), RENEWALS, reach(result), assumed(result),
        NOT_CONSIDERED,
    ]  # fmt: skip


def places_of_several(found: Keep) -> pd.DataFrame:
    """Give the places of the hosts that have more than one."""
    several = found.hosts.loc[found.hosts["places"] > 1, "host"]
    return found.places[found.places["host"].isin(several)]


def costs_nobody(row: Mapping[Hashable, Any]) -> bool:
    """Tell whether an end puts nobody out of reach, as estimated and in most scenarios."""
    likely = Interval.of(row, "residents_lost")
    return Sum.of(row, "residents_lost") == Sum(known=0) and likely == Interval(low=0, high=0)


def end_of(row: Mapping[Hashable, Any]) -> str:
    """Say what the end of a structure or of a place would cost."""
    if costs_nobody(row):
        return NOBODY
    return told_of_ends(row, row["residents_lost_mean"], Interval.of(row, "residents_lost"))


def told_of_ends(row: Mapping[Any, Any], mean: float, likely: Interval) -> str:
    """Say what ends cost on average, and if all is as estimated.

    Parameters
    ----------
    row
        `residents_lost` with what its sum leaves out, `communes_lost` and `communes_flagged`.
    mean, likely
        Of the residents, over scenarios.
    """
    lost = Sum.of(row, "residents_lost")
    said = "aucun"
    if lost != Sum(known=0):
        said = (
            f"{people(lost, communes=row['communes_lost'])}, communes signalées en plus : "
            f"{french.number(row['communes_flagged'])}"
        )
    return f"{lost_on_average(mean, likely)} ; {IF_AS_ESTIMATED}, {said}"


def free_ends(found: Keep) -> str:
    """Count the structures whose end costs nobody, as a sentence; nothing for none."""
    free = sum(costs_nobody(row) for row in found.hosts.to_dict("records"))
    if not free:
        return ""
    return f"{french.capital(NOBODY)} par {french.count(free, 'autre fin', 'autres fins')}."


def named_free_ends(found: Keep) -> list[str]:
    """Name the structures, and the places of those that have several, whose end costs nobody."""
    if found.hosts.empty:
        return [NOTHING_ENDS]
    return [
        *_free(found.hosts, _host, ONE_HOST), *_free(places_of_several(found), _place, ONE_PLACE),
    ]  # fmt: skip


def lost_on_average(mean: float, likely: Interval) -> str:
    """Say how many residents an end would put out of reach on average and in most scenarios."""
    if math.isnan(mean):
        said = f"{UNKNOWN_NUMBER} ne serait"
    else:
        least = AT_LEAST if likely.partial else ""
        verb = "ne seraient" if round(mean) >= PLURAL else "ne serait"
        said = f"{least}{french.count(round(mean), 'habitant')} {verb}"
    return f"{said} plus à portée en moyenne ({scenarios(likely)})"


def convention(row: Mapping[Hashable, Any]) -> str:
    """Say what the source tells of the conventions of a host; nothing where it tells nothing."""
    told = [french.enumeration(row["convention_kinds"])] if row["convention_kinds"] else []
    if pd.notna(row["convention_euros"]):
        told.append(f"{french.euros(row['convention_euros'])} conventionnés")
    return ", ".join(told)


def _each(
    ends: pd.DataFrame, told: Callable[[Mapping[Hashable, Any]], _Told], which: str
) -> list[str]:
    """Tell a line an end, and in one line, last, those that cost nobody.

    Parameters
    ----------
    ends
        A row an end.
    told
        Gives what there is to tell of an end besides what it costs.
    which
        French: one of so many.
    """
    lines = [
        _line(*told(row), end_of(row)) for row in ends.to_dict("records") if not costs_nobody(row)
    ]
    return [f"- {line}" for line in [*lines, *_free(ends, told, which)]]


def _free(
    ends: pd.DataFrame, told: Callable[[Mapping[Hashable, Any]], _Told], which: str
) -> list[str]:
    """Name in one line the ends that cost nobody, those of which the same is told together."""
    free = [told(row) for row in ends.to_dict("records") if costs_nobody(row)]
    if len(free) == 1:
        return [_line(*free[0], NOBODY)]
    alike: dict[str, list[str]] = {}
    for name, posts, more in free:
        alike.setdefault(" ; ".join([posts, *more]), []).append(name)
    said = " ; ".join(
        f"{french.enumeration(names)} ({'pour chaque fin, ' if len(names) > 1 else ''}{rest})"
        for rest, names in alike.items()
    )
    one = which.format(french.number(len(free)))
    return [f"{french.capital(NOBODY)} si {one} cessait : {said}."] if free else []


def _line(name: str, posts: str, more: list[str], lost: str) -> str:
    return f"{name} ({posts}) : {' ; '.join([lost, *more])}."


def _host(row: Mapping[Hashable, Any]) -> _Told:
    posts = french.posts(row["posts"])
    if row["places"] > 1:
        posts += f", {french.count(row['places'], 'lieu', 'lieux')}"
    known = convention(row)
    more = [
        *ending(row), *([f"convention : {known}"] if known else []),
        f"renouvellement : {renewal(row['renewal_euros'])}",
    ]  # fmt: skip
    return str(row["host"]), posts, more


def _place(row: Mapping[Hashable, Any]) -> _Told:
    return str(row["place"]), french.posts(row["posts"]), ending(row)


def _together(joint: Sequence[Joint]) -> list[str]:
    """Tell the worst ends together; that of the only structure is already told."""
    if len(joint) == 1:
        return []
    nobody = Sum(known=0)
    if all(Sum.of(vars(each), "residents_lost") == nobody and not each.gap for each in joint):
        most = french.number(len(joint))
        return [
            f"Même {most} structures qui cesseraient ensemble ne mettraient aucun habitant hors de "
            f"portée {IF_AS_ESTIMATED}."
        ]
    return [
        f"Les fins qui mettraient le plus d'habitants hors de portée {IF_AS_ESTIMATED}, seules "
        "puis ensemble :",
        *(
            f"- {french.enumeration(each.hosts)} : {_lost(vars(each))} ({worst_of(each.gap)}) ; "
            f"{lost_on_average(each.mean, each.likely)}."
            for each in joint
        ),
    ]


def _lost(row: Mapping[Any, Any] | pd.Series) -> str:
    return (
        f"{people(Sum.of(row, 'residents_lost'))} hors de portée, communes signalées en plus : "
        f"{french.number(row['communes_flagged'])}"
    )
