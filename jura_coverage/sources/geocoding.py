"""Positions of hosts from their addresses, by the national service, on request only."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from jura_coverage import french, geography
from jura_coverage.errors import DataError, DownloadError
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import checks
from jura_coverage.sources.download import BACK_OFF_S, Downloader
from jura_coverage.sources.geocoded import read_geocoded

URL = "https://data.geopf.fr/geocodage/search/csv"
LEAST_SCORE = 0.8  # the service says "ok" of poor matches too


def geocoder(
    *, url: str = URL, loopback_http: bool = False, back_off_s: float = BACK_OFF_S
) -> Callable[[pd.DataFrame], tuple[pd.DataFrame, list[Remark]]]:
    """Make what finds the positions of hosts that have an address and no position.

    Nothing but the structure's address, postcode and commune code is sent: no name.

    Parameters
    ----------
    url
        Address of the service.
    loopback_http, back_off_s
        As in :func:`jura_coverage.sources.fetch.fetch`.

    Returns
    -------
    callable
        From advisors to advisors with more positions, and what to say of it. If the service
        fails, nothing is lost: the hosts stay at their commune's origin.
    """

    def locate(advisors: pd.DataFrame) -> tuple[pd.DataFrame, list[Remark]]:
        if "address" not in advisors:
            return advisors, []
        missing = advisors["latitude"].isna() & (advisors["address"] != "")
        asked = advisors[missing & (advisors["insee"] != "")]
        if asked.empty:
            return advisors, []
        try:
            found = _answer(asked, url, loopback_http=loopback_http, back_off_s=back_off_s)
        except (DownloadError, DataError) as error:
            text = "Le service de géocodage n'a pas répondu comme attendu ; structures à la mairie"
            return advisors, [Remark(kind="warning", text=text, concerns=_reasons(error))]
        good = _good(found, asked)
        located = advisors.copy()
        located.loc[good.index, ["latitude", "longitude"]] = good[["latitude", "longitude"]]
        poor = asked.drop(good.index)["host"]
        return located, [
            *remarks(
                "position",
                f"{french.count(len(good), 'structure située', 'structures situées')} d'après "
                "l'adresse (géocodage national)",
                asked.loc[good.index, "host"],
            ),
            *remarks(
                "position",
                "Adresses que le géocodage national ne situe pas avec certitude dans la commune",
                poor,
            ),
        ]

    return locate


def _answer(
    asked: pd.DataFrame, url: str, *, loopback_http: bool, back_off_s: float
) -> pd.DataFrame:
    """Send the addresses and read what comes back, a row a line of `asked`."""
    table = pd.DataFrame(
        {
            "line": asked.index,
            "address": asked["address"],
            "postcode": asked["postcode"],
            "insee": asked["insee"],
        }
    )
    content = table.to_csv(index=False).encode()
    upload = {
        "files": {"data": ("adresses.csv", content, "text/csv")},
        "data": {"columns": "address", "citycode": "insee", "postcode": "postcode"},
    }
    loader = Downloader(
        name="géocodage", upload=upload, loopback_http=loopback_http, back_off_s=back_off_s
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "geocodage.csv"
        loader(url, path)
        return read_geocoded(path)


def _reasons(error: DownloadError | DataError) -> tuple[str, ...]:
    """Say what went wrong, without the temporary file that held the answer."""
    return tuple(map(str, error.faults)) if isinstance(error, DataError) else (str(error),)


def _good(found: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Keep the answers that are sure, in the right commune and in France."""
    known = found[found.index.isin(asked.index) & ~found.index.duplicated()]
    insee = asked.loc[known.index, "insee"]
    # An arrondissement is a commune of its own or a part of one.
    right = (known["citycode"] == insee) | (known["citycode"].map(geography.whole_commune) == insee)
    possible = checks.in_france(known["latitude"], known["longitude"], insee=insee)
    sure = (known["score"] >= LEAST_SCORE) & (known["status"] == "ok")
    good: pd.DataFrame = known[sure & right & possible]
    return good
