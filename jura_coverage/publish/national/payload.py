"""What the scripts of the national page need to know, as plain values."""

import base64
import zlib

import numpy as np
import pandas as pd

from jura_coverage import columns, french, words
from jura_coverage.geography import departements
from jura_coverage.measures import flags, needs
from jura_coverage.publish import text, themes
from jura_coverage.publish.html.site import MAP
from jura_coverage.publish.map.numbers import shortened, whole_values
from jura_coverage.publish.map.shown import (
    postcodes,
    shown_column,
    shown_signs,
    shown_themes,
    without_boundary,
)
from jura_coverage.publish.national import shape
from jura_coverage.publish.national.geometry import EUROPE, frames
from jura_coverage.publish.tables import communes as table
from jura_coverage.study.nation import Nation

LEVEL = 9  # of deflate, the smallest


def payload(nation: Nation) -> shape.Payload:
    """Give everything that the page draws; missing values are None.

    Parameters
    ----------
    nation
        What was found of many départements.
    """
    communes = nation.communes
    codes = list(dict.fromkeys(communes["departement"]))
    said = table.worded(communes)
    return {
        "frames": _frames(nation),
        "departements": [
            {"code": code, "name": departements.name(code), "page": page(nation, code)}
            for code in codes
        ],
        "communes": _communes(communes, codes),
        "postcodes": postcodes(communes["postcodes"]),
        "card": [shown_column(each, said, shown=True) for each in table.known(columns.CARD, said)],
        "signs": shown_signs(),
        "secret": words.INCOME_STATES[needs.SECRET],
        "situations": [words.SITUATION_NAMES[name] for name in flags.SITUATIONS],
        "lacking": words.LACKING[nation.parameters.policy.definition],
        "of_whole_city": words.OF_WHOLE_CITY,
        "not_drawn": french.typeset(words.NOT_DRAWN),
        **shown_themes(
            themes.themes(nation), in_part=np.flatnonzero(communes["residents_in_part"]).tolist()
        ),
    }


def page(nation: Nation, departement: str) -> str:
    """Give the address of the map of a département; empty where nothing was found of it."""
    return "" if departement in nation.failed else f"{departement}/{MAP}"


def packed(data: shape.Payload) -> str:
    """Write the payload as JSON, deflated, in base64: text that a page can hold."""
    written = text.json_text(data, separators=(",", ":")).encode()
    return base64.b64encode(zlib.compress(written, LEVEL)).decode()


def _frames(nation: Nation) -> list[shape.Frame]:
    """Give the parts of the map in the order of the communes, which stand together in each."""
    of = nation.communes["departement"]
    first = of.reset_index(drop=True).drop_duplicates()
    overseas = dict(zip(first, first.index, strict=True))
    return [
        {
            "name": "" if each == EUROPE else departements.name(each),
            "first": 0 if each == EUROPE else int(overseas[each]),
            "topology": topology,
        }
        for each, topology in frames(nation.communes.geometry, of).items()
    ]


def _communes(communes: pd.DataFrame, codes: list[str]) -> shape.Communes:
    minutes, share = columns.MINUTES.decimals, columns.SHARE
    without = communes["share_without"]
    of_city = np.flatnonzero(communes["premises"].isna() & without.notna()).tolist()
    return {
        "insee": communes.index.tolist(),
        "name": communes["name"].tolist(),
        "departement": communes["departement"].map(codes.index).tolist(),
        "residents": whole_values(communes["residents"]),
        "residents_in_part": np.flatnonzero(communes["residents_in_part"]).tolist(),
        "without_boundary": without_boundary(communes.geometry),
        "of_city": [(each, float(without.iloc[each]), 1) for each in of_city],
        "premises": whole_values(communes["premises"]),
        "premises_without": whole_values(communes["premises_without"]),
        "minutes": shortened(communes["minutes"], decimals=minutes),
        "situation": communes["situation"].map(flags.SITUATIONS.index).tolist(),
        "share_65_plus": shortened(
            communes["share_65_plus"], factor=share.factor, decimals=share.decimals
        ),
        "median_income": whole_values(communes["median_income"]),
        "income_secret": np.flatnonzero(communes["income_status"] == needs.SECRET).tolist(),
        "minutes_france_services": shortened(communes["minutes_france_services"], decimals=minutes),
    }
