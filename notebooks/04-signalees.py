# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Où les deux difficultés se rencontrent-elles ?
#
# Mal desservie **et** loin d'un conseiller : les communes signalées, et ce que changent les seuils.

# %% tags=["parameters"]
DEPARTEMENT = "39"
FICHIERS = {}  # par exemple {"communes": Path(…), "broadband": [Path(…)], "advisors": Path(…)}
PARAMETRES = None  # ou Path("parametres.toml") : seuils, estimation, tables de minutes
LIGNES = 15  # de la liste des communes signalées

# %%
from IPython.display import Markdown

from jura_coverage import columns, french, parameters, publish, study, territory, words
from jura_coverage.publish import notebook, themes
from jura_coverage.study import groups

land = territory.of(DEPARTEMENT, files=territory.files(DEPARTEMENT, **FICHIERS))
result = study.study(land, parameters=parameters.load(PARAMETRES))
communes, whole = result.communes, result.figures
text = (
    f"{french.count(whole.communes_flagged, 'commune signalée', 'communes signalées')}, "
    f"{words.residents(whole.residents_flagged)}, "
    f"{french.count(whole.premises_flagged, 'local', 'locaux')} mal desservis."
)
Markdown(f"**Réponse.** {notebook.answer(result, text)}\n\n{words.thresholds(result.parameters)}")

# %% [markdown]
# ## Sources et éditions

# %%
notebook.table(notebook.sources_table(result))

# %% [markdown]
# ## Les deux mesures ensemble : image fixe puis carte interactive

# %%
theme = themes.both(result)
notebook.theme_map(result, theme)

# %%
notebook.table(notebook.theme_table(theme))

# %%
publish.CoverageMap(result, first=theme)

# %% [markdown]
# ## Où : les communes signalées, et pourquoi les autres ne le sont pas

# %%
theme = themes.situation(result)
notebook.theme_map(result, theme)

# %%
notebook.table(notebook.theme_table(theme))

# %% [markdown]
# ## Les communes signalées les plus peuplées

# %%
flagged = communes[communes["situation"] == "poor_and_far"]
shown = notebook.headed(
    flagged[["name", "epci_name", "residents", "share_without", "minutes"]], columns.COMMUNES,
    share_without="Part sans bon accès", minutes="Minutes",
)  # fmt: skip
most = (
    shown.sort_values("Habitants", ascending=False).head(LIGNES).rename_axis(columns.INSEE.heading)
)
Markdown(f"Lignes montrées : {len(most)} sur {len(flagged)} ; `communes.csv` les donne toutes.")

# %%
notebook.bars(most.set_index("Commune")["Habitants"], title="Habitants", unit="habitants")

# %%
notebook.table(most, written={"Part sans bon accès": french.percent})

# %% [markdown]
# ## Par intercommunalité

# %%
epci = (
    groups.by_epci(result).set_index("epci_name").sort_values("residents_flagged", ascending=False)
)
notebook.bars(epci["residents_flagged"], title="Habitants des communes signalées", unit="habitants")

# %%
shown = notebook.headed(
    epci[["communes", "communes_flagged", "residents_flagged", "premises_flagged"]], columns.EPCI,
    communes_flagged="Signalées", premises_flagged="Locaux mal desservis",
)  # fmt: skip
notebook.table(shown.rename_axis(columns.EPCI_NAME.heading))

# %% [markdown]
# ## Ce que changent les seuils

# %%
grid = notebook.threshold_grid(
    result, poor_shares=[0.02, 0.03, 0.05, 0.08, 0.1], far_minutes=[10, 15, 20, 25, 30]
)
notebook.grid(grid, title="Communes signalées selon les seuils", x="Part des locaux", y="Minutes")

# %%
notebook.table(grid)

# %% [markdown]
# ## Pourquoi telle commune ?

# %%
wanted = flagged["residents"].fillna(0).idxmax() if len(flagged) else communes.index[0]
Markdown("\n\n".join(map(notebook.literal, words.explain(result, wanted))))

# %% [markdown]
# ## Limites
#
# - Une commune juste sous un seuil n'est pas meilleure que sa voisine juste au-dessus : voyez la
#   grille, et le carnet 05 pour la certitude.

# %%
Markdown(f"- {words.AVAILABLE}")
