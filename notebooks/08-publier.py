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
PARAMETRES = None  # ou Path("parametres.toml") : seuils, estimation, tables de minutes
DOSSIER = None  # où écrire, par exemple "publication" ; sinon, dans un nouveau dossier temporaire

# %%
import tempfile
from pathlib import Path

import pandas as pd
from IPython.display import Markdown

from jura_coverage import french, parameters, posts, publish, study, territory
from jura_coverage.publish import notebook, sheets, themes
from jura_coverage.publish.files import formats, plain, staging

land = territory.of(DEPARTEMENT, files=territory.files(DEPARTEMENT, **FICHIERS))
result = study.study(land, parameters=parameters.load(PARAMETRES))
own = ~result.territory.places["neighbour"].astype(bool)
found = posts.decide(result) if own.any() else None
folder = Path(DOSSIER or tempfile.mkdtemp(prefix="publication-")).resolve()
lacking = sheets.needed()
with staging.staged(folder / "cartes", of="cartes") as stage:
    publish.write_page(result, stage / "carte.html", decision=found)
    publish.write_index(result, stage)
    certainty = found.certainty if found else None
    plain.write_communes_csv(result, stage / "communes.csv", certainty=certainty)
    plain.write_summary(result, stage / "summary.json")
with staging.staged(folder / "exports", of=f"exports {DEPARTEMENT}") as stage:
    formats.write(result, stage, formats=formats.available(), decision=found)
with staging.staged(folder / "fiches", of="fiches") as stage:
    sheets.write(result, sheets.every_epci(result), stage, decision=found, pdf=not lacking)
written = sorted(path for path in folder.rglob("[!.]*") if path.is_file())
Markdown(
    f"**Réponse.** `make site` réunit tout dans un dossier à déposer tel quel sur un serveur : "
    f"ici {french.count(len(written), 'fichier')}, dans `{folder}`.\n\n"
    "Aucune page ne demande de fichier à un autre site : le dossier s'ouvre aussi hors ligne."
    + (f" Pas de fiches en PDF : {lacking}." if lacking else "")
)

# %% [markdown]
# ## Sources et éditions

# %%
notebook.table(notebook.sources_table(result))

# %% [markdown]
# ## Ce qui est écrit

# %%
sizes = pd.Series(
    {str(path.relative_to(folder)): path.stat().st_size / 1024 for path in written}, name="Kio"
)
notebook.table(sizes.round().rename_axis("Fichier"))

# %% [markdown]
# ## La place que prend chaque sorte

# %%
kinds = sizes.groupby(lambda name: Path(name).suffix.lstrip(".")).sum().sort_values(ascending=False)
notebook.bars(kinds, title="Kio par sorte de fichier", unit="Kio")

# %%
notebook.table(kinds.round().rename_axis("Sorte"))

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
notebook.theme_map(result, themes.situation(result))

# %%
notebook.table(notebook.theme_table(themes.situation(result)))

# %%
publish.CoverageMap(result)

# %% [markdown]
# ## Limites
#
# - Cartes, tables, tableur et fiches disent leurs sources, les éditions et l'empreinte des
#   paramètres ; aucun ne dit le jour où il a été écrit, car les mêmes données donnent les mêmes
#   fichiers. Dites ce jour là où vous les publiez.
# - Un fichier repris sans ses sources perd ce qui permet de le vérifier : c'est le cas des images
#   `carte-….svg`, faites pour rester dans leur index.
