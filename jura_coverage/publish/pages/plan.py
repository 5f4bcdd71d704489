"""The report on posts: every answer in tables and sentences, on one page that prints well."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from jura_coverage import columns, french, posts
from jura_coverage.geography import departements
from jura_coverage.measures.equity import LIMITS
from jura_coverage.posts import Change, Decision, Interval, Moves, Proposal, Round
from jura_coverage.posts.robust import Kind
from jura_coverage.publish import scales, text
from jura_coverage.publish.html import assets
from jura_coverage.publish.html.rendering import rendered
from jura_coverage.publish.html.site import ALONE, PLAN, Site
from jura_coverage.publish.html.texttable import Figure, TextTable
from jura_coverage.publish.pages.front import front_table
from jura_coverage.study.figures import Sum
from jura_coverage.words import (
    A_DAY,
    AS_GOOD,
    BEST_MOVES,
    COVERED_LABEL,
    EFFECT_HEADS,
    EQUITY_HEADS,
    FOUR,
    FREE,
    GINI,
    KINDS,
    LIKELY_TEXT,
    NEAR,
    NOT_CONSIDERED,
    OFFICIAL,
    PROGRAMME,
    RENEWALS,
    STANDINGS,
    TRIED_AFRESH,
    UNTOLD_EPCI,
    WEIGHTED_HEADS,
    WIDEST,
    access_cell,
    all_moves,
    asked,
    assumed,
    between,
    certainty_of,
    certainty_text,
    choices,
    convention,
    costs,
    far_uncounted,
    gained,
    instead_of,
    losing_cell,
    lost_on_average,
    measured,
    moved,
    moved_from,
    named,
    near,
    no_sites,
    on_average,
    people_cell,
    people_of,
    posts_asked,
    proof,
    renewal,
    rounds,
    served_and_access,
    sites_of,
    spare,
    stops_from,
    trades,
    transfers,
    weighted,
    worst_of,
)

MOST_UNCERTAIN = 20
ENDS, KEPT = (
    {column.name: column.heading for column in known} for known in (columns.TIMELINE, columns.KEPT)
)
ENDED = ("access_lost_epci", "access_lost", "need_served_lost")


def write_plan(found: Decision, path: Path, *, site: Site = ALONE) -> None:
    """Write the report as one page without any script; the same answers give the same bytes."""
    result = found.result
    style = assets.font_face() + assets.site_style() + site.skin.style
    html = rendered(
        "plan.html.j2",
        title=f"Postes de conseillers numériques {_within(found)}",
        figures=_figures(found),
        sections=_sections(found),
        limits=[
            LIKELY_TEXT, served_and_access(result), PROGRAMME, costs(found.add.rule), RENEWALS,
            FREE, assumed(found.result), NOT_CONSIDERED, OFFICIAL,
        ],
        result=result,
        site=site,
        here=PLAN,
        style=style,
        policy=assets.policy(styles=[style]),
    )  # fmt: skip
    text.write_text(html, path)


def _within(found: Decision) -> str:
    return departements.within(found.result.territory.departement)


def _figures(found: Decision) -> list[tuple[str, str]]:
    """Give the answers in a line each."""
    first, best = found.keep.hosts.iloc[0], found.add.plans[-1]
    result, move, week = found.result, found.move.best, found.widest_week
    likely = Interval.of(first.to_dict(), "residents_lost")
    return [
        ("La structure dont la fin coûterait le plus",
         f"{first['host']} : {lost_on_average(first['residents_lost_mean'], likely)}"),
        (f"{moved(move)} à transférer dans le département",
         on_average(move)) if move.moves
        else ("Des transferts dans le département", all_moves(result, move).rstrip(".")),
        (posts_asked(best), on_average(best) if best.sites else gained(result, best)),
        ("Un poste itinérant",
         f"{on_average(week)}, {A_DAY}" if week.stops
         else rounds(result, week, week)[0].rstrip(".")),
    ]  # fmt: skip


def _sections(found: Decision) -> list[tuple[str, list[str], list[TextTable], list[str]]]:
    """Give each question its heading, sentences before, tables and sentences after."""
    result, weights = found.result, found.add.fairness.weights
    return [
        ("Quels postes garder ?", [], _keep_tables(found), []),
        ("Quels postes déplacer ?",
         [], _move_tables(found), [all_moves(result, found.move.best)]),
        ("Où ajouter des postes ?", [asked(found.add.rule)],
         _add_tables(found), [*far_uncounted(result), *no_sites(result, found.add.rule),
                              *choices(result, found.add)]),
        ("Ajouter : que gagne-t-on, que perd-on ?",
         trades(found.pareto), [front_table(found)], []),
        ("Quelle tournée pour un poste itinérant ?",
         rounds(result, found.week, found.widest_week), _round_tables(found), []),
        ("Qui y gagne ?", [], [_access_table(found), *_equity_tables(found)], [
            *([f"{french.capital(weights.noun)} : {weighted(weights)}."] if weights else []),
            GINI]),
        ("Le signalement est-il sûr ?", certainty_text(found),
         [_certainty_table(found), _policy_table(found)], []),
    ]  # fmt: skip


def _keep_tables(found: Decision) -> list[TextTable]:
    keep = found.keep
    conventions = [convention(row) for row in keep.hosts.to_dict("records")]
    told = ("Convention",) if any(conventions) else ()
    tables = [
        _table(
            title="Si une structure cesse et que les autres restent",
            heads=("Structure", "Postes", KEPT["residents_lost_mean"], "Selon les scénarios",
                      KEPT["residents_lost"], "Communes", "Communes signalées en plus",
                      "Renouvellement",
                      "Fin de convention", *told),
            rows=[
                (
                    row["host"],
                    french.shortest(row["posts"], french.POST_DECIMALS),
                    french.number(row["residents_lost_mean"]),
                    between(Interval.of(row, "residents_lost")),
                    *_people(row, "residents_lost"),
                    *_numbers(row, "communes_lost", "communes_flagged"),
                    renewal(row["renewal_euros"]),
                    french.day(row["convention_end"]) or "non connue",
                    *(kinds or "non connue" for _ in told),
                )
                for row, kinds in zip(keep.hosts.to_dict("records"), conventions, strict=True)
            ],
        ),
        _table(
            title="Ce que chaque fin ôte d'accès et d'aide",
            heads=("Structure", *(KEPT[name] for name in ENDED)),
            rows=[
                (row["host"], _losing(row), french.percent(row["access_lost"], 0),
                 french.number(row["need_served_lost"]))
                for row in keep.hosts.to_dict("records")
            ],
            words=2,
        ),
        _table(
            title="Les fins simultanées les plus coûteuses",
            heads=("Structures", "Habitants hors de portée", "Communes",
                      "Communes signalées en plus", "Certitude"),
            rows=[
                (french.enumeration(each.hosts), *_people(vars(each), "residents_lost"),
                 french.number(each.communes_lost), french.number(each.communes_flagged),
                 worst_of(each.gap))
                for each in keep.joint
            ],
        ),
    ]  # fmt: skip
    if not keep.timeline.empty:
        tables.append(
            _table(
                title="Si rien n'est renouvelé",
                heads=("Structures", "Fin", ENDS["residents_lost"], "Communes",
                          "Communes signalées en plus"),
                rows=[
                    (french.enumeration(row["hosts"]), french.day(str(end)),
                     *_people(row, "residents_lost"),
                     *_numbers(row, "communes_lost", "communes_flagged"))
                    for end, row in keep.timeline.iterrows()
                ],
                words=2,
            )
        )  # fmt: skip
    return tables


def _move_tables(found: Decision) -> list[TextTable]:
    result, best = found.result, found.move.best
    if not any(each.moves for each in found.move.plans):
        return []
    return [
        _table(
            title=BEST_MOVES,
            heads=("Structure qui cède un poste", "Commune qui le reçoit"),
            rows=[
                (moved_from(place, posts), named(result, (code,)))
                for (place, code), posts in zip(best.moves, best.posts, strict=True)
            ],
            words=2,
        ),
        _held_table(
            french.capital(TRIED_AFRESH),
            "Transferts",
            [
                (each.kind, transfers(result, each), each, each.worst_regret, each.gap)
                for each in found.move.plans
            ],
        ),
        _table(
            title="Gains et pertes par intercommunalité",
            heads=("Intercommunalité", "Habitants de plus à portée", "De moins", "Accès"),
            rows=[
                (
                    str(epci) or UNTOLD_EPCI,
                    *_people(row, "residents_gained", "residents_lost"),
                    access_cell(found.move.change, str(epci)),
                )
                for epci, row in found.move.by_epci.iterrows()
            ],
        ),
        _effects_table(found.move.change, then=found.move.fairness.chosen),
    ]


def _held_table(
    title: str,
    what: str,
    plans: Sequence[tuple[Kind, str, Proposal | Moves | Round, int, float]],
    *,
    costs: Sequence[int] = (),
) -> TextTable:
    """Compare the plans of each kind: what they are, what they gain, their regret, their gap."""
    dear = [french.euros(euros) for euros in costs]
    return _table(
        title=title,
        heads=("Choix", what, "Habitants de plus, en moyenne", "Selon les scénarios",
               "Regret au pire, au plus, en habitants", "Certitude", *(["Coût"] if dear else [])),
        rows=[
            (KINDS[kind], said, french.number(plan.expected_gain), between(plan.likely_gained),
             french.number(worst_regret), proof(kind, gap), *dear[position : position + 1])
            for position, (kind, said, plan, worst_regret, gap) in enumerate(plans)
        ],
        words=2,
    )  # fmt: skip


def _round_tables(found: Decision) -> list[TextTable]:
    result, week = found.result, found.widest_week
    if not week.stops:
        return []
    plans = [
        (each.kind, stops_from(result, each), each, each.worst_regret, each.gap)
        for each in week.plans
    ]
    return [
        _held_table(f"{WIDEST}, {TRIED_AFRESH}", "Tournée", plans),
        _effects_table(week.change, then=week.fairness.chosen),
    ]


def _add_tables(found: Decision) -> list[TextTable]:
    result, add = found.result, found.add
    names = result.communes
    tables = [
        _table(
            title="Les lieux qui amènent en moyenne le plus d'habitants à portée",
            heads=("Postes", "Lieux", "Habitants de plus, en moyenne", "Selon les scénarios",
                      "Si tout est comme estimé", "Coût", "Certitude"),
            rows=[
                (french.number(plan.posts) + spare(plan),
                 sites_of(result, plan),
                 french.number(plan.expected_gain), between(plan.likely_gained),
                 *_people(vars(plan), "residents_gained"), french.euros(plan.cost_euros),
                 certainty_of(plan.gap))
                for plan in add.plans
            ],
            words=2,
        )
    ]  # fmt: skip
    if any(each.plan.sites for each in add.of_most_posts):
        posts_at_most = french.count(add.plans[-1].posts, "poste")
        tables.append(
            _held_table(
                f"Avec {posts_at_most} au plus, {TRIED_AFRESH}",
                "Lieux",
                [
                    (each.kind, sites_of(result, each.plan), each.plan, each.worst_regret,
                     each.plan.gap)
                    for each in add.of_most_posts
                ],
                costs=[each.plan.cost_euros for each in add.of_most_posts],
            )
        )  # fmt: skip
    if add.plans[-1].sites:
        tables.append(_effects_table(add.change, then=f"avec {add.fairness.chosen} de plus"))
        tables.append(
            _table(
                title=f"Certitude des lieux : {NEAR}",
                heads=("Lieu", "Intercommunalité", AS_GOOD, "Part des scénarios"),
                rows=[
                    (f"{names.at[code, 'name']} ({code})", str(names.at[code, "epci_name"]),
                     instead_of(result, add.alternatives[code]) or "aucune", near(add, code))
                    for code in add.plans[-1].sites
                ],
                words=3,
            )
        )  # fmt: skip
    return tables


def _effects_table(change: Change, *, then: str) -> TextTable:
    """Set the four measures today beside those after a choice."""
    return _table(
        title=f"{FOUR}, aujourd'hui et {then}",
        heads=("Choix", *EFFECT_HEADS.values(), KEPT["access_lost_epci"]),
        rows=[
            (posts.TODAY, *measured(change.before).values(), ""),
            (then, *measured(change.after).values(), losing_cell(change)),
        ],
    )


def _losing(row: Mapping[Any, Any]) -> str:
    """Name the EPCI that would lose most of its access."""
    epci = row["access_lost_epci"]
    return "aucune" if pd.isna(epci) else epci or UNTOLD_EPCI


def _access_table(found: Decision) -> TextTable:
    """Set the access of each EPCI today beside that after each choice."""
    plans = (found.move, found.add, found.widest_week)
    after = {each.fairness.chosen: each.change.access_by_epci["after"] for each in plans}
    today = found.move.change.access_by_epci["before"]
    return _table(
        title=f"{EFFECT_HEADS['access']}, par intercommunalité",
        heads=("Intercommunalité", posts.TODAY, *after),
        rows=[
            (
                str(epci) or UNTOLD_EPCI,
                *(french.number(each[epci], 2) for each in (today, *after.values())),
            )
            for epci in today.index
        ],
    )


def _equity_tables(found: Decision) -> list[TextTable]:
    """Compare today with every plan, then by EPCI before and after each kind of choice."""
    plans = (found.add.fairness, found.move.fairness, found.widest_week.fairness)
    weights = plans[0].weights
    counted = [
        (False, "habitants", EQUITY_HEADS),
        *([(True, weights.noun, WEIGHTED_HEADS)] if weights else []),
    ]
    tables = [
        _table(
            title=f"{french.capital(noun)} à portée et trajets, aujourd'hui et pour chaque choix",
            heads=("Choix", *heads.values()),
            rows=[
                (str(plan), *_equity_cells(row))
                for position, fairness in enumerate(plans)
                for plan, row in fairness.by_plan.xs(is_weighted, level="weighted").iterrows()
                if position == 0 or plan != posts.TODAY
            ],
        )
        for is_weighted, noun, heads in counted
    ]
    tables += [
        _table(
            title=f"Là où cela change pour les {noun}, aujourd'hui → {fairness.chosen}",
            heads=("Intercommunalité", *heads.values()),
            rows=_before_and_after(fairness.by_epci, weighted=is_weighted),
        )
        for fairness in plans
        for is_weighted, noun, heads in counted
    ]
    return tables


def _before_and_after(table: pd.DataFrame, *, weighted: bool) -> list[tuple[str, ...]]:
    """Give a row an EPCI where something changes; a cell that changes shows both values."""
    today, _ = table.index.unique(level="plan")
    cells: dict[str, list[tuple[str, ...]]] = {}
    for (plan, counted, epci), row in _labelled(table):
        if counted == weighted:
            cells.setdefault(epci, []).insert(0 if plan == today else 1, _equity_cells(row))
    return [
        (epci, *(f"{old} → {new}" if old != new else old for old, new in zip(*both, strict=True)))
        for epci, both in cells.items()
        if both[0] != both[1]
    ]


def _equity_cells(row: pd.Series) -> tuple[str, ...]:
    return (
        *_people(row, *(f"residents_within_{limit}" for limit in LIMITS)),
        french.minutes(row["mean_minutes"]),
        french.minutes(row["worst_minutes"]),
        french.number(row["gini_minutes"], 2),
        french.number(row["communes_flagged"]),
    )


def _certainty_table(found: Decision) -> TextTable:
    communes = found.certainty.communes.dropna()
    surest = communes.sort_values(["certainty", "policies_flagged"], ascending=False)
    names = found.result.communes["name"]
    choices = len(found.certainty.policies)
    return _table(
        title=f"Les {MOST_UNCERTAIN} communes dont le signalement est le plus probable",
        heads=("Commune", "Certitude", "Solidité", "Autres seuils"),
        rows=[
            (
                f"{names[code]} ({code})",
                french.percent_reached(float(row["certainty"])),
                STANDINGS[row["standing"]] or "non signalée",
                f"{french.number(row['policies_flagged'])} sur {choices}",
            )
            for code, row in surest.head(MOST_UNCERTAIN).iterrows()
        ],
    )


def _policy_table(found: Decision) -> TextTable:
    """Count the flags under each policy: a row a definition and a share, a column a time."""
    certainty = found.certainty
    minutes = sorted({each.far_minutes for each in certainty.policies})
    rows: dict[tuple[str, float], list[str]] = {}
    for policy, (_, row) in zip(certainty.policies, certainty.by_policy.iterrows(), strict=True):
        said = people_of(Sum.of(row, "residents_flagged"), communes=int(row["communes_flagged"]))
        rows.setdefault((policy.definition, policy.poor_share), []).append(said)
    return _table(
        title="Communes signalées, et leurs habitants, sous d'autres seuils et définitions",
        heads=("Bon internet", "Seuil de mauvais internet",
               *(f"Plus de {french.shortest(each, 2)} min" for each in minutes)),
        rows=[
            (COVERED_LABEL[name], scales.percent(share), *counted)
            for (name, share), counted in rows.items()
        ],
    )  # fmt: skip


def _table(
    *, title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], words: int = 1
) -> TextTable:
    """Make a table in which all but the first so many columns hold figures."""
    return TextTable(
        title=title,
        heads=heads,
        rows=tuple((*row[:words], *map(Figure, row[words:])) for row in rows),
    )


def _numbers(row: Any, *names: str) -> tuple[str, ...]:
    return tuple(french.number(row[name]) for name in names)


def _people(row: Any, *names: str) -> tuple[str, ...]:
    return tuple(people_cell(Sum.of(row, name)) for name in names)


def _labelled(table: pd.DataFrame) -> Sequence[tuple[Any, pd.Series]]:
    return list(zip(table.index.tolist(), (row for _, row in table.iterrows()), strict=True))
