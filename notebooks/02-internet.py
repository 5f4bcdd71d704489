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

# %%
import pandas as pd
from IPython.display import Markdown

from jura_coverage import (
    areas,
    broadband,
    catalogue,
    french,
    inspection,
    maps,
    pipeline,
    plots,
    report,
)
from jura_coverage.maps import themes

result = pipeline.run(DEPARTEMENT, files=pipeline.files(DEPARTEMENT, **FICHIERS))
communes, whole = result.communes, areas.figures(result)
fibre = communes["ftth"].sum() / communes["premises"].sum()
Markdown(
    f"**Réponse.** {french.count(whole.premises_lacking, 'local', 'locaux')} "
    f"({french.percent(whole.share_without)}) "
    f"{report.LACKING[result.parameters.definition]}, dans "
    f"{french.count(int(communes['poor'].fillna(False).sum()), 'commune')} au-delà du seuil.\n\n"
    f"{french.percent(fibre)} des locaux ont la fibre ; les autres perdent le cuivre à sa fermeture."
)

# %% [markdown]
# ## Sources et éditions

# %%
plots.table(plots.sources_table(result))

# %% [markdown]
# ## La meilleure technologie des locaux

# %%
technologies = communes[list(broadband.TECHNOLOGIES)].sum().rename(index=report.TECHNOLOGY_NAMES)
plots.bars(technologies, title="Locaux par meilleure technologie", unit="locaux")

# %%
plots.table(technologies.rename("Locaux").rename_axis("Technologie"))

# %% [markdown]
# ## Où : image fixe puis carte interactive

# %%
theme = themes.wired(result)
plots.theme_map(result, theme)

# %%
plots.table(plots.theme_table(theme))

# %%
maps.CoverageMap(result, first=theme)

# %% [markdown]
# ## La fibre depuis 2017
#
# La série vient d'une autre publication, en pour cent entiers ; le dernier point est compté par
# commune dans l'édition actuelle. Entre les deux, en tirets, rien n'est connu ici.

# %%
series = [each for each in catalogue.entries() if each.role == "fibre_series"]
history = [pd.read_csv(each.path) for each in series if each.departement == DEPARTEMENT]
edition = next((each.edition for each in result.sources if each.role == "broadband"), "")
today = pd.DataFrame(
    {"quarter_end": [inspection.end_of(edition)], "ftth_share_percent": [100 * fibre]}
)
quarters = pd.concat([*history, today]).set_axis(["Fin de trimestre", "Pour cent"], axis=1)
when = pd.to_datetime(quarters["Fin de trimestre"])
curve = pd.Series(quarters["Pour cent"].to_numpy(float), index=when.dt.year + when.dt.month / 12)
plots.lines(
    {"série publiée": curve[:-1], "édition actuelle": curve[-2:]},
    title="Part des locaux raccordables à la fibre", x="Année", y="Pour cent",
) if history else Markdown("Aucune série n'est embarquée pour ce département.")  # fmt: skip

# %%
plots.table(quarters.tail(5).set_index("Fin de trimestre"))

# %% [markdown]
# ## La fermeture du cuivre, année par année
#
# Les locaux sans fibre aujourd'hui, à l'année où le cuivre de leur commune ferme.

# %%
without = (communes["premises"] - communes["ftth"]).groupby(communes["copper_closure_year"])
closing = pd.DataFrame({"Communes": without.size(), "Locaux sans fibre": without.sum()})
closing.index = closing.index.astype(int).astype(str).rename("Année")
plots.bars(
    closing["Locaux sans fibre"], title="Locaux sans fibre, par année de fermeture", unit="locaux"
)

# %%
plots.table(closing)

# %% [markdown]
# ## Limites
#
# - Un accès disponible n'est pas toujours souscrit ; la moyenne d'une commune cache ses hameaux.
# - « Filaire » compte le cuivre de toute vitesse quand la table ne le distingue pas.
# - Les locaux sans fibre aujourd'hui peuvent l'avoir avant la fermeture : c'est un risque, non une
#   prévision.
