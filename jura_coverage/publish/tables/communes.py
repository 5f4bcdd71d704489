"""The table of communes, with French headings."""

from typing import TYPE_CHECKING

import pandas as pd

from jura_coverage import words
from jura_coverage.measures import flags, internet
from jura_coverage.study import Result

if TYPE_CHECKING:  # scenarios load more than a run of today needs
    from jura_coverage.measures.certainty import Robustness


COPPER_STATES = {
    internet.CLOSED: "déjà fermé, selon la liste officielle",
    internet.PLANNED: "date fixée",
    internet.UNPLANNED: "date non fixée",
}


def commune_table(result: Result, *, certainty: "Robustness | None" = None) -> pd.DataFrame:
    """Give a row a commune with French headings; an empty cell is a missing value.

    Parameters
    ----------
    result
        A run.
    certainty
        Adds in which share of the scenarios each commune is flagged, and its rank.
    """
    communes, places = result.communes, result.territory.places
    lacking = communes["premises"] - communes["premises_covered"]
    hosts = places["host"]
    return pd.DataFrame(
        {
            "code_insee": communes.index,
            "commune": communes["name"],
            "code_epci": communes["epci"],
            "intercommunalite": communes["epci_name"],
            "habitants": communes["residents"],
            "locaux": communes["premises"],
            "locaux_filaires": communes["premises_wired"],
            **{
                f"locaux_{column}": communes[technology]
                for technology, column in (
                    ("ftth", "fibre"),
                    ("coax", "cable"),
                    ("copper", "cuivre"),
                    ("thd_radio", "radio_thd"),
                    ("copper_slow", "cuivre_lent"),
                    ("fixed_4g", "4g_fixe"),
                    ("hd_radio", "radio_hd"),
                    ("satellite", "satellite"),
                )
            },
            "locaux_mal_desservis": lacking,
            "part_mal_desservie_pct": (100 * communes["share_without"]).round(3),
            "minutes_conseiller": communes["minutes"].round(2),
            "conseiller_le_plus_proche": communes["place"].map(hosts),
            "minutes_deuxieme_conseiller": communes["minutes_second"].round(2),
            "deuxieme_conseiller": communes["place_second"].map(hosts),
            "mal_desservie": communes["poor"].map(_yes_no),
            "conseiller_eloigne": communes["far"].map(_yes_no),
            "signalee": communes["situation"].map(
                lambda value: "" if value == flags.NO_DATA else _yes_no(value == flags.POOR_AND_FAR)
            ),
            "situation": communes["situation"].map(words.SITUATION_NAMES),
            **({} if certainty is None else _certainty_columns(certainty)),
            "etat_cuivre": _copper_states(communes),
            "fermeture_cuivre": communes["copper_closure_date"],
            "annee_fermeture_cuivre": communes["copper_closure_year"],
            "depend_des_departements_voisins": communes["border_matters"].map(_yes_no),
            "point_de_depart": communes["origin_source"].map(words.ORIGIN_NAMES),
            **provenance_columns(result),
        }
    )


def provenance_columns(result: Result) -> dict[str, str]:
    """Give what tables without a place for their provenance say in every row."""
    editions = words.editions(result.sources)
    return {
        "moteur_minutes": result.engine,
        "editions": " ; ".join(f"{name} {edition}" for name, edition in editions),
        "empreinte_parametres": result.parameters.fingerprint(),
    }


def _certainty_columns(certainty: "Robustness") -> dict[str, pd.Series]:
    found = certainty.communes
    ranks = found[["rank_low", "rank_high"]].round().astype("Int64")
    return {
        "part_scenarios_signalee_pct": (100 * found["flagged_share"]).round(1),
        "rang_bas": ranks["rank_low"],
        "rang_haut": ranks["rank_high"],
    }


def _copper_states(communes: pd.DataFrame) -> pd.Series:
    """Say what the list says: it dates closed networks too, and gives a year without a date."""
    states = communes["copper_status"].map(COPPER_STATES).fillna("")
    year = communes["copper_closure_year"].astype("string")
    bounded = (communes["copper_status"] == internet.UNPLANNED).fillna(False) & year.notna()
    return states.mask(bounded, states + " (" + year.fillna("") + " au plus tard)")


def _yes_no(value: object) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    return "oui" if value else "non"
