"""The tables that a user may write: their headings, what to write there, and a row for example."""

import json
from dataclasses import dataclass

from jura_coverage.columns.communes import (
    BEST,
    BROADBAND,
    COPPER_STATUS,
    EPCI_CODE,
    EPCI_NAME,
    INSEE,
    MEDIAN_INCOME,
    NAME,
    RESIDENTS,
    SHARE_65_PLUS,
    WEIGHT,
)
from jura_coverage.columns.minutes import TABLE_OF_MINUTES
from jura_coverage.columns.posts import HOST, LATITUDE, LONGITUDE

POSTS_MEANING = "Nombre de postes qui travaillent là, ou part d'un poste comme 0.5."
A_NAME = "Nom de la commune ; facultatif, pour retrouver un code qui n'existe plus."


@dataclass(frozen=True, kw_only=True)
class OwnTable:
    """A table of our own format.

    Parameters
    ----------
    title, option
        French: what it holds; and the option of the command that takes it.
    cells
        A heading, what to write below it (French), and an example, for each column.
    required
        Headings that a table cannot do without; the others may be absent.
    beside
        What must stand in the file beside it, of the same name and ``.toml``; empty if none must.
    ring
        Longitude and latitude of the corners of a shape for example, the last of them the first,
        where each row is drawn: the table is GeoJSON then, and comma-separated text else.
    """

    title: str
    option: str
    cells: tuple[tuple[str, str, str], ...]
    required: frozenset[str]
    beside: str = ""
    ring: tuple[tuple[float, float], ...] = ()

    @property
    def suffix(self) -> str:
        """How the name of a file ends that holds it."""
        return ".geojson" if self.ring else ".csv"

    @property
    def text(self) -> str:
        """Its headings and a row for example."""
        headings, _, examples = zip(*self.cells, strict=True)
        if self.ring:
            return _drawn(dict(zip(headings, examples, strict=True)), self.ring)
        return f"{','.join(headings)}\n{','.join(examples)}\n"


def _drawn(cells: dict[str, str], ring: tuple[tuple[float, float], ...]) -> str:
    """Write a row with its shape as GeoJSON, numbers as such."""
    told = {name: float(cell) if name in DEGREES and cell else cell for name, cell in cells.items()}
    told |= {"residents": int(cells["residents"])}
    geometry = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": told, "geometry": geometry}
    collection = {"type": "FeatureCollection", "features": [feature]}
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


DEGREES = ("origin_lon", "origin_lat")
_INSEE = ("code_insee", INSEE.meaning, "39300")
_MEANT = {column.name: column.meaning for column in (*BROADBAND, *TABLE_OF_MINUTES)}

