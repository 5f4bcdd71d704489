# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Qui est loin d'un conseiller, et que vaut l'estimation des minutes ?
#
# Les minutes sont estimées par la distance à vol d'oiseau, à moins d'une table de minutes.

# %% tags=["parameters"]
DEPARTEMENT = "39"
FICHIERS = {}  # par exemple {"communes": Path(…), "broadband": [Path(…)], "advisors": Path(…)}
PARAMETRES = None  # ou Path("parametres.toml") : seuils, estimation, tables de minutes

# %%
import geopandas as gpd
import pandas as pd
from IPython.display import Markdown

from jura_coverage import french, parameters, publish, study, territory, words
from jura_coverage.measures import equity
from jura_coverage.publish import notebook, themes

land = territory.of(DEPARTEMENT, files=territory.files(DEPARTEMENT, **FICHIERS))
result = study.study(land, parameters=parameters.load(PARAMETRES))
communes, whole = result.communes, result.figures
text = (
    f"{words.residents(whole.residents_far)} dans "
    f"{french.count(whole.communes_far, 'commune')} à plus de "
    f"{words.far_minutes(result.parameters)} du conseiller le plus proche.\n\n"
    f"En moyenne {french.minutes(whole.minutes)} par habitant, au plus "
    f"{french.minutes(whole.minutes_max)}. {words.minutes_by(result)}"
)
Markdown(f"**Réponse.** {notebook.answer(result, text, needs=('advisors',))}")

# %% [markdown]
# ## Sources et éditions

# %%
notebook.table(notebook.sources_table(result))

# %% [markdown]
# ## Où : image fixe puis carte interactive

# %%
theme = themes.minutes(result)
notebook.theme_map(result, theme)

# %%
notebook.table(notebook.theme_table(theme))

# %%
publish.CoverageMap(result, first=theme)

# %% [markdown]
# ## Combien d'habitants à combien de minutes
#
# L'estimation peut être trop longue ou trop courte partout à la fois, selon la région : les courbes
# montrent l'écart type de cette erreur commune, telle que mesurée ailleurs.

# %%
errors = {"Routes plus rapides": -1.0, "Estimation": 0.0, "Routes plus lentes": 1.0}
curves = notebook.within(result, errors=errors, limits=range(0, 61, 5))
notebook.lines(
    dict(curves.items()), title="Habitants selon les minutes", x="Minutes", y="Habitants",
    marks=[result.parameters.policy.far_minutes],
)  # fmt: skip

# %%
notebook.table(curves)

# %% [markdown]
# ## Ce que l'erreur commune change au nombre d'habitants éloignés

# %%
Markdown(f"{' '.join(words.travel_errors(result))} Voyez la méthode, `docs/methode.md`.")

# %%
wider = {"Bien plus rapides": -2.0, **errors, "Bien plus lentes": 2.0}
tried = notebook.sensitivity(result, errors=wider)
notebook.bars(tried["Habitants éloignés"], title="Habitants éloignés", unit="habitants")

# %%
notebook.table(tried, decimals=2)

# %% [markdown]
# ## Égalité

# %%
Markdown(words.GINI)

# %%
summed = equity.summary(communes["minutes"], communes["residents"]).drop("communes_flagged")
names = {name: head for name, head in words.EQUITY_HEADS.items() if name in summed}
shown = summed.rename(names)[list(names.values())]
if notebook.lacking(result, "advisors") or whole.residents is None:
    shown[:] = float("nan")
within = shown[[names[f"residents_within_{limit}"] for limit in equity.LIMITS]]
notebook.bars(within, title="Habitants selon le trajet", unit="habitants")

# %%
notebook.table(shown.rename("Aujourd'hui").rename_axis("Mesure"), decimals=2)

# %% [markdown]
# ## Minutes et distance à vol d'oiseau

# %%
Markdown(
    f"{words.LEAST_DISTANCE} D'où les points au-dessus de la courbe, à gauche : des communes qui "
    "ont une structure."
)

# %%
nearest = result.territory.places.geometry.reindex(communes["place"]).to_numpy()
metres = gpd.GeoSeries(communes["origin"], crs=communes.crs).distance(
    gpd.GeoSeries(nearest, index=communes.index, crs=communes.crs)
)
both = pd.DataFrame({"Km à vol d'oiseau": metres / 1000, "Minutes": communes["minutes"]})
curve = both.dropna().set_index("Km à vol d'oiseau")["Minutes"].sort_index()
notebook.lines(
    {"minutes": curve}, title="Minutes selon la distance", x="Km à vol d'oiseau", y="Minutes",
    dots=True,
)  # fmt: skip

# %%
quartiles = ["minimum", "premier quartile", "médiane", "troisième quartile", "maximum"]
notebook.table(both.quantile([0, 0.25, 0.5, 0.75, 1]).set_axis(quartiles).rename_axis("Communes"))

# %% [markdown]
# ## Limites
#
# - Ni relief, ni neige, ni transport en commun, ni bac : la voiture, en moyenne, sans routes.
# - Une liste de structures en donne le siège, qui n'est pas toujours le lieu des permanences.
# - Les conseillers des départements voisins ne sont comptés que s'ils sont dans la table.
