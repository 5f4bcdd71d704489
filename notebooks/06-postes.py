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
PARAMETRES = None  # ou Path("parametres.toml") : seuils, estimation, tables de minutes
POSTES, TRANSFERTS = 5, 3

# %%
import pandas as pd
from IPython.display import Markdown

from jura_coverage import parameters, posts, publish, study, territory, words
from jura_coverage.publish import notebook, themes

land = territory.of(DEPARTEMENT, files=territory.files(DEPARTEMENT, **FICHIERS))
result = study.study(land, parameters=parameters.load(PARAMETRES))
rule = posts.Rule(posts=POSTES)
found = posts.decide(result, rule=rule, transfers_most=TRANSFERTS)
result, last = found.result, found.add.plans[-1]
first = [
    f"Si « {notebook.literal(row['host'])} » finit, "
    + words.lost_on_average(row["residents_lost_mean"], posts.Interval.of(row, "residents_lost"))
    + "."
    for row in found.keep.hosts.head(1).to_dict("records")
] or [words.NOTHING_ENDS]
gains = {
    f"{words.moved(found.move.best)} à transférer": found.move.best,
    words.posts_asked(last): last,
    "un poste itinérant, un jour par semaine seulement à chaque arrêt": found.widest_week,
}
Markdown(
    f"**Réponse.** {first[0]}\n\nÀ l'inverse :\n\n"
    + "\n".join(
        f"- {choice} : {words.on_average(plan, words.as_estimated(plan))}."
        for choice, plan in gains.items()
    )
)

# %% [markdown]
# ## Sources et éditions

# %%
notebook.table(notebook.sources_table(result))

# %% [markdown]
# ## Comment lire les fourchettes, et ce que le programme permet

# %%
Markdown(
    "\n".join(f"- {text}" for text in (words.reach(result), words.LIKELY_TEXT, words.PROGRAMME))
)

# %% [markdown]
# ## Garder : ce que coûterait la fin de chaque structure, seule

# %%
ends = notebook.kept(found.keep)
notebook.intervals(
    ends[["5 %", "95 %"]], values=ends["Habitants en moyenne"],
    title="Habitants qui ne seraient plus à portée", unit="habitants",
)  # fmt: skip

# %%
notebook.table(ends)

# %% [markdown]
# ## Et plusieurs ensemble : le pire des cas
#
# Deux structures voisines se remplacent l'une l'autre : leur fin commune coûte plus que la somme.

# %%
joint = notebook.joint_ends(found.keep)
notebook.bars(
    joint["Habitants"], title="Habitants hors de portée dans le pire cas", unit="habitants"
)

# %%
notebook.table(joint)

# %% [markdown]
# ## Déplacer : les meilleurs transferts dans le département

# %%
moves = [*words.moves(result, found.move), words.FREE]
Markdown("\n\n".join(map(notebook.literal, moves)))

# %%
net = found.move.by_epci["residents_gained"] - found.move.by_epci["residents_lost"]
notebook.bars(net, title="Habitants de plus à portée, tout compte fait", unit="habitants")

# %%
heads = {"residents_gained": "De plus à portée", "residents_lost": "De moins"}
moved = found.move.by_epci[list(heads)].rename(columns=heads)
notebook.table(moved.rename_axis("Intercommunalité"))

# %% [markdown]
# ## Ajouter : de 1 à plusieurs postes

# %%
plans = notebook.plans(result, found.add)
notebook.intervals(
    plans[["5 %", "95 %"]], values=plans["Habitants"],
    title="Habitants de plus à portée", unit="habitants",
)  # fmt: skip

# %%
notebook.table(plans)

# %% [markdown]
# ## Entre deux buts : les choix qu'aucun autre ne bat en tout

# %%
front, (near, mean) = found.pareto, found.pareto.objectives
notebook.lines(
    {"choix": pd.DataFrame([plan.figures for plan in front.choices]).set_index(mean.name)[near.name]},
    title=words.pareto_asked(found.add, front), x=mean.noun, y=near.noun, dots=True,
)  # fmt: skip

