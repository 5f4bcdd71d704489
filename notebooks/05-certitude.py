# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Le signalement d'une commune est-il sûr ?
#
# Seuils, détours, vitesse, définition d'un bon internet et positions incertaines varient ensemble.

# %% tags=["parameters"]
DEPARTEMENT = "39"
FICHIERS = {}  # par exemple {"communes": Path(…), "broadband": [Path(…)], "advisors": Path(…)}
GRAINE, SCENARIOS = 39, 1000

# %%
from dataclasses import replace

import pandas as pd
from IPython.display import Markdown

from jura_coverage import advice, decision, french, maps, pipeline, plots
from jura_coverage.decision.scenarios import likely
from jura_coverage.maps import themes

result = pipeline.run(DEPARTEMENT, files=pipeline.files(DEPARTEMENT, **FICHIERS))
communes, base = result.communes, decision.ground(result)
found = decision.certainty(base, scenarios=SCENARIOS, seed=GRAINE)
decided = replace(decision.decide(result), certainty=found)
now = communes["situation"].eq("poor_and_far")
number = likely(pd.Series(1, index=communes.index), found.flagged)
residents = likely(base.residents, found.flagged)
certainty = found.communes["flagged_share"]
sure = int((certainty >= 0.95).sum())
Markdown(
    f"**Réponse.** Aujourd'hui {french.count(now.sum(), 'commune signalée', 'communes signalées')} ; "
    f"dans 90 % des {french.number(SCENARIOS)} scénarios, {advice.between(number)} communes et "
    f"{advice.between(residents)} habitants.\n\n"
    f"Signalées presque toujours (95 % des scénarios au moins) : {french.count(sure, 'commune')}, à "
    "regarder d'abord."
)

# %% [markdown]
# ## Sources et éditions

# %%
plots.table(plots.sources_table(result))

# %% [markdown]
# ## Ce qui varie

# %%
Markdown(advice.varied(result.parameters.ranges))

# %% [markdown]
# ## Part des scénarios où une commune est signalée : image fixe puis carte interactive

# %%
theme = themes.robustness(result, decided)
plots.theme_map(result, theme)

# %%
names = {place: each.label for place, each in enumerate(theme.classes)}
crossed = pd.crosstab(theme.class_of, now.map({True: "Signalées", False: "Non signalées"}))
plots.table(crossed.rename(index=names).rename_axis("Dans les scénarios").rename_axis(None, axis=1))

# %%
maps.CoverageMap(result, decided, first=theme)

# %% [markdown]
# ## Les communes dont le rang est le plus sûr
#
# Rang 1 : la plus en difficulté. L'intervalle va de 5 % à 95 % des scénarios.

# %%
table = communes[["name", "residents"]].join(found.communes).dropna(subset="top_share")
table = table.sort_values(["top_share", "rank_high"], ascending=[False, True]).head(15)
top = table.set_index("name")[["rank_low", "rank_high"]]
plots.intervals(top, title="Rang des communes le plus souvent en tête", unit="rang")

# %%
heads = ["Commune", "Habitants", "Part signalée", "Rang bas", "Rang haut", "Parmi les 20"]
for column in ("flagged_share", "top_share"):
    table[column] = table[column].map(lambda share: french.percent(share, 0))
plots.table(table.set_axis(heads, axis=1).set_index("Commune"), decimals=0)

# %% [markdown]
# ## Ce qui compte le plus
#
# Corrélation de rang (Spearman) de chaque hypothèse avec le nombre de communes signalées : près de 1
# ou de −1, l'hypothèse décide du résultat ; près de 0, elle n'y change rien.

# %%
names = {
    "poor_share": "seuil de la part des locaux",
    "far_minutes": "seuil des minutes",
    "detour": "détours de la route",
    "speed_kmh": "vitesse",
    "definition": "définition d'un bon internet",
}
influence = found.influence.dropna()
influence.index = [names.get(name, f"position de « {name} »") for name in influence.index]
influence = influence.sort_values(key=abs, ascending=False)
plots.bars(influence, title="Ce qui change le résultat", unit="corrélation", decimals=2)

# %%
plots.table(influence.rename("Corrélation").rename_axis("Hypothèse"), decimals=2)

# %% [markdown]
# ## Limites
#
# - Les intervalles des hypothèses sont un choix : plus larges, ils rendent tout moins sûr. La partie
#   `[ranges]` du fichier de paramètres les fixe.
# - La certitude porte sur les hypothèses du calcul, non sur les erreurs des données publiées.
# - Une structure connue par sa seule commune est placée au hasard à 2 km au plus de la mairie.
