"""What each column of the exported tables means, in which unit, from where."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

Kind = Literal["text", "count", "weighted", "percent", "minutes", "date", "year", "euros", "index"]
UNITS: dict[Kind, str] = {
    "text": "",
    "count": "nombre",
    "weighted": "habitants × part de locaux mal desservis",
    "percent": "pour cent",
    "minutes": "minutes",
    "date": "date",
    "year": "année",
    "euros": "euros",
    "index": "de 0 à 1",
}
COMPUTED = "calcul"
COPPER = "copper"  # of the broadband tables, but published by another source
PROGRAMME = "programme"  # the tariffs of :mod:`jura_coverage.posts.tariffs`


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name
        Its heading in files for programs.
    label, meaning
        French: its heading in spreadsheets, and one sentence.
    kind
        What its values are; spreadsheets format them by it.
    origin
        The role of the table that it comes from, :data:`COPPER`,
        :data:`PROGRAMME` or :data:`COMPUTED`.
    """

    name: str
    label: str
    meaning: str
    kind: Kind = "text"
    origin: str = COMPUTED


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table that is exported.

    Parameters
    ----------
    name
        For programs: a layer, or a table of the dictionary.
    title
        For readers: a sheet of the workbook, in French, at most 31 characters.
    frame
        The values.
    meaning
        What it holds: one French sentence.
    known
        What its columns are, in any order.
    frozen
        How many columns stay in sight.
    parts
        Columns that begin another page where it is too wide to be printed on one.
    """

    name: str
    title: str
    meaning: str
    frame: pd.DataFrame
    known: tuple[Column, ...]
    frozen: int = 1
    parts: tuple[str, ...] = ()

    @property
    def columns(self) -> list[Column]:
        """Describe the columns in their order; one that is not known stands as it is."""
        known = {column.name: column for column in self.known}
        return [
            known.get(name, Column(name=name, label=name.capitalize(), meaning=""))
            for name in self.frame.columns
            if name != "geometry"
        ]


def of(origin: str, kind: Kind, *rows: tuple[str, str, str]) -> tuple[Column, ...]:
    """Describe columns of one origin and kind by name, label and meaning."""
    return tuple(
        Column(name=name, label=label, meaning=meaning, kind=kind, origin=origin)
        for name, label, meaning in rows
    )


def days(texts: pd.Series) -> pd.Series:
    """Make days of texts such as 2029-01-31; an empty one is missing."""
    known = [date.fromisoformat(text) if text else None for text in texts.fillna("")]
    return pd.Series(known, index=texts.index, dtype=object)


COMMUNE_COLUMNS = (
    *of("communes", "text",
        ("code_insee", "Code Insee", "Code officiel de la commune ; toujours du texte."),
        ("commune", "Commune", "Nom de la commune."),
        ("code_epci", "Numéro Siren",
         "Numéro Siren de l'intercommunalité ; vide hors intercommunalité."),
        ("intercommunalite", "Intercommunalité", "Nom de l'intercommunalité."),
    ),
    *of("communes", "count", ("habitants", "Habitants", "Population municipale.")),
    *of("broadband", "count",
        ("locaux", "Locaux", "Logements et locaux professionnels."),
        ("locaux_filaires", "Locaux filaires",
         "Locaux dont la meilleure technologie est la fibre, le câble ou le cuivre."),
        ("locaux_fibre", "Fibre", "Locaux dont la meilleure technologie est la fibre."),
        ("locaux_cable", "Câble", "Locaux dont la meilleure technologie est le câble."),
        ("locaux_cuivre", "Cuivre",
         "Locaux dont la meilleure technologie est le cuivre (ADSL, VDSL)."),
        ("locaux_radio_thd", "Radio à très haut débit",
         "Locaux dont la meilleure technologie est la radio à 30 Mbit/s et plus."),
        ("locaux_cuivre_lent", "Cuivre de 8 à 30 Mbit/s",
         "Locaux dont la meilleure technologie est le cuivre sous 30 Mbit/s."),
        ("locaux_4g_fixe", "4G fixe", "Locaux dont la meilleure technologie est la 4G fixe."),
        ("locaux_radio_hd", "Radio à haut débit",
         "Locaux dont la meilleure technologie est la radio sous 30 Mbit/s."),
        ("locaux_satellite", "Satellite seulement", "Locaux qui n'ont que le satellite."),
    ),
    *of(COMPUTED, "count",
        ("locaux_mal_desservis", "Locaux mal desservis",
         "Locaux sans bon accès à internet, selon la définition choisie (voir les paramètres)."),
    ),
    *of(COMPUTED, "percent",
        ("part_mal_desservie_pct", "Part mal desservie",
         "Locaux mal desservis pour cent locaux."),
    ),
    *of(COMPUTED, "minutes",
        ("minutes_conseiller", "Minutes vers un conseiller",
         "Temps de trajet vers le conseiller le plus proche (voir le moteur)."),
    ),
    *of("advisors", "text",
        ("conseiller_le_plus_proche", "Conseiller le plus proche",
         "Structure d'accueil du conseiller le plus proche."),
    ),
    *of(COMPUTED, "minutes",
        ("minutes_deuxieme_conseiller", "Minutes vers le deuxième",
         "Temps de trajet vers le deuxième lieu le plus proche."),
    ),
    *of("advisors", "text",
        ("deuxieme_conseiller", "Deuxième conseiller",
         "Structure d'accueil du deuxième lieu le plus proche."),
    ),
    *of(COMPUTED, "text",
        ("mal_desservie", "Mal desservie",
         "« oui » si la part mal desservie atteint le seuil ; vide si une donnée manque."),
        ("conseiller_eloigne", "Conseiller éloigné",
         "« oui » si les minutes dépassent le seuil ; vide si une donnée manque."),
        ("signalee", "Signalée",
         "« oui » si la commune est mal desservie et le conseiller éloigné ; vide si une donnée "
         "manque."),
        ("situation", "Situation", "Les deux réponses en une phrase."),
    ),
    *of(COMPUTED, "percent",
        ("part_scenarios_signalee_pct", "Scénarios où elle est signalée",
         "Pour cent scénarios où seuils, trajets, définition et positions varient ensemble."),
    ),
    *of(COMPUTED, "count",
        ("rang_bas", "Rang, de",
         "Dans 90 % des scénarios, le rang (1 : la plus en difficulté) est entre ce nombre et le "
         "suivant."),
        ("rang_haut", "Rang, à", "Voir « Rang, de »."),
    ),
    *of(COPPER, "text",
        ("etat_cuivre", "État du cuivre",
         "Si le réseau de cuivre est déjà fermé, si sa fermeture a une date, ou non ; vide si la "
         "liste n'en dit rien."),
    ),
    *of(COPPER, "date",
        ("fermeture_cuivre", "Fermeture du cuivre",
         "Date de fermeture technique dans la liste ; vide si elle n'est pas fixée. Elle peut être "
         "à venir là où la liste dit le réseau déjà fermé : voir « État du cuivre »."),
    ),
    *of(COPPER, "year",
        ("annee_fermeture_cuivre", "Année de fermeture",
         "Année de cette date ; sans date fixée, celle où la liste annonce la fermeture au plus "
         "tard."),
    ),
    *of(COMPUTED, "text",
        ("depend_des_departements_voisins", "Dépend des départements voisins",
         "« oui » si un conseiller inconnu, de l'autre côté de la limite, pourrait être plus "
         "proche."),
    ),
    *of("communes", "text",
        ("point_de_depart", "Point de départ", "D'où partent les trajets de la commune."),
    ),
    *of(COMPUTED, "text",
        ("moteur_minutes", "Moteur des minutes", "Ce qui a mesuré les minutes."),
        ("editions", "Éditions", "Éditions des données d'entrée."),
        ("empreinte_parametres", "Empreinte des paramètres",
         "Douze caractères qui changent avec tout paramètre."),
    ),
)  # fmt: skip

# The same in every row: tables that carry their provenance otherwise leave them out.
PROVENANCE = ("moteur_minutes", "editions", "empreinte_parametres")

EPCI_COLUMNS = (
    Column(name="code_epci", label="Code", meaning="Numéro Siren.", origin="communes"),
    Column(name="intercommunalite", label="Intercommunalité", meaning="Nom.", origin="communes"),
    *of(COMPUTED, "count",
        ("communes", "Communes", "Communes du département dans l'intercommunalité."),
        ("habitants", "Habitants", "Population municipale de ces communes."),
        ("locaux", "Locaux", "Logements et locaux professionnels."),
        ("locaux_mal_desservis", "Locaux mal desservis", "Locaux sans bon accès à internet."),
    ),
    *of(COMPUTED, "percent",
        ("part_mal_desservie_pct", "Part mal desservie",
         "Locaux mal desservis pour cent locaux."),
    ),
    *of(COMPUTED, "minutes",
        ("minutes_moyennes", "Minutes en moyenne",
         "Temps moyen vers le conseiller le plus proche, pondéré par les habitants."),
        ("minutes_maximales", "Minutes au plus", "Temps de la commune la plus éloignée."),
    ),
    *of(COMPUTED, "count",
        ("communes_eloignees", "Communes éloignées", "Communes au-delà du seuil de minutes."),
        ("habitants_eloignes", "Habitants éloignés", "Habitants de ces communes."),
        ("communes_signalees", "Communes signalées", "Mal desservies et loin d'un conseiller."),
        ("habitants_signales", "Habitants signalés", "Habitants des communes signalées."),
        ("locaux_signales", "Locaux signalés",
         "Locaux mal desservis des communes signalées."),
        ("communes_sans_donnee", "Communes sans donnée", "Communes où une donnée manque."),
    ),
    Column(name="postes", label="Postes", meaning="Postes dont la structure d'accueil est dans "
           "l'intercommunalité.", kind="count", origin="advisors"),
)  # fmt: skip

HOST_COLUMNS = (
    *of("advisors", "text",
        ("structure", "Structure d'accueil", "Nom de la structure."),
        ("code_insee", "Code Insee", "Commune de la structure."),
    ),
    *of("communes", "text",
        ("commune", "Commune", "Nom de la commune ; vide hors du département."),
        ("intercommunalite", "Intercommunalité", "Nom de l'intercommunalité."),
    ),
    *of("advisors", "count", ("postes", "Postes", "Postes de conseiller à ce lieu.")),
    *of("advisors", "text",
        ("presence", "Présence", "Postes, ou jours par semaine d'un poste itinérant."),
        ("position", "Position", "Position connue, ou mairie de la commune par défaut."),
    ),
    *of(COMPUTED, "count",
        ("communes_desservies", "Communes dont c'est le plus proche",
         "Communes dont ce lieu est le plus proche."),
        ("habitants_desservis", "Habitants dont c'est le plus proche",
         "Habitants de ces communes."),
    ),
)  # fmt: skip
