# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Comment refaire le calcul ailleurs, avec les fichiers officiels ?
#
# Tel qu'il est livré, pour se passer d'internet, ce carnet lit un **département inventé** (« 00 ») :
# trente carrés de 4 km, dans les formats officiels. La réponse nomme le département qui est lu.

# %% tags=["parameters"]
DEPARTEMENT = "00"
FICHIERS = {}  # par exemple {"communes": Path(…), "broadband": [Path(…)], "advisors": Path(…)}
PARAMETRES = None  # ou Path("parametres.toml") : seuils, estimation, tables de minutes
JOUR = "2026-11-25"  # d'où compter l'âge des fichiers

# %%
from datetime import date

import pandas as pd
from IPython.display import Markdown

from jura_coverage import french, parameters, publish, study, territory, words
from jura_coverage.geography import departements
from jura_coverage.publish import notebook, themes
from jura_coverage.study import check

files = territory.files(DEPARTEMENT, **FICHIERS)
paths = [files.communes, *files.broadband, *files.services.values()]
inspected = check.inspect(paths, departement=DEPARTEMENT, today=date.fromisoformat(JOUR))
land = territory.of(DEPARTEMENT, files=files)
result = study.study(land, parameters=parameters.load(PARAMETRES))
figures = dict(words.key_figures(result))
Markdown(
    f"**Réponse.** {french.count(len(paths), 'fichier officiel suffit', 'fichiers officiels suffisent')}, "
    f"reconnus à leurs colonnes ; le calcul et les cartes restent les mêmes. {words.verdict(inspected)}\n\n"
    f"{departements.name(DEPARTEMENT)} ({DEPARTEMENT}), communes signalées : "
    f"{figures['Communes signalées']}."
)

# %% [markdown]
# ## Sources et éditions

# %%
notebook.table(notebook.sources_table(result))

# %% [markdown]
# ## Obtenir les fichiers officiels, puis s'en servir ici
#
# | étape | commande |
# |---|---|
# | télécharger | `jura-coverage fetch --departement 25` |
# | examiner | `jura-coverage check FICHIERS… --departement 25` |
# | calculer | `jura-coverage run --departement 25 --cached` |
#
# Dans ce carnet, remplacez la cellule des paramètres par ces lignes ; les fichiers téléchargés sont
# alors lus, sans internet :
#
# ```python
# from jura_coverage import fetch
#
# DEPARTEMENT = "25"
# FICHIERS = fetch.inputs(fetch.cached(DEPARTEMENT, folder=fetch.cache_folder()))
# ```

# %% [markdown]
# ## Ce que contient chaque fichier
#
# Chaque fichier est reconnu à ses colonnes, et réduit au département s'il est national.

# %%
read = pd.DataFrame(
    [(each.title, each.vintage, each.rows, each.used) for each in inspected.files],
    columns=["Contenu", "Édition", "Lignes lues", "Utilisées"],
    index=pd.Index([path.name for path in paths], name="Fichier"),
)
notebook.bars(read["Utilisées"], title="Lignes utilisées par fichier", unit="lignes")

# %%
notebook.table(read)

# %% [markdown]
# ## Ce qui a été réparé, mis de côté ou supposé
#
# Une ligne officielle inutilisable est mise de côté et dite ; un fichier fautif est refusé en entier.

# %%
remarks = [remark for each in inspected.files for remark in each.remarks]
remarks = [remark.sentence() for remark in (*remarks, *inspected.together)]
notebook.table(pd.DataFrame(remarks, columns=["Remarque"]))

# %% [markdown]
# ## Le résultat : image fixe puis carte interactive

# %%
theme = themes.situation(result)
notebook.theme_map(result, theme)

# %%
notebook.table(notebook.theme_table(theme))

# %%
publish.CoverageMap(result)

# %% [markdown]
# ## Un calcul que l'on peut refaire à la main
#
# Une commune est loin si sa mairie est à plus de 14,0 km de tout conseiller, aux hypothèses du
# milieu : c'est la distance d que l'on fait en 20 minutes, 2 + 2,3 × d puissance 0,78.

# %%
by_hand = (
    "Dans l'exemple inventé, un carré est mal desservi s'il est dans les rangs 4 et 5, et loin s'il "
    "est à plus de 14,0 km de A1 et de B1 : neuf carrés sont les deux à la fois."
)
Markdown(by_hand if DEPARTEMENT == departements.EXAMPLE else "")

# %%
minutes = result.communes.set_index("name")["minutes"].sort_values(ascending=False).head(10)
notebook.bars(minutes, title="Minutes des communes les plus éloignées", unit="minutes", decimals=1)

# %%
notebook.table(minutes.rename("Minutes").rename_axis("Commune"))

# %% [markdown]
# ## Limites
#
# - Les chiffres du département « 00 » ne valent pour aucun lieu ; ceux de fichiers officiels sont à
#   vérifier avec la DDT concernée.
# - Une table qui manque n'arrête rien : ce qui en dépend est « non disponible ». Sans conseillers,
#   les carnets 05 et 06, qui ne parlent que d'eux, s'arrêtent et le disent.
# - Les conseillers des départements voisins ne comptent que si la liste est nationale et que leurs
#   communes sont dans le fichier des communes.
