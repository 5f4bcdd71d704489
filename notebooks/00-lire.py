# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Comment lire ces carnets, et que ne disent-ils pas ?
#
# Chaque carnet pose une question, y répond en deux lignes, puis montre d'où vient la réponse. Il se
# lit seul, sans internet, de haut en bas. Pour un autre département, changez la cellule suivante.

# %% tags=["parameters"]
DEPARTEMENT = "39"
FICHIERS = {}  # par exemple {"communes": Path(…), "broadband": [Path(…)], "advisors": Path(…)}
PARAMETRES = None  # ou Path("parametres.toml") : seuils, estimation, tables de minutes

# %%
from IPython.display import Markdown

from jura_coverage import parameters, publish, study, territory, words
from jura_coverage.publish import notebook, themes

land = territory.of(DEPARTEMENT, files=territory.files(DEPARTEMENT, **FICHIERS))
result = study.study(land, parameters=parameters.load(PARAMETRES))
figures = dict(words.key_figures(result))
Markdown(
    f"**Réponse.** Communes signalées : {figures['Communes signalées']}. "
    f"{words.thresholds(result.parameters)}\n\n"
    f"{words.minutes_by(result)} {words.PARAMETERS} : `{result.fingerprint}`."
)

# %% [markdown]
# ## Sources et éditions

# %%
notebook.table(notebook.sources_table(result))

# %% [markdown]
# ## Les carnets
#
# | carnet | question |
# |---|---|
# | 00 | Comment lire ces carnets, et que ne disent-ils pas ? |
# | 01 | D'où viennent les données, et se rejoignent-elles ? |
# | 02 | Où internet est-il insuffisant, et que laisse la fin du cuivre ? |
# | 03 | Qui est loin d'un conseiller, et que vaut l'estimation des minutes ? |
# | 04 | Où les deux difficultés se rencontrent-elles ? |
# | 05 | Le signalement d'une commune est-il sûr ? |
# | 06 | Quels postes garder, déplacer, ajouter, et à quel coût ? |
# | 07 | Comment refaire le calcul ailleurs, avec les fichiers officiels ? |
# | 08 | Comment publier les résultats ? |
#
# Un **conseiller** est un conseiller numérique ; une **structure d'accueil** l'emploie ; un
# **local** est un logement ou un local professionnel ; une commune est **signalée** quand elle est
# à la fois mal desservie et loin d'un conseiller. Une donnée qui manque n'est jamais un zéro.

# %% [markdown]
# ## Chiffres clés

# %%
Markdown("\n".join(f"- {label} : **{value}**" for label, value in figures.items()))

# %% [markdown]
# ## La carte, image fixe puis carte interactive

# %%
theme = themes.situation(result)
notebook.theme_map(result, theme)

# %%
notebook.table(notebook.theme_table(theme))

# %%
publish.CoverageMap(result)

# %% [markdown]
# ## Limites
#
# - Ces carnets ne disent ni qui a besoin d'aide, ni qui se déplace, ni si le conseiller a du temps.

# %%
known = (words.AVAILABLE, *words.travel_errors(result), words.OFFICIAL)
Markdown("\n".join(f"- {text}" for text in known))
