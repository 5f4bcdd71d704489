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
# # Que coûterait la fin d'un poste, et où un poste servirait-il le plus ?
#
# Garder, ajouter, et ce que cela change pour tous. À portée veut dire au plus le seuil de minutes.

# %% tags=["parameters"]
DEPARTEMENT = "39"
FICHIERS = {}  # par exemple {"communes": Path(…), "broadband": [Path(…)], "advisors": Path(…)}
POSTES = 5

# %%
import geopandas as gpd
import numpy as np
import pandas as pd
from IPython.display import Markdown
from scipy.sparse import csr_array

from jura_coverage import equity, french, geo, maps, pipeline, plots, posts, report
from jura_coverage.maps import themes
from jura_coverage.siting import covering
from jura_coverage.siting.problem import Request
from jura_coverage.travel import LinearEstimate

result = pipeline.run(DEPARTEMENT, files=pipeline.files(DEPARTEMENT, **FICHIERS))
communes, places = result.communes, result.territory.places
chosen = result.parameters
engine = LinearEstimate(
    fixed_minutes=chosen.fixed_minutes, detour=chosen.detour, speed_kmh=chosen.speed_kmh
)
origins = gpd.GeoSeries(communes["origin"], crs=communes.crs)
least_m = geo.least_distance_m(communes.geometry)
trips = engine.minutes(origins, result.territory.meeting_points, least_m=least_m)
by_host = posts.nearest_of(trips, places["host"])
alone = posts.lost_alone(
    by_host,
    communes["residents"],
    posts=places.groupby("host")["posts"].sum(),
    poor=communes["poor"].fillna(False).astype(bool),
    within_minutes=chosen.far_minutes,
).sort_values("residents_lost", ascending=False)
between = engine.minutes(origins, origins, least_m=least_m)
plans = covering.curve(
    csr_array((between <= chosen.far_minutes).to_numpy(float)),
    communes["residents"].fillna(0).to_numpy(float),
    request=Request(posts=POSTES),
    served=(communes["minutes"] <= chosen.far_minutes).to_numpy(bool),
)
first = communes.at[plans[0].labels(communes.index)[0], "name"]
Markdown(
    f"**Réponse.** La fin de « {alone.index[0]} » mettrait "
    f"{french.count(alone['residents_lost'].iloc[0], 'habitant')} à plus de "
    f"{report.far_minutes(chosen)} d'un conseiller.\n\n"
    f"Un poste de plus servirait le plus à {first} : "
    f"{french.count(plans[0].objective, 'habitant')} de plus à portée."
)

# %% [markdown]
# ## Sources et éditions

# %%
plots.table(plots.sources_table(result))

# %% [markdown]
# ## Garder : ce que coûterait la fin de chaque structure, seule

# %%
plots.bars(
    alone["residents_lost"], title="Habitants qui ne seraient plus à portée", unit="habitants"
)

# %%
heads = {
    "residents_lost": "Habitants",
    "residents_lost_post": "Habitants, si un seul poste finit",
    "communes_lost": "Communes",
    "communes_flagged": "Communes nouvellement signalées",
}
plots.table(alone.rename(columns=heads).rename_axis("Structure qui finit"))

# %% [markdown]
# ## Et plusieurs ensemble : le pire des cas
#
# Deux structures voisines se remplacent l'une l'autre : leur fin commune coûte plus que la somme.

# %%
worst = {
    ends: posts.worst_joint(
        by_host, communes["residents"], ends=ends, within_minutes=chosen.far_minutes
    )
    for ends in range(1, min(3, by_host.shape[1]) + 1)
}
plots.table(
    pd.DataFrame(
        {
            "Structures": [
                french.enumeration(plan.labels(by_host.columns)) for plan in worst.values()
            ],
            "Habitants": [plan.objective for plan in worst.values()],
            "Optimum prouvé": [plan.proven for plan in worst.values()],
        },
        index=pd.Index([f"{ends}" for ends in worst], name="Fins ensemble"),
    )
)

# %% [markdown]
# ## Ajouter : de 1 à plusieurs postes, dans n'importe quelle commune

# %%
gained = pd.Series([plan.objective for plan in plans], index=range(1, len(plans) + 1))
plots.lines(
    {"habitants": gained}, title="Habitants de plus à portée", x="Postes ajoutés", y="Habitants"
)

# %%
names = [communes.loc[plan.labels(communes.index), "name"].tolist() for plan in plans]
plots.table(
    pd.DataFrame(
        {
            "Communes choisies": [french.enumeration(each) for each in names],
            "Habitants de plus": gained.to_numpy(),
            "Écart à l'optimum": [french.percent(plan.gap) for plan in plans],
        },
        index=pd.Index([f"{number}" for number in gained.index], name="Postes"),
    )
)

# %% [markdown]
# ## Aujourd'hui : image fixe puis carte interactive

# %%
theme = themes.minutes(result)
plots.theme_map(result, theme)

# %%
plots.table(plots.theme_table(theme))

# %%
maps.CoverageMap(result)

# %% [markdown]
# ## Efficacité et égalité, avant et après

# %%
after = np.minimum(communes["minutes"], between.iloc[:, list(plans[-1].sites)].min(axis=1))
words = {
    "residents_within_20": "habitants à 20 minutes au plus",
    "mean_minutes": "minutes en moyenne",
    "worst_minutes": "minutes au plus",
    "gini_minutes": "Gini des minutes",
}
compared = pd.DataFrame(
    {
        "Aujourd'hui": equity.summary(communes["minutes"], communes["residents"]),
        f"Avec {POSTES} postes de plus": equity.summary(after, communes["residents"]),
    }
)
plots.table(compared.loc[list(words)].rename(words), decimals=2)

# %% [markdown]
# ## Limites
#
# - Couvrir le plus d'habitants favorise les bourgs ; la moyenne et le pire trajet se lisent à côté.
# - Ni les transferts de postes, ni les tournées, ni les coûts ne sont traités dans ce carnet.
# - Le modèle ne voit ni les locaux disponibles, ni les équipes, ni les dates de fin de convention.
