# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Où internet est-il insuffisant, et que laisse la fin du cuivre ?
#
# La meilleure technologie de chaque local, la fibre depuis 2017, la fermeture du cuivre par année.

# %% tags=["parameters"]
DEPARTEMENT = "39"
FICHIERS = {}  # par exemple {"communes": Path(…), "broadband": [Path(…)], "advisors": Path(…)}
PARAMETRES = None  # ou Path("parametres.toml") : seuils, estimation, tables de minutes

# %%
from IPython.display import Markdown

from jura_coverage import french, parameters, publish, study, territory, words
from jura_coverage.publish import notebook, themes

land = territory.of(DEPARTEMENT, files=territory.files(DEPARTEMENT, **FICHIERS))
result = study.study(land, parameters=parameters.load(PARAMETRES))
whole, technologies = result.figures, notebook.technologies(result)
others = technologies.drop("fibre").sort_values(ascending=False)[lambda number: number > 0]
best = [f"{name} {french.number(number)}" for name, number in others.items()]
text = (
    f"{french.count(whole.premises_without, 'local', 'locaux')} "
    f"({french.percent(whole.share_without)}) {words.LACKING[result.parameters.policy.definition]} ; "
    f"communes mal desservies : {french.number(whole.communes_poor)}.\n\n"
)
if technologies.any():
    text += (
        f"{french.percent(technologies['fibre'] / technologies.sum())} des locaux ont la fibre. "
        f"Meilleure technologie des {french.number(others.sum())} autres : {' ; '.join(best)}. "
        "Quand le cuivre ferme, seuls ceux qui sont comptés en cuivre perdent leur meilleure technologie."
    )
Markdown(f"**Réponse.** {notebook.answer(result, text, needs=('broadband',))}")

# %% [markdown]
# ## Sources et éditions

# %%
notebook.table(notebook.sources_table(result))

# %% [markdown]
# ## La meilleure technologie des locaux

# %%
notebook.bars(technologies, title="Locaux par meilleure technologie", unit="locaux")

# %%
notebook.table(technologies)

# %% [markdown]
# ## Où : image fixe puis carte interactive

# %%
theme = themes.wired(result)
notebook.theme_map(result, theme)

# %%
notebook.table(notebook.theme_table(theme))

# %%
publish.CoverageMap(result, first=theme)

# %% [markdown]
# ## La fibre au fil des trimestres
#
# Une série publiée, s'il en est embarqué une, est en pour cent entiers ; le dernier point est compté
# par commune dans l'édition actuelle. Entre les deux, en tirets, rien n'est connu ici.

# %%
history, series = notebook.fibre_history(result), notebook.fibre_series(result)
curve = history.max(axis=1)
notebook.lines(
    {"série publiée": curve[:-1], "jusqu'à l'édition actuelle": curve[-2:]},
    title="Part des locaux raccordables à la fibre", x="Fin de trimestre", y="Pour cent",
) if series else Markdown("Aucune série n'est embarquée pour ce département.")  # fmt: skip

# %%
notebook.table(history)

# %%
Markdown("\n".join(f"Série : {each.title} ({each.vintage}). Source : {each.attribution}. "
                   f"{each.licence}." for each in series))  # fmt: skip

# %% [markdown]
# ## La fermeture du cuivre
#
# Les locaux sans fibre aujourd'hui, quelle que soit leur meilleure technologie, selon la fermeture
# du cuivre dans leur commune ; « dont en cuivre » : ceux dont il est la meilleure technologie.

# %%
closing = notebook.closures(result)
notebook.bars(closing["Locaux sans fibre"], title="Locaux sans fibre, par fermeture", unit="locaux")

# %%
notebook.table(closing)

# %% [markdown]
# ## Limites
#
# - « Date non fixée » : la liste officielle ne donne pas encore de date à la commune.
# - Les locaux sans fibre aujourd'hui peuvent l'avoir avant la fermeture : c'est un risque, non une
#   prévision.

# %%
Markdown(f"- {words.AVAILABLE}\n- {words.COPPER}")
