# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Comment publier les résultats ?
#
# Une commande écrit chaque sorte de fichier ; ce carnet les écrit toutes, dans le dossier qu'il dit.

# %% tags=["parameters"]
DEPARTEMENT = "39"
FICHIERS = {}  # par exemple {"communes": Path(…), "broadband": [Path(…)], "advisors": Path(…)}
DOSSIER = None  # où écrire, par exemple "publication" ; sinon, dans un nouveau dossier temporaire

# %%
import tempfile
from pathlib import Path

import pandas as pd
from IPython.display import Markdown

from jura_coverage import decision, export, french, maps, outputs, pipeline, plots, sheets
from jura_coverage.maps import themes

result = pipeline.run(DEPARTEMENT, files=pipeline.files(DEPARTEMENT, **FICHIERS))
own = ~result.territory.places["neighbour"].astype(bool)
found = decision.decide(result) if own.any() else None
folder = Path(DOSSIER or tempfile.mkdtemp(prefix="publication-")).resolve()
lacking = sheets.needed()
with outputs.staged(folder / "cartes") as stage:
    maps.write_page(result, stage / "carte.html", decision=found)
    maps.write_index(result, stage)
    certainty = found.certainty if found else None
    outputs.write_communes_csv(result, stage / "communes.csv", certainty=certainty)
    outputs.write_summary(result, stage / "summary.json")
with outputs.staged(folder / "exports") as stage:
    export.write(result, stage, formats=export.available(), decision=found)
with outputs.staged(folder / "fiches") as stage:
    sheets.write(result, sheets.every_epci(result), stage, decision=found, pdf=not lacking)
written = sorted(path for path in folder.rglob("*") if path.is_file())
Markdown(
    f"**Réponse.** `make site` réunit tout dans un dossier à déposer tel quel sur un serveur : "
    f"ici {french.count(len(written), 'fichier')}, dans `{folder}`.\n\n"
    "Aucune page ne demande de fichier à un autre site : le dossier s'ouvre aussi hors ligne."
    + (f" Pas de fiches en PDF : {lacking}." if lacking else "")
)

# %% [markdown]
# ## Sources et éditions

# %%
plots.table(plots.sources_table(result))

# %% [markdown]
# ## Ce qui est écrit

# %%
sizes = pd.Series(
    {str(path.relative_to(folder)): path.stat().st_size / 1024 for path in written}, name="Kio"
)
plots.table(sizes.round().rename_axis("Fichier"))

# %% [markdown]
# ## La place que prend chaque sorte

# %%
kinds = sizes.groupby(lambda name: Path(name).suffix.lstrip(".")).sum().sort_values(ascending=False)
plots.bars(kinds, title="Kio par sorte de fichier", unit="Kio")

# %%
plots.table(kinds.round().rename_axis("Sorte"))

# %% [markdown]
# ## Les commandes
#
# | commande | ce qu'elle écrit |
# |---|---|
# | `jura-coverage run` | la carte, l'index, la table et les chiffres clés |
# | `jura-coverage plan` | le rapport sur les postes, et ses thèmes sur la carte |
# | `jura-coverage export` | tableur, GeoPackage pour QGIS, GeoParquet, GeoJSON, CSV |
# | `jura-coverage sheets` | les fiches de décision, en HTML et en PDF |
# | `make site` | tout cela, les carnets et la documentation, dans un dossier |

# %% [markdown]
# ## La carte publiée : image fixe puis carte interactive

# %%
plots.theme_map(result, themes.situation(result))

# %%
plots.table(plots.theme_table(themes.situation(result)))

# %%
maps.CoverageMap(result)

# %% [markdown]
# ## Limites
#
# - Cartes, tables, tableur et fiches disent leurs sources, les éditions et l'empreinte des
#   paramètres ; aucun ne dit le jour où il a été écrit, car les mêmes données donnent les mêmes
#   fichiers. Dites ce jour là où vous les publiez.
# - Un fichier repris sans ses sources perd ce qui permet de le vérifier : c'est le cas des images
#   `carte-….svg`, faites pour rester dans leur index.
