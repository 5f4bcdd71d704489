# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Le signalement d'une commune est-il sûr ?
#
# Seuils, pente du trajet, vitesse, définition d'internet et positions incertaines varient ensemble.

# %% tags=["parameters"]
DEPARTEMENT = "39"
FICHIERS = {}  # par exemple {"communes": Path(…), "broadband": [Path(…)], "advisors": Path(…)}
GRAINE, SCENARIOS = 39, 1000

# %%
import geopandas as gpd
import numpy as np
import pandas as pd
from IPython.display import Markdown

from jura_coverage import broadband, french, geo, maps, pipeline, plots, robustness
from jura_coverage.maps import themes

result = pipeline.run(DEPARTEMENT, files=pipeline.files(DEPARTEMENT, **FICHIERS))
communes, places = result.communes, result.territory.places
ranges = robustness.Ranges()
doubt_m = places["position_source"].map({"commune": 3000.0}).fillna(0.0)
scenarios = robustness.draw(ranges, position_radius_m=doubt_m, scenarios=SCENARIOS, seed=GRAINE)
shares = pd.DataFrame(
    {
        name: broadband.share_without(
            communes["premises"], broadband.premises_covered(communes, definition=name)
        )
        for name in ranges.definitions
    }
)
found = robustness.measure(
    shares,
    origins_m=gpd.GeoSeries(communes["origin"]).get_coordinates().to_numpy(),
    places_m=places.get_coordinates().to_numpy(),
    place_names=places["host"].tolist(),
    least_m=geo.least_distance_m(communes.geometry),
    fixed_minutes=result.parameters.fixed_minutes,
    scenarios=scenarios,
)
certainty = found.communes["flagged_share"]
sure, never = int((certainty >= 0.95).sum()), int((certainty <= 0.05).sum())
Markdown(
    f"**Réponse.** Sur {french.number(SCENARIOS)} scénarios, {french.count(sure, 'commune')} "
    f"signalées presque toujours (95 % au moins), {french.number(never)} presque jamais ; "
    f"{french.number(len(certainty) - sure - never)} dépendent des hypothèses.\n\n"
    f"Les 20 premières d'un scénario sont pour {french.percent(found.top_stability, 0)} "
    f"parmi les 20 le plus souvent en tête."
)

# %% [markdown]
# ## Sources et éditions

# %%
plots.table(plots.sources_table(result))

# %% [markdown]
# ## Part des scénarios où une commune est signalée

# %%
classes = ["jamais ou presque", "rarement", "une fois sur deux", "souvent", "toujours ou presque"]
sorted_ = pd.cut(certainty, [-0.01, 0.05, 0.35, 0.65, 0.95, 1], labels=classes)
plots.bars(sorted_.value_counts(sort=False), title="Communes signalées…", unit="communes")

# %%
now = communes["situation"].eq("poor_and_far").map({True: "signalée", False: "non signalée"})
plots.table(pd.crosstab(sorted_, now.rename("Aujourd'hui")).rename_axis("Dans les scénarios"))

# %% [markdown]
# ## Où : image fixe (la carte interactive montre le signalement d'aujourd'hui)

# %%
labels = [*classes, "sans donnée"]
today = themes.situation(result)
palette = (*themes.ORANGES, themes.NO_DATA_COLOUR)
theme = themes.Theme(
    key="certitude", title="Certitude", question="Dans combien de scénarios est-elle signalée ?",
    note="", classes=tuple(
        themes.ThemeClass(label=label, colour=colour) for label, colour in zip(labels, palette, strict=True)
    ),
    class_of=sorted_.cat.codes.replace(-1, len(classes)), quantity_label="habitants",
    quantity=communes["residents"],
)  # fmt: skip
plots.theme_map(result, theme)

# %%
plots.table(plots.theme_table(theme))

# %%
maps.CoverageMap(result)

# %% [markdown]
# ## Les communes dont le rang est le plus sûr
#
# Rang 1 : la pire. L'intervalle va de 5 % à 95 % des scénarios.

# %%
table = (
    communes[["name", "residents"]].join(found.communes).sort_values("top_share", ascending=False)
)
heads = ["Commune", "Habitants", "Part signalée", "Rang bas", "Rang haut", "Parmi les 20"]
plots.table(table.head(15).set_axis(heads, axis=1), decimals=2)

# %% [markdown]
# ## Ce qui compte le plus
#
# Corrélation de rang de chaque hypothèse avec le nombre de communes signalées.

# %%
names = {
    "poor_share": "seuil de la part des locaux",
    "far_minutes": "seuil des minutes",
    "detour": "détour",
    "speed_kmh": "vitesse",
    "definition": "définition d'internet",
}
influence = found.influence.dropna().rename(names)
order = np.argsort(-influence.abs().to_numpy())
plots.table(influence.iloc[order].rename("Corrélation"), decimals=2)

# %% [markdown]
# ## Limites
#
# - Les intervalles des hypothèses sont un choix : plus larges, ils rendent tout moins sûr.
# - La certitude porte sur les hypothèses du calcul, non sur les erreurs des données publiées.
# - Une structure connue par sa seule commune est placée au hasard à 3 km au plus de la mairie.
