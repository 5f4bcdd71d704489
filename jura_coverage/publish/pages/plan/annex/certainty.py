"""How sure the flags are, in tables, and what other thresholds would flag."""

from jura_coverage import french
from jura_coverage.posts import Decision
from jura_coverage.publish import scales
from jura_coverage.publish.html.texttable import TextTable
from jura_coverage.publish.pages.plan.annex.cells import table
from jura_coverage.study.figures import Sum
from jura_coverage.words import COVERED_LABEL, STANDINGS, people_of

MOST_UNCERTAIN = 20


def surest(found: Decision) -> TextTable:
    """Rank the communes that are most probably flagged."""
    communes = found.certainty.communes.dropna()
    ranked = communes.sort_values(["certainty", "policies_flagged"], ascending=False)
    names = found.result.communes["name"]
    choices = len(found.certainty.policies)
    return table(
        title=f"Les {MOST_UNCERTAIN} communes dont le signalement est le plus probable",
        heads=("Commune", "Certitude", "Solidité", "Autres seuils"),
        rows=[
            (
                f"{names[code]} ({code})",
                french.percent_reached(float(row["certainty"])),
                STANDINGS[row["standing"]] or "non signalée",
                f"{french.number(row['policies_flagged'])} sur {choices}",
            )
            for code, row in ranked.head(MOST_UNCERTAIN).iterrows()
        ],
    )


def policies(found: Decision) -> TextTable:
    """Count the flags under each policy: a row a definition and a share, a column a time."""
    certainty = found.certainty
    minutes = sorted({each.far_minutes for each in certainty.policies})
    rows: dict[tuple[str, float], list[str]] = {}
    for policy, (_, row) in zip(certainty.policies, certainty.by_policy.iterrows(), strict=True):
        said = people_of(Sum.of(row, "residents_flagged"), communes=int(row["communes_flagged"]))
        rows.setdefault((policy.definition, policy.poor_share), []).append(said)
    return table(
        title="Communes signalées, et leurs habitants, sous d'autres seuils et définitions",
        heads=("Bon internet", "Seuil de mauvais internet",
               *(f"Plus de {french.shortest(each, 2)} min" for each in minutes)),
        rows=[
            (COVERED_LABEL[name], scales.percent(share), *counted)
            for (name, share), counted in rows.items()
        ],
    )  # fmt: skip
