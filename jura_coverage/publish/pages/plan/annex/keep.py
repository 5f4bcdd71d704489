"""What keeping is worth, in tables: ends alone, together, and one after the other."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from jura_coverage import columns, french
from jura_coverage.posts import Decision, Interval, Keep
from jura_coverage.publish.html.texttable import TextTable
from jura_coverage.publish.pages.plan.annex.cells import numbers, people, table
from jura_coverage.words import (
    UNTOLD_EPCI,
    between,
    convention,
    costs_nobody,
    places_of_several,
    renewal,
    worst_of,
)

ENDS, KEPT = (
    {column.name: column.heading for column in known} for known in (columns.TIMELINE, columns.KEPT)
)
ENDED = ("access_lost_epci", "access_lost", "need_served_lost")


def tables(found: Decision) -> list[TextTable]:
    """Give the tables about the ends of posts."""
    keep = found.keep
    each_place = places_of_several(keep)
    every = [
        _alone(keep.hosts),
        _access_and_help(keep.hosts, "Ce que chaque fin ôte d'accès et d'aide", of="host"),
        _places(each_place),
        _access_and_help(
            each_place, "Ce que la fin d'un seul lieu ôte d'accès et d'aide", of="place"
        ),
        _joint(keep),
        _timeline(keep),
    ]
    return [each for each in every if each.rows]


def _dear(ended: pd.DataFrame) -> list[dict[Any, Any]]:
    """Give the ends that cost somebody: the others are told in one line."""
    return [row for row in ended.to_dict("records") if not costs_nobody(row)]


def _alone(hosts: pd.DataFrame) -> TextTable:
    ended = _dear(hosts)
    conventions = [convention(row) for row in ended]
    told = ("Convention",) if any(conventions) else ()
    return table(
        title="Si une structure cesse et que les autres restent",
        heads=("Structure", "Postes", KEPT["residents_lost_mean"], "Selon les scénarios",
               KEPT["residents_lost"], "Communes", "Communes signalées en plus", "Renouvellement",
               "Fin de convention", *told),
        rows=[
            (
                row["host"],
                french.shortest(row["posts"], french.POST_DECIMALS),
                french.number(row["residents_lost_mean"]),
                between(Interval.of(row, "residents_lost")),
                *people(row, "residents_lost"),
                *numbers(row, "communes_lost", "communes_flagged"),
                renewal(row["renewal_euros"]),
                french.day(row["convention_end"]) or "non connue",
                *(kinds or "non connue" for _ in told),
            )
            for row, kinds in zip(ended, conventions, strict=True)
        ],
        words=(0, -1) if told else (0,),
    )  # fmt: skip


def _access_and_help(ended: pd.DataFrame, title: str, *, of: str) -> TextTable:
    return table(
        title=title,
        heads=(KEPT["host"] if of == "host" else "Lieu", *(KEPT[name] for name in ENDED)),
        rows=[
            (row[of], _losing(row), french.percent(row["access_lost"], 0),
             french.number(row["need_served_lost"]))
            for row in ended.to_dict("records")
            if row["access_lost"] or row["need_served_lost"]
        ],
        words=(0, 1),
    )  # fmt: skip


def _places(each_place: pd.DataFrame) -> TextTable:
    return table(
        title="Si un seul lieu d'une structure qui en a plusieurs cesse",
        heads=("Lieu", "Structure", "Postes", KEPT["residents_lost_mean"], "Selon les scénarios",
               KEPT["residents_lost"], "Communes", "Communes signalées en plus"),
        rows=[
            (row["place"], row["host"], french.shortest(row["posts"], french.POST_DECIMALS),
             french.number(row["residents_lost_mean"]),
             between(Interval.of(row, "residents_lost")), *people(row, "residents_lost"),
             *numbers(row, "communes_lost", "communes_flagged"))
            for row in _dear(each_place)
        ],
        words=(0, 1),
    )  # fmt: skip


def _joint(keep: Keep) -> TextTable:
    return table(
        title="Les fins simultanées les plus coûteuses",
        heads=("Structures", "Habitants hors de portée", "Communes", "Communes signalées en plus",
               "Preuve"),
        rows=[
            (french.enumeration(each.hosts), *people(vars(each), "residents_lost"),
             french.number(each.communes_lost), french.number(each.communes_flagged),
             worst_of(each.gap))
            for each in keep.joint
        ],
        words=(0, -1),
    )  # fmt: skip


def _timeline(keep: Keep) -> TextTable:
    return table(
        title="Si rien n'est renouvelé",
        heads=("Structures", "Fin", ENDS["residents_lost"], "Communes",
               "Communes signalées en plus"),
        rows=[
            (french.enumeration(row["hosts"]), french.day(str(end)),
             *people(row, "residents_lost"), *numbers(row, "communes_lost", "communes_flagged"))
            for end, row in keep.timeline.iterrows()
        ],
        words=(0, 1),
    )  # fmt: skip


def _losing(row: Mapping[Any, Any]) -> str:
    """Name the EPCI that would lose most of its access."""
    epci = row["access_lost_epci"]
    return "aucune" if pd.isna(epci) else epci or UNTOLD_EPCI
