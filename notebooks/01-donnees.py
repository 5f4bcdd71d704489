# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # D'où viennent les données, et se rejoignent-elles ?
#
# Des tables sont jointes sur le code Insee : les communes, le débit, les conseillers, et, là où
# elles sont connues, les espaces France services, les âges et le niveau de vie.

# %% tags=["parameters"]
DEPARTEMENT = "39"
FICHIERS = {}  # par exemple {"communes": Path(…), "broadband": [Path(…)], "advisors": Path(…)}
PARAMETRES = None  # ou Path("parametres.toml") : seuils, estimation, tables de minutes

# %%
import pandas as pd
from IPython.display import Markdown

from jura_coverage import french, parameters, publish, study, territory, words
from jura_coverage.measures import internet
from jura_coverage.publish import notebook, themes

land = territory.of(DEPARTEMENT, files=territory.files(DEPARTEMENT, **FICHIERS))
result = study.study(land, parameters=parameters.load(PARAMETRES))
communes, whole = result.communes, result.figures
lacking = notebook.lacking(result, "broadband", "advisors")
Markdown(
    f"**Réponse.** {french.count(len(communes), 'commune')}, chacune garde sa ligne ; habitants : "
    f"{french.number(whole.residents)} ; locaux : "
    f"{french.number(whole.premises)}.\n\nCommunes auxquelles une donnée manque : {french.number(whole.communes_no_data)}"
    + (f" ({lacking})" if lacking else "")
    + f" ; {french.count(len(result.territory.remarks), 'remarque')} sur les données, ci-dessous."
)

# %% [markdown]
# ## Sources et éditions

# %%
notebook.table(notebook.sources_table(result))

# %% [markdown]
# ## Ce qui ne correspondait pas, a été remplacé ou manque

# %%
remarks = [each.sentence() for each in result.territory.remarks]
notebook.table(pd.DataFrame(remarks, columns=["Remarque"]))

# %% [markdown]
# ## Contrôles
#
# Chaque local est compté une fois, dans sa meilleure technologie : la somme doit être le total.

# %%
told = communes[list(internet.TECHNOLOGIES)].dropna(axis=1, how="all")
same = (told.sum(axis=1, skipna=False) == communes["premises"])[communes["premises"].notna()]
places = result.territory.places.geometry
checks = {
    "Une ligne par commune": communes.index.is_unique,
    "Chaque limite est valide": bool(communes.geometry.is_valid.all()),
    "Technologies = locaux, partout": bool(same.all()) if same.any() else french.MISSING,
    "Chaque conseiller a une position": not places.is_empty.any()
    if len(places)
    else french.MISSING,
}
notebook.table(pd.Series(checks, name="Vérifié").rename_axis("Contrôle"))

# %% [markdown]
# ## D'où partent les trajets

# %%
origins = communes["origin_source"].map(words.ORIGIN_NAMES).value_counts()
notebook.bars(origins, title="Point de départ des communes", unit="communes")

# %%
notebook.table(origins.rename("Communes").rename_axis("Point de départ"))

# %% [markdown]
# ## Où sont les données : image fixe puis carte interactive

# %%
theme = themes.wired(result)
notebook.theme_map(result, theme)

# %%
notebook.table(notebook.theme_table(theme))

# %%
publish.CoverageMap(result, first=theme)

# %% [markdown]
# ## Limites
#
# - Les limites des communes sont simplifiées : elles servent à voir, non à mesurer au mètre.
# - Les tables n'ont pas la même date ; chacune dit la sienne, et aucune n'est mise à jour ici.
# - Une position de conseiller connue par sa seule commune est placée à la mairie.
