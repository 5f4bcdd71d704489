"""Choices about posts as tables: ends, sites, equity, costs."""

from dataclasses import replace

import pandas as pd

from jura_coverage import columns, french, words
from jura_coverage.measures import equity
from jura_coverage.posts import TODAY, Add, Decision, Keep, tariffs
from jura_coverage.posts.proposals import site_euros
from jura_coverage.publish.notebook.tables import headed
from jura_coverage.study import Result
from jura_coverage.study.figures import Sum

ENDS = ["5 %", "95 %"]
EURO = "€ par habitant et par an"
EQUITY = [
    "residents_within_20", "mean_minutes", "worst_minutes", "gini_minutes", "communes_flagged",
]  # fmt: skip


def kept(found: Keep) -> pd.DataFrame:
    """Give a row a host: what its end would cost, and what keeping it does."""
    hosts = found.hosts.set_index("host")
    values = hosts.assign(
        convention_end=hosts["convention_end"].map(lambda end: french.day(end) or "non connue"),
        convention_kinds=hosts["convention_kinds"].map(", ".join),
        posts=hosts["posts"].round(french.POST_DECIMALS),
    )
    left_out = f"residents_lost{columns.UNCOUNTED}"
    optional = {  # said where there is something to say
        left_out: values[left_out] > 0,
        "convention_kinds": values["convention_kinds"] != "",
        "convention_euros": values["convention_euros"].notna(),
    }
    names = [
        "posts", "residents_lost_mean", "residents_lost_low", "residents_lost_high",
        "residents_lost", left_out, "communes_lost", "communes_flagged", "renewal_euros",
        "convention_end", "convention_kinds", "convention_euros",
    ]  # fmt: skip
    shown = headed(
        values[[name for name in names if name not in optional or optional[name].any()]],
        columns.KEPT,
        residents_lost_mean="Habitants en moyenne",
        residents_lost_low=ENDS[0],
        residents_lost_high=ENDS[1],
        communes_lost="Communes",
        communes_flagged="Signalées en plus",
        renewal_euros="Renouvellement (€)",
        convention_euros="Montant conventionné (€)",
    )
    return shown.rename_axis("Structure qui finit")


def joint_ends(found: Keep) -> pd.DataFrame:
    """Give the worst single end, pair, three."""
    return pd.DataFrame(
        {
            "Habitants": pd.array([each.residents_lost for each in found.joint], dtype="Int64"),
            **_left_out([Sum.of(vars(each), "residents_lost") for each in found.joint]),
            "Preuve": [words.worst_of(each.gap) for each in found.joint],
            "Lesquelles": [french.enumeration(each.hosts) for each in found.joint],
        },
        index=pd.Index(
            [french.count(len(each.hosts), "structure") for each in found.joint],
            name="Fins ensemble",
        ),
    )


def _left_out(totals: list[Sum]) -> dict[str, list[int]]:
    """Give a column of how many communes sums leave out, where one does."""
    left_out = [total.uncounted for total in totals]
    return {columns.UNCOUNTED_HEAD: left_out} if any(left_out) else {}


def plans(result: Result, found: Add) -> pd.DataFrame:
    """Give a row a number of new posts: whom they serve, at what cost, where."""
    return pd.DataFrame(
        {
            "Habitants": [plan.expected_gain for plan in found.plans],
            **_left_out([Sum.of(vars(plan), "residents_gained") for plan in found.plans]),
            ENDS[0]: [plan.likely_gained.low for plan in found.plans],
            ENDS[1]: [plan.likely_gained.high for plan in found.plans],
            "Coût (€)": [plan.cost_euros for plan in found.plans],
            "Preuve": [words.certainty_of(plan.gap) for plan in found.plans],
            "Lieux": [words.named(result, plan.sites) for plan in found.plans],
        },
        index=pd.Index(
            [french.count(plan.posts, "poste") for plan in found.plans], name="Postes ajoutés"
        ),
    )


def front(found: Decision) -> pd.DataFrame:
    """Give a row a plan that no other beats: what it does for each objective, and where."""
    choices, objectives = found.pareto.choices, found.pareto.objectives
    return pd.DataFrame(
        {
            **{
                french.capital(each.noun): [words.front_value(each, plan) for plan in choices]
                for each in objectives
            },
            "Preuve": [words.unbeaten(plan.gap) for plan in choices],
            "Lieux": [words.named(found.result, plan.sites) for plan in choices],
        },
        index=pd.Index(range(1, len(choices) + 1), name="Choix"),
    )


def fairness(found: Decision) -> pd.DataFrame:
    """Set side by side who is near today, with posts added, after transfers, with the round."""
    whole = pd.concat(
        [each.fairness.by_plan for each in (found.add, found.move, found.widest_week)]
    )
    plain = pd.DataFrame(whole.xs(False, level="weighted"))
    left_out = f"{EQUITY[0]}{columns.UNCOUNTED}"
    first = [EQUITY[0], *([left_out] if plain[left_out].any() else [])]
    shown = headed(
        plain.loc[~plain.index.duplicated(), [*first, *EQUITY[1:]]],
        columns.equity(equity.LIMITS),
        **{name: words.EQUITY_HEADS[name] for name in EQUITY},
    )
    return shown.rename_axis("Répartition")


def effects(found: Decision) -> pd.DataFrame:
    """Set the four measures side by side: today, with posts added, after transfers, the round."""
    plans = {
        each.fairness.chosen: each.change for each in (found.add, found.move, found.widest_week)
    }
    rows = {TODAY: found.keep.today} | {name: change.after for name, change in plans.items()}
    table = pd.DataFrame(
        {
            name: {"residents_near": each.residents_near.known, "access": each.access,
                   "communes_flagged": each.communes_flagged, "need_served": each.need_served}
            for name, each in rows.items()
        }
    ).T.convert_dtypes()[list(words.EFFECT_HEADS)]  # fmt: skip
    losing = {name: words.losing_cell(change) for name, change in plans.items()}
    table["access_lost_epci"] = pd.Series(losing).reindex(table.index, fill_value="")
    return headed(table, columns.KEPT, **words.EFFECT_HEADS).rename_axis("Répartition")


def kept_costs(found: Keep) -> pd.DataFrame:
    """Give the yearly cost of keeping a host for each resident whom its end would cost.

    Only hosts of a known type whose end would cost someone.
    """
    years = tariffs.RENEWAL[tariffs.PUBLIC].months / 12  # those of both types
    hosts = found.hosts.set_index("host")
    lost = hosts[["residents_lost_mean", "residents_lost_low", "residents_lost_high"]]
    return _costs(hosts["renewal_euros"] / years, lost).rename_axis("Garder")


def added_costs(result: Result, found: Add) -> pd.DataFrame:
    """Give the yearly cost of new posts for each resident whom they bring within reach."""
    yearly = site_euros(result, replace(found.rule, months=12))
    table = plans(result, found)
    euros = [yearly[list(plan.sites)].sum() for plan in found.plans]
    costs = _costs(pd.Series(euros, index=table.index), table[["Habitants", *ENDS]])
    return costs.rename_axis("Ajouter")


def _costs(yearly: pd.Series, residents: pd.DataFrame) -> pd.DataFrame:
    table = residents.set_axis(["Habitants", *ENDS], axis=1).assign(**{"€ par an": yearly})
    table.insert(0, EURO, table["€ par an"] / table["Habitants"])
    table["€ par an"] = table["€ par an"].round()
    return table.dropna().query("Habitants > 0")