# %%
notebook.table(notebook.front(found))

# %%
Markdown("\n\n".join(words.trades(found.pareto)))

# %% [markdown]
# ## Où : image fixe puis carte interactive

# %%
theme = themes.proposals(result, found)
notebook.theme_map(result, theme)

# %%
notebook.table(notebook.theme_table(theme))

# %%
publish.CoverageMap(result, found, first=theme)

# %%
Markdown("\n".join(f"- {notebook.literal(text)}" for text in words.choices(result, found.add)))

# %% [markdown]
# ## Tourner : un poste itinérant et ses arrêts de la semaine

# %%
rounds = words.rounds(result, found.week, found.widest_week)
Markdown("\n\n".join(map(notebook.literal, rounds)))

# %%
stops = list(found.widest_week.stops)
near = (
    result.ways.to_origins[stops]
    .le(result.parameters.policy.far_minutes)
    .mul(result.residents * ~result.served, axis=0)
    .sum()
)
near.index = result.communes.loc[stops, "name"]
notebook.bars(near, title="Habitants aujourd'hui éloignés, à portée de l'arrêt", unit="habitants")

# %%
notebook.table(near.rename("Habitants").rename_axis("Arrêt, un jour par semaine"))

# %% [markdown]
# ## Quatre mesures : à portée, signalées, accès, besoin servi
#
# Avoir un conseiller à portée n'est pas en être aidé, et un transfert qui n'éloigne personne peut
# ôter à une intercommunalité l'essentiel de ses postes.

# %%
Markdown(words.served_and_access(result))

# %%
four = notebook.effects(found)
notebook.bars(
    four[words.EFFECT_HEADS["need_served"]], title="Personnes que les postes peuvent aider en un an",
    unit="personnes",
)  # fmt: skip

# %%
notebook.table(four, decimals=2)

# %% [markdown]
# ## Égalité : qui y gagne, aujourd'hui puis avec chaque choix ?
#
# Ces lignes supposent que tout est comme estimé : elles n'ont pas de fourchette. La tournée y compte
# ses arrêts comme ouverts tous les jours, alors qu'ils le sont un jour par semaine.

# %%
Markdown(words.GINI)

# %%
fair = notebook.fairness(found)
farthest = fair["Pire trajet"]
notebook.bars(farthest, title="Minutes de la commune la plus éloignée", unit="minutes", decimals=1)

# %%
notebook.table(fair, decimals=2)

# %% [markdown]
# ## Coût : ce que l'État paie par habitant et par an
#
# **Les deux images ne se comparent pas.** Garder est au tarif des renouvellements de 2023, que l'État
# paie ; ajouter est au tarif des premières conventions de 2021, et il n'en est plus signé depuis mai
# 2025. Qu'ajouter y semble moins cher ne veut donc pas dire que l'on puisse remplacer l'un par l'autre.

# %%
kept = notebook.kept_costs(found.keep)
notebook.bars(kept.iloc[:, 0], title="Garder : € par habitant et par an", unit="€", decimals=1)

# %%
notebook.table(kept)

# %%
added = notebook.added_costs(result, found.add)
notebook.bars(
    added.iloc[:, 0], title="Ajouter, au tarif qui ne se signe plus", unit="€", decimals=1
)

# %%
notebook.table(added)

# %%
Markdown("\n\n".join((words.costs(rule), words.RENEWALS)))

# %% [markdown]
# ## Limites
#
# - Couvrir le plus d'habitants favorise les lieux les plus peuplés : la moyenne et le pire trajet se
#   lisent à côté.
# - La fourchette d'un choix dit ce qu'il en reste quand les hypothèses varient, et peut passer sous
#   le chiffre.
# - Les coûts sont ceux de conventions passées, des ordres de grandeur ; un transfert et une tournée
#   ont des frais qui ne sont pas comptés.
# - Le modèle ne voit ni les locaux disponibles, ni les équipes, ni l'avis des structures.
