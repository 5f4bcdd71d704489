# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Quels postes garder, déplacer, ajouter, et à quel coût ?
#
# « À portée » veut dire au plus le seuil de minutes. Chaque effectif a sa fourchette.

# %% tags=["parameters"]
DEPARTEMENT = "39"
FICHIERS = {}  # par exemple {"communes": Path(…), "broadband": [Path(…)], "advisors": Path(…)}
POSTES, TRANSFERTS = 5, 3

# %%
import pandas as pd
from IPython.display import Markdown

from jura_coverage import advice, decision, french, maps, pipeline, plots, programme
from jura_coverage.maps import themes

result = pipeline.run(DEPARTEMENT, files=pipeline.files(DEPARTEMENT, **FICHIERS))
rule = decision.Rule(posts=POSTES)
found = decision.decide(result, rule=rule, transfers_most=TRANSFERTS)
base, hosts, last = found.base, found.keep.hosts.set_index("host"), found.add.plans[-1]
first = hosts.iloc[0]
lost = decision.Interval(low=first["residents_lost_low"], high=first["residents_lost_high"])
gains = {
    french.count(len(found.move.moves), "transfert"): (
        found.move.residents_gained, found.move.likely_gained,
    ),
    french.count(last.posts, "poste de plus", "postes de plus"): (
        last.residents_gained, last.likely_gained,
    ),
    "un poste itinérant": (
        found.widest_week.residents_served, found.widest_week.likely_served,
    ),
}  # fmt: skip
Markdown(
    f"**Réponse.** La fin de « {hosts.index[0]} » mettrait hors de portée "
    f"{french.count(first['residents_lost'], 'habitant')} ({advice.between(lost)} selon les "
    "scénarios).\n\nÀ l'inverse, amèneraient à portée : "
    + " ; ".join(
        f"{choice}, {french.count(residents, 'habitant')} ({advice.between(interval)})"
        for choice, (residents, interval) in gains.items()
    )
    + "."
)

# %% [markdown]
# ## Sources et éditions

# %%
plots.table(plots.sources_table(result))

# %% [markdown]
# ## Comment lire les fourchettes, et ce que le programme permet

# %%
Markdown("\n".join(f"- {text}" for text in (advice.reach(base), advice.LIKELY, advice.PROGRAMME)))

# %% [markdown]
# ## Garder : ce que coûterait la fin de chaque structure, seule

# %%
plots.intervals(
    hosts[["residents_lost_low", "residents_lost_high"]],
    values=hosts["residents_lost"],
    title="Habitants qui ne seraient plus à portée",
    unit="habitants",
)

# %%
heads = {
    "posts": "Postes",
    "residents_lost": "Habitants",
    "residents_lost_low": "5 %",
    "residents_lost_high": "95 %",
    "communes_lost": "Communes",
    "communes_flagged": "Signalées en plus",
    "renewal_euros": "Renouvellement (€)",
    "convention_end": "Fin de convention",
}
shown = hosts.replace({"convention_end": {"": "non connue"}})
plots.table(shown[list(heads)].rename(columns=heads).rename_axis("Structure qui finit"))

# %% [markdown]
# ## Et plusieurs ensemble : le pire des cas
#
# Deux structures voisines se remplacent l'une l'autre : leur fin commune coûte plus que la somme.

# %%
joint = pd.DataFrame(
    {
        "Habitants": [each.residents_lost for each in found.keep.joint],
        "Certitude": [advice.worst_of(each.gap) for each in found.keep.joint],
        "Lesquelles": [french.enumeration(each.hosts) for each in found.keep.joint],
    },
    index=[french.count(len(each.hosts), "structure") for each in found.keep.joint],
)
plots.bars(joint["Habitants"], title="Habitants hors de portée dans le pire cas", unit="habitants")

# %%
plots.table(joint.rename_axis("Fins ensemble"))

# %% [markdown]
# ## Déplacer : les meilleurs transferts dans le département

# %%
Markdown("\n\n".join([*advice.moves(base, found.move), advice.FREE]))

# %%
net = found.move.by_epci["residents_gained"] - found.move.by_epci["residents_lost"]
plots.bars(net, title="Habitants de plus à portée, tout compte fait", unit="habitants")

# %%
heads = {"residents_gained": "De plus à portée", "residents_lost": "De moins"}
plots.table(found.move.by_epci.rename(columns=heads).rename_axis("Intercommunalité"))

# %% [markdown]
# ## Ajouter : de 1 à plusieurs postes

