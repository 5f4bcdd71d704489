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
# Ce qu'on ne sait pas (trajets, positions, locaux, présences) donne la **certitude**, aux seuils
# choisis ; ce que l'on choisit (seuils, définition d'un bon internet) est montré à part.

# %% tags=["parameters"]
DEPARTEMENT = "39"
FICHIERS = {}  # par exemple {"communes": Path(…), "broadband": [Path(…)], "advisors": Path(…)}
PARAMETRES = None  # ou Path("parametres.toml") : seuils, estimation, tables de minutes

# %%
import pandas as pd
from IPython.display import Markdown

from jura_coverage import columns, french, parameters, posts, publish, study, territory, words
from jura_coverage.publish import notebook, themes

land = territory.of(DEPARTEMENT, files=territory.files(DEPARTEMENT, **FICHIERS))
result = study.study(land, parameters=parameters.load(PARAMETRES))
communes, decided = result.communes, posts.decide(result)
found = decided.certainty
influence, policies = notebook.influence(decided.influence), notebook.flags_by_policy(found)
text = (
    f"{words.headline(found)} Dans {words.MOST_SCENARIOS} des "
    f"{french.number(len(found.flagged))} scénarios, {words.likely_flagged(decided)}.\n\n"
    f"{words.other_policies(decided)}"
)
Markdown(f"**Réponse.** {notebook.answer(result, text)}")

# %% [markdown]
# ## Sources et éditions

# %%
notebook.table(notebook.sources_table(result))

# %% [markdown]
# ## Ce qu'on ne sait pas, et ce que l'on choisit

# %%
Markdown(
    f"{words.unknown(result)} {words.MEANING}\n\n"
    f"{words.CHOSEN}. Choix comparés : {words.looked_at(result.parameters)}"
)

# %% [markdown]
# ## La certitude de chaque commune : image fixe puis carte interactive

# %%
theme = themes.certainty(result, decided)
notebook.theme_map(result, theme)

# %%
names = {place: each.label for place, each in enumerate(theme.classes)}
states = {"poor_and_far": "Signalées", "no_data": "Sans donnée"}
crossed = pd.crosstab(
    theme.class_of, communes["situation"].map(lambda each: states.get(each, "Non signalées"))
)
notebook.table(crossed.rename(index=names).rename_axis("Classe").rename_axis(None, axis=1))

# %%
publish.CoverageMap(result, decided, first=theme)

# %% [markdown]
# ## Les signalements les plus probables

# %%
table = communes[["name", "residents", "share_without", "minutes"]].join(found.communes)
table = table.dropna(subset="certainty").sort_values("certainty", ascending=False).head(15)
notebook.bars(
    100 * table.set_index("name")["certainty"], title="Certitude du signalement", unit="%"
)

# %%
shown = notebook.headed(
    table.assign(standing=table["standing"].map(words.STANDINGS)), columns.COMMUNES,
    share_without="Sans bon accès", minutes="Minutes", certainty="Certitude",
    standing="Solidité", policies_flagged=f"Choix sur {len(found.policies)}",
)  # fmt: skip
shares = {"Certitude": french.percent_reached, "Sans bon accès": french.percent}
notebook.table(shown.set_index("Commune"), written=shares)

# %% [markdown]
# ## Ce que changent les seuils et la définition

# %%
share = french.percent(result.parameters.policy.poor_share)
at_share = policies[policies["Seuil de locaux"] == share]
grid = at_share.pivot_table("Communes", "Bon internet", "Minutes", sort=False, dropna=False)
grid.columns = [french.shortest(each, 2) for each in grid]
notebook.grid(
    grid, title="Communes signalées, au seuil de locaux choisi", x="Minutes", y="Bon internet"
)

# %%
notebook.table(policies)

# %% [markdown]
# ## Ce qui compte le plus
#
# La part de la variance du nombre de communes signalées qui vient de chaque choix et de chaque
# erreur (indices de Sobol) : « seul », sans le reste ; « en tout », avec les effets croisés. Les
# parts « en tout » s'ajoutent à plus de 100 %.

# %%
notebook.bars(100 * influence["En tout"], title="Part de la variance, en tout", unit="%")

# %%
percents = dict.fromkeys(("En tout", "Seul"), lambda share: french.percent(share, 0))
notebook.table(influence, written=percents)

# %%
Markdown(" ".join(words.strongest(decided.influence)))

# %% [markdown]
# ## Limites
#
# - L'erreur des minutes est celle de trajets mesurés ailleurs ; l'absence à temps partiel est une
#   convention. La partie `[errors]` du fichier de paramètres les change, `[ranges]` les choix comparés.
# - Les erreurs de deux trajets ne sont liées que par ce qu'elles ont de commun à toute la région.
