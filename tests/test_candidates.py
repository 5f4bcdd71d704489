"""Who may receive a post, at what price, and which sites return in all scenarios."""

import pandas as pd
import pytest

from jura_coverage.errors import ParameterError, UnknownCommuneError
from jura_coverage.posts import tariffs
from jura_coverage.posts.solver import candidates

CODES = pd.Index([f"39{number:03d}" for number in range(1, 6)], name="insee")


def test_the_tariffs_of_the_programme() -> None:
    hosts = pd.Series(["public", "private"], index=["a", "b"])
    assert tariffs.post_euros(hosts).to_dict() == {"a": 50_000, "b": 32_000}
    assert tariffs.post_euros(hosts, renewal=True).to_dict() == {"a": 42_500, "b": 44_000}
    # A year at 50,000 € for 24 months and at 32,000 € for 18.
    year = tariffs.post_euros(hosts, months=12)
    assert year.tolist() == pytest.approx([25_000, 32_000 * 12 / 18])
    with pytest.raises(ParameterError, match="« mixte »"):
        tariffs.post_euros(pd.Series(["public", "mixte"]))


def test_candidates_by_residents_and_by_list() -> None:
    residents = pd.Series([100, 500, None, 499, 900], index=CODES, dtype="Int64")
    assert candidates.populous(residents, least=500).tolist() == [False, True, False, False, True]
    assert candidates.listed(CODES, ["39002"]).tolist() == [False, True, False, False, False]
    with pytest.raises(UnknownCommuneError, match=r"1.code hors du territoire .75056."):
        candidates.listed(CODES, ["39001", "75056"])


def test_the_largest_commune_stands_for_its_epci() -> None:
    residents = pd.Series([100.0, 500, 0, 499, 900], index=CODES)
    epci = pd.Series(["x", "x", "y", None, "y"], index=CODES)
    assert candidates.largest_of_epci(residents, epci).tolist() == [
        False, True, False, False, True,
    ]  # fmt: skip
    # Of an EPCI whose populations are unknown no commune is the largest.
    some = pd.Series([None, 500, None, 499, None], index=CODES, dtype="Int64")
    assert candidates.largest_of_epci(some, epci).tolist() == [False, True, False, False, False]


def test_communes_without_epci_share_a_room_of_their_own() -> None:
    epci = pd.Series(["x", "x", "y", None, "y"], index=CODES)
    group, room = candidates.room_by_epci(epci, most=2)
    assert group.tolist() == [0, 0, 1, 2, 1]
    assert room.tolist() == [2, 2, 2]
