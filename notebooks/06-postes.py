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
from IPython.display import Markdown

from jura_coverage import advice, decision, french, maps, pipeline, plots
from jura_coverage.maps import themes

result = pipeline.run(DEPARTEMENT, files=pipeline.files(DEPARTEMENT, **FICHIERS))
rule = decision.Rule(posts=POSTES)
found = decision.decide(result, rule=rule, transfers_most=TRANSFERTS)
base, first, last = found.base, found.keep.hosts.iloc[0], found.add.plans[-1]
lost = decision.Interval(low=first["residents_lost_low"], high=first["residents_lost_high"])
gains = {
    french.count(len(found.move.moves), "transfert"): (
        found.move.residents_gained, found.move.likely_gained,
    ),
    french.count(last.posts, "poste de plus", "postes de plus"): (
        last.residents_gained, last.likely_gained,
    ),
    "un poste itinérant (un jour par semaine seulement à chaque arrêt)": (
        found.widest_week.residents_served, found.widest_week.likely_served,
    ),
}  # fmt: skip
Markdown(
    f"**Réponse.** La fin de « {first['host']} » mettrait hors de portée "
    f"{french.count(first['residents_lost'], 'habitant')} ({advice.between(lost)} selon les "
    "scénarios).\n\nÀ l'inverse, amèneraient à portée : "
    + " ; ".join(
        f"{choice}, {french.count(residents, 'habitant')} ({advice.between(interval)})"
        for choice, (residents, interval) in gains.items()
    )
    + f".\n\n{plots.beyond(gains)}"
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
ends = plots.ends(found.keep)
plots.intervals(
    ends[["5 %", "95 %"]], values=ends["Habitants"],
    title="Habitants qui ne seraient plus à portée", unit="habitants",
)  # fmt: skip

# %%
plots.table(ends)

# %% [markdown]
# ## Et plusieurs ensemble : le pire des cas
#
# Deux structures voisines se remplacent l'une l'autre : leur fin commune coûte plus que la somme.

# %%
joint = plots.joint_ends(found.keep)
plots.bars(joint["Habitants"], title="Habitants hors de portée dans le pire cas", unit="habitants")

# %%
plots.table(joint)

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
plans = plots.plans(base, found.add)
plots.intervals(
    plans[["5 %", "95 %"]], values=plans["Habitants"],
    title="Habitants de plus à portée", unit="habitants",
)  # fmt: skip

# %%
plots.table(plans)

# %%
Markdown(
    plots.beyond({
        name: (plan.residents_gained, plan.likely_gained)
        for name, plan in zip(plans.index, found.add.plans, strict=True)
    })
)  # fmt: skip

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
# ## Égalité : qui y gagne, aujourd'hui puis avec chaque choix ?
#
# L'indice de Gini vaut 0 si tous ont le même trajet, près de 1 si quelques-uns l'ont tout entier.
# Ces lignes valent pour les hypothèses du milieu : elles n'ont pas de fourchette. La tournée y compte
# ses arrêts comme ouverts tous les jours, alors qu'ils le sont un jour par semaine.

# %%
fair = plots.fairness(found)
farthest = fair["Pire trajet"]
plots.bars(farthest, title="Minutes de la commune la plus éloignée", unit="minutes", decimals=1)

# %%
plots.table(fair, decimals=2)

# %% [markdown]
# ## Coût : ce que l'État paie par habitant et par an
#
# **Les deux images ne se comparent pas.** Garder est au tarif des renouvellements de 2023, que l'État
# paie ; ajouter est au tarif des premières conventions de 2021, et il n'en est plus signé depuis mai
# 2025. Qu'ajouter y semble moins cher ne veut donc pas dire que l'on puisse remplacer l'un par l'autre.

# %%
kept = plots.kept_costs(found.keep)
plots.bars(kept.iloc[:, 0], title="Garder : € par habitant et par an", unit="€", decimals=1)

# %%
plots.table(kept)

# %%
added = plots.added_costs(base, found.add)
plots.bars(added.iloc[:, 0], title="Ajouter, au tarif qui ne se signe plus", unit="€", decimals=1)

# %%
plots.table(added)

# %%
Markdown("\n\n".join((advice.costs(rule), advice.RENEWALS)))

# %% [markdown]
# ## Limites
#
# - Couvrir le plus d'habitants favorise les lieux les plus peuplés : la moyenne et le pire trajet se
#   lisent à côté.
# - Un choix est le meilleur pour les hypothèses du milieu : sa fourchette dit ce qu'il en reste
#   quand elles varient, et peut passer sous le chiffre.
# - Les coûts sont ceux de conventions passées, des ordres de grandeur ; un transfert et une tournée
#   ont des frais qui ne sont pas comptés.
# - Le modèle ne voit ni les locaux disponibles, ni les équipes, ni l'avis des structures.
