# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Le signalement d'une commune est-il sûr ?
#
# Seuils, détours, vitesse, définition d'un bon internet et positions incertaines varient ensemble.

# %% tags=["parameters"]
DEPARTEMENT = "39"
FICHIERS = {}  # par exemple {"communes": Path(…), "broadband": [Path(…)], "advisors": Path(…)}

# %%
import pandas as pd
from IPython.display import Markdown

from jura_coverage import columns, french, posts, publish, study, territory, words
from jura_coverage.posts.trials import likely
from jura_coverage.publish import notebook, themes

result = study.study(territory.of(DEPARTEMENT, files=territory.files(DEPARTEMENT, **FICHIERS)))
communes, decided = result.communes, posts.decide(result)
found = decided.certainty
now = communes["situation"].eq("poor_and_far")
number = likely(pd.Series(1, index=communes.index), found.flagged)
residents = words.residents(None)
if communes["residents"].notna().any():
    residents = f"{words.between(likely(communes['residents'], found.flagged))} habitants"
certainty = found.communes["flagged_share"]
influence, counted = notebook.influence(found), notebook.flags_by_definition(decided)
strongest = next(iter(influence.index), "rien")
sure, often = (int((certainty >= share).sum()) for share in (words.NEARLY_ALWAYS, words.USUALLY))
text = (
    f"Aujourd'hui {french.count(now.sum(), 'commune signalée', 'communes signalées')} ; "
    f"dans {words.MOST_SCENARIOS} des {french.number(len(found.flagged))} scénarios, {words.between(number)} communes "
    f"et {residents}.\n\n"
    f"Signalées {words.NEARLY_ALWAYS_TEXT} : {french.count(sure, 'commune')}, à regarder d'abord ; "
    f"une fois sur deux au moins : {french.number(often)}. {words.STRONGEST} : {strongest}."
)
Markdown(f"**Réponse.** {notebook.answer(result, text)}")

# %% [markdown]
# ## Sources et éditions

# %%
notebook.table(notebook.sources_table(result))

# %% [markdown]
# ## Ce qui varie

# %%
Markdown(words.varied(result.parameters.ranges))

# %% [markdown]
# ## Part des scénarios où une commune est signalée : image fixe puis carte interactive

# %%
theme = themes.robustness(result, decided)
notebook.theme_map(result, theme)

# %%
names = {place: each.label for place, each in enumerate(theme.classes)}
states = {"poor_and_far": "Signalées", "no_data": "Sans donnée"}
crossed = pd.crosstab(
    theme.class_of, communes["situation"].map(lambda each: states.get(each, "Non signalées"))
)
notebook.table(crossed.rename(index=names).rename_axis("Classe").rename_axis(None, axis=1))

# %%
publish.CoverageMap(result, decided, first=theme)

# %% [markdown]
# ## Les communes le plus souvent parmi les 20 plus en difficulté
#
# Rang 1 : la plus en difficulté. L'intervalle va de 5 % à 95 % des scénarios ; plus il est court,
# plus le rang est sûr.

# %%
table = communes[["name", "residents"]].join(found.communes).dropna(subset="top_share")
table = table.sort_values(["top_share", "rank_high"], ascending=[False, True]).head(15)
top = table.set_index("name")[["rank_low", "rank_high"]]
notebook.intervals(top, title="Rang des communes le plus souvent en tête", unit="rang")

# %%
shown = notebook.headed(
    table, columns.COMMUNES, flagged_share="Part signalée", rank_low="Rang bas",
    rank_high="Rang haut", top_share="Parmi les 20",
)  # fmt: skip
shares = dict.fromkeys(("Part signalée", "Parmi les 20"), french.percent_reached)
notebook.table(shown.set_index("Commune"), decimals=0, written=shares)

# %% [markdown]
# ## Ce qui compte le plus
#
# La force du lien de chaque hypothèse avec le nombre de communes signalées (corrélation de rang de
# Spearman, sans son signe) : près de 1, l'hypothèse décide du résultat ; près de 0, elle n'y change
# rien.

# %%
notebook.bars(influence["Force"], title="Force du lien, de 0 à 1", unit="force", decimals=2)

# %%
notebook.table(influence, decimals=2)

# %% [markdown]
# ## Combien de communes sous chaque définition d'un bon internet

# %%
Markdown(
    "« Au milieu » : avec les hypothèses du milieu. « En moyenne », « presque toujours » "
    f"({french.percent(words.NEARLY_ALWAYS, 0)} au moins) : dans les scénarios qui prennent cette "
    "définition."
)

# %%
notebook.bars(counted["En moyenne"], title="Communes signalées, par définition", unit="communes")

# %%
notebook.table(counted)

# %%
means = [f"{french.number(number)} {name}" for name, number in counted["En moyenne"].items()]
Markdown(
    f"Communes signalées, en moyenne : {' ; '.join(means)}.\n\n"
    f"{words.ceiling(len(counted))} Qui est sûr de sa définition la fixe dans la partie `[ranges]` "
    "et relance le calcul."
)

# %% [markdown]
# ## Limites
#
# - Les intervalles des hypothèses sont un choix : plus larges, ils rendent tout moins sûr. La partie
#   `[ranges]` du fichier de paramètres les fixe.
# - La certitude porte sur les hypothèses du calcul, non sur les erreurs des données publiées.
# - Une structure connue par sa seule commune est placée au hasard à 2 km au plus de la mairie.