# %%
plans = pd.DataFrame(
    {
        "Habitants": [plan.residents_gained for plan in found.add.plans],
        "5 %": [plan.likely_gained.low for plan in found.add.plans],
        "95 %": [plan.likely_gained.high for plan in found.add.plans],
        "Coût (€)": [plan.cost_euros for plan in found.add.plans],
        "Certitude": [advice.certainty_of(plan.gap) for plan in found.add.plans],
        "Lieux": [advice.named(base, plan.sites) for plan in found.add.plans],
    },
    index=[french.count(plan.posts, "poste") for plan in found.add.plans],
)
plots.intervals(
    plans[["5 %", "95 %"]], values=plans["Habitants"],
    title="Habitants de plus à portée", unit="habitants",
)  # fmt: skip

# %%
plots.table(plans.rename_axis("Postes ajoutés"))

# %% [markdown]
# ## Où : image fixe puis carte interactive

# %%
theme = themes.proposals(result, found)
plots.theme_map(result, theme)

# %%
plots.table(plots.theme_table(theme))

# %%
maps.CoverageMap(result, found, first=theme)

# %%
Markdown("\n".join(f"- {text}" for text in advice.choices(base, found.add)))

# %% [markdown]
# ## Tourner : un poste itinérant et ses arrêts de la semaine

# %%
Markdown("\n\n".join(advice.rounds(base, found.week, found.widest_week)))

# %%
stops = list(found.widest_week.stops)
near = base.to_sites[stops].le(base.within_minutes).mul(base.residents * ~base.served, axis=0).sum()
near.index = result.communes.loc[stops, "name"]
plots.bars(near, title="Habitants aujourd'hui éloignés, à portée de l'arrêt", unit="habitants")

# %%
plots.table(near.rename("Habitants").rename_axis("Arrêt, un jour par semaine"))

# %% [markdown]
# ## Égalité : qui y gagne, aujourd'hui puis avec les postes ajoutés ?
#
# L'indice de Gini vaut 0 si tous ont le même trajet, près de 1 si quelques-uns l'ont tout entier.
# Ces lignes valent pour les hypothèses du milieu : elles n'ont pas de fourchette.

# %%
fair = found.add.fairness.whole.xs(False, level="weighted")
farthest = fair["worst_minutes"]
plots.bars(farthest, title="Minutes de la commune la plus éloignée", unit="minutes", decimals=1)

# %%
heads = {
    "residents_within_20": "Habitants à 20 min",
    "mean_minutes": "Trajet moyen",
    "worst_minutes": "Pire trajet",
    "gini_minutes": "Gini",
    "communes_flagged": "Communes signalées",
}
plots.table(fair[list(heads)].rename(columns=heads).rename_axis("Répartition"), decimals=2)

# %% [markdown]
# ## Coût : ce que l'État paie par habitant et par an
#
# Garder se compare à ajouter : renouveler les postes d'une structure, pour ceux que sa fin mettrait
# hors de portée ; une première convention, pour ceux qu'elle amène à portée.

# %%
columns = ["Coût (€)", "Mois", "Habitants", "5 %", "95 %"]
kept = hosts.assign(months=programme.RENEWAL[programme.PUBLIC].months)[
    ["renewal_euros", "months", "residents_lost", "residents_lost_low", "residents_lost_high"]
].set_axis(columns, axis=1)
added = plans.assign(Mois=programme.FIRST[rule.host_type].months)[columns]
costs = pd.concat([kept.rename("Garder : {}".format), added.rename("Ajouter : {}".format)])
costs = costs.dropna().query("Habitants > 0")
costs.insert(
    0, "€ par habitant et par an", costs["Coût (€)"] / costs["Mois"] * 12 / costs["Habitants"]
)
plots.bars(costs.iloc[:, 0], title="Euros par habitant et par an", unit="euros", decimals=1)

# %%
plots.table(costs.rename_axis("Choix"))

# %%
Markdown("\n\n".join((advice.costs(rule), advice.RENEWALS)))

# %% [markdown]
# ## Limites
#
# - Couvrir le plus d'habitants favorise les bourgs : la moyenne et le pire trajet se lisent à côté.
# - Un choix est le meilleur pour les hypothèses du milieu : sa fourchette dit ce qu'il en reste
#   quand elles varient, et peut passer sous le chiffre.
# - Les coûts sont ceux de conventions passées, des ordres de grandeur ; un transfert et une tournée
#   ont des frais qui ne sont pas comptés.
# - Le modèle ne voit ni les locaux disponibles, ni les équipes, ni l'avis des structures.