OWN_TABLES = {
    "communes": OwnTable(
        title="Les communes et leurs limites : un polygone par commune, en GeoJSON, GeoPackage ou "
        "shapefile",
        option="--communes",
        cells=(
            ("insee", INSEE.meaning, "39300"),
            ("name", NAME.meaning, "Lons-le-Saunier"),
            ("epci", EPCI_CODE.meaning, "200071116"),
            ("epci_name", EPCI_NAME.meaning, "Exemple de communauté"),
            ("residents", f"{RESIDENTS.meaning[:-1]} ; vide : inconnue.", "1000"),
            ("postcodes", "Codes postaux, séparés par des espaces.", "39000"),
            ("origin_lon", "Longitude de la mairie, en degrés ; vide : un point central.", "5.555"),
            ("origin_lat", "Latitude de la mairie, en degrés ; vide : un point central.", "46.675"),
            ("origin_source", "town_hall : le point est celui de la mairie.", "town_hall"),
        ),
        required=frozenset({"insee", "name", "epci", "epci_name", "residents"}),
        ring=((5.55, 46.67), (5.56, 46.67), (5.56, 46.68), (5.55, 46.68), (5.55, 46.67)),
    ),
    "advisors": OwnTable(
        title="Les conseillers, ou les lieux d'un autre service : une ligne par lieu",
        option="--advisors",
        cells=(
            ("host", HOST.meaning, "Exemple de médiathèque"),
            ("code_insee", f"{INSEE.meaning[:-1]} ; vide si la position est donnée.", "39300"),
            ("posts", POSTS_MEANING, "1"),
            ("latitude", f"{LATITUDE.meaning[:-1]} ; vide : mairie de la commune.", ""),
            ("longitude", f"{LONGITUDE.meaning[:-1]} ; vide : mairie de la commune.", ""),
            ("commune", A_NAME, "Lons-le-Saunier"),
            ("legal_status", "public ou private : décide du tarif.", "public"),
            ("fte", "Postes de la ligne, en équivalents temps plein ; vide : plein.", "0.8"),
            ("state", "occupied, vacant ou returned ; vide : occupé.", "occupied"),
            ("convention_start", "Début de la convention, comme 2023-03-01.", "2023-03-01"),
            ("convention_end", "Fin de la convention, comme 2026-02-28.", "2026-02-28"),
            ("convention", "initiale ou renouvellement.", "renouvellement"),
            ("convention_euros", "Euros convenus pour tous les postes de la ligne.", "42500"),
            ("itinerant", "yes ou no : si le poste est itinérant ; vide : non.", "yes"),
            ("open_to_public", "yes ou no : si le public y est reçu ; vide : oui.", "yes"),
            ("stops", "Arrêts d'un poste itinérant : codes Insee et jours par semaine.",
             "39397:1 | 39016:2"),
            ("siret", "14 chiffres : les lieux d'un même numéro sont d'une seule structure.", ""),
            ("opening_hours", "Horaires, comme OpenStreetMap les écrit.",
             '"Mo-Fr 09:00-12:00,13:30-17:00"'),
            ("inferred", "Ce qui est déduit et non lu : host, place ou posts, séparés par |.", ""),
        ),
        required=frozenset({"host", "code_insee", "posts"}),
    ),
    "broadband": OwnTable(
        title="Le débit : une ligne par commune", option="--broadband",
        cells=(
            _INSEE,
            ("premises", _MEANT["premises"], "100"),
            ("best_ftth", _MEANT["ftth"], "80"),
            ("best_coax", _MEANT["coax"], "0"),
            ("best_copper", f"{BEST} le cuivre (ADSL, VDSL), quel que soit son débit.", "15"),
            ("best_thd_radio", _MEANT["thd_radio"], "0"),
            ("best_fixed_4g", _MEANT["fixed_4g"], "4"),
            ("best_hd_radio", _MEANT["hd_radio"], "0"),
            ("best_satellite", _MEANT["satellite"], "1"),
            ("copper_status",
             f"État du cuivre, l'un de {', '.join(COPPER_STATUS.codes)} ; vide : inconnu.",
             "planned"),
            ("copper_closure_date", "Fermeture du cuivre, comme 2029-01-31 ; vide : sans date.",
             "2029-01-31"),
            ("copper_closure_year_anct", _MEANT["copper_closure_year"], "2029"),
        ),
        required=frozenset({
            "code_insee", "premises", "best_ftth", "best_coax", "best_copper", "best_thd_radio",
            "best_fixed_4g", "best_hd_radio", "best_satellite",
        }),
    ),
    "needs": OwnTable(
        title="Les besoins : une ligne par commune", option="--needs",
        cells=(
            _INSEE,
            ("residents", f"{RESIDENTS.meaning[:-1]}, pour la moyenne de communes qui fusionnent.",
             "1000"),
            ("share_65_plus", f"{SHARE_65_PLUS.heading} : part des habitants, de 0 à 1.", "0.25"),
            ("median_income", f"{MEDIAN_INCOME.meaning[:-1]} ; s : secret statistique.", "23500"),
        ),
        required=frozenset({"code_insee", "residents", "share_65_plus", "median_income"}),
    ),
    "weights": OwnTable(
        title="Des poids : une ligne par commune", option="--weights",
        cells=(_INSEE, ("weight", f"{WEIGHT.meaning[:-1]} ; vide : inconnu.", "1.5")),
        required=frozenset({"code_insee", "weight"}),
    ),
    "candidates": OwnTable(
        title="Les communes où un poste peut venir : une ligne par commune", option="--candidates",
        cells=(
            (*_INSEE[:1], "Code officiel de la commune ; toujours du texte. À défaut de cette "
             "colonne, `commune` : son nom.", *_INSEE[2:]),
            ("legal_status", "Employeur, public ou private ; vide : celui de --host-type.",
             "public"),
        ),
        required=frozenset({"code_insee"}),
    ),
    "minutes": OwnTable(
        title="Des minutes : une ligne par trajet", option="--minutes",
        cells=tuple(
            (column.field, column.meaning, example)
            for column, example in zip(
                TABLE_OF_MINUTES, ("39300", "39198", "48.5", "54.2", "120", "0"), strict=True
            )
        ),
        required=frozenset({"origin", "place", "minutes"}),
        beside='engine = "Exemple de calculateur"\nnetwork_date = 2026-11-01\n'
        'convention = "en voiture, de mairie à mairie"\n',
    ),
}  # fmt: skip
