"""ARCEP's files of buildings: streamed into one row a building, and refused in clear French."""

import builtins
import gzip
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from jura_coverage import sources
from jura_coverage.errors import DataError, MissingExtraError
from jura_coverage.measures.internet import TECHNOLOGIES
from jura_coverage.remarks import Remark
from jura_coverage.sources.buildings import NOTHING, technologies
from scripts import build_buildings, build_example
from tests.command import typed

pytest.importorskip("duckdb", reason="the extra buildings is not installed")

BASE = "imb_id;imb_x;imb_y;imb_code;imb_code_insee;imb_nbr_logloc;imb_source"
OFFERS = (
    "imb_id;addr_code;imb_code;code_operateur;code_techno;classe_debit_montant;"
    "classe_debit_descendant;limitation;saturation"
)
# Of Lons-le-Saunier, in Web Mercator.
X, Y = 618_200.0, 5_885_100.0


def building(number: object, *, insee: str = "39300", premises: object = 1, x: object = X) -> str:
    return f"{number};{x};{Y};IMB/{number};{insee};{premises};fo"


def offer(number: object, code: str = "FO", speed: str = "THD1G") -> str:
    return f"{number};;IMB/{number};FRTE;{code};THD100;{speed};;f"


def written(
    folder: Path, base: list[str], offers: list[str], *, packed: bool = True
) -> tuple[Path, Path]:
    """Write both files under names that tell nothing."""
    paths = folder / "un.csv.gz", folder / "deux.csv.gz"
    for path, lines in zip(paths, ([BASE, *base], [OFFERS, *offers]), strict=True):
        text = "".join(f"{line}\n" for line in lines).encode()
        path.write_bytes(gzip.compress(text, mtime=0) if packed else text)
    return paths


def read(
    folder: Path, base: list[str], offers: list[str], **options: Any
) -> tuple[pd.DataFrame, dict[str, list[Remark]]]:
    reading = sources.read_buildings(written(folder, base, offers, **options), departement="39")
    said: dict[str, list[Remark]] = {}
    for remark in reading.remarks:
        said.setdefault(remark.kind, []).append(remark)
    return reading.table, said


def refused(folder: Path, base: list[str], offers: list[str]) -> list[str]:
    with pytest.raises(DataError) as error:
        read(folder, base, offers)
    return [typed(f"{Path(fault.file).name} : {fault}") for fault in error.value.faults]


@pytest.mark.parametrize("packed", [True, False])
def test_a_building_has_the_best_of_its_offers(tmp_path: Path, *, packed: bool) -> None:
    """In the order of ARCEP's table by commune, from 8 Mbit/s on, copper apart below 30."""
    offers = {
        1: [("SAT", "THD100"), ("4GF", "THD30"), ("FO", "THD1G")],
        2: [("SAT", "THD100"), ("4GF", "THD30")],
        3: [("4GF", "THD30"), ("CU", "BHD8")],  # copper is before 4G in the table
        4: [("CU", "HD3"), ("SAT", "THD100")],
        5: [("CU", "THD30"), ("COAX", "THD100")],
        6: [("THDR", "THD30"), ("CU", "BHD8")],
        7: [("THDR", "BHD8")],
        8: [("CU", "INEL"), ("HDR", "HD05")],
    }
    found = [
        "ftth", "fixed_4g", "copper_slow", "satellite", "coax", "thd_radio", "hd_radio", NOTHING,
    ]  # fmt: skip
    table, said = read(
        tmp_path,
        [building(number, premises=number) for number in reversed(offers)],
        [offer(number, *each) for number, several in offers.items() for each in several],
        packed=packed,
    )
    assert table["technology"].tolist() == found
    assert table["premises"].tolist() == [*offers]
    assert set(table["insee"]) == {"39300"}
    assert not said


def test_text_is_read_as_windows_and_old_tools_write_it(tmp_path: Path) -> None:
    """A mark at the beginning, other ends of lines, quotes, and accents of another encoding."""
    base = [f"{BASE};nom", f'{building(1)};"la ""roche ; haute"', f"{building(2)};présilly", ""]
    offers = [OFFERS, offer(1), "", offer(2)]
    paths = tmp_path / "a", tmp_path / "b"
    paths[0].write_bytes("\r\n".join(base).encode("latin-1"))
    paths[1].write_bytes(b"\xef\xbb\xbf" + "\n".join(offers).encode())
    table = sources.read_buildings(paths, departement="39").table
    assert table["technology"].tolist() == ["ftth", "ftth"]


def test_every_pair_of_codes_is_worth_something() -> None:
    ranks = technologies.ranks()
    assert len(ranks) == len(technologies.CODES) * len(technologies.SPEEDS)
    worth = {rank for _, _, rank in ranks}
    assert worth == set(range(len(TECHNOLOGIES) + 1))


def test_positions_are_in_the_working_projection(tmp_path: Path) -> None:
    table, _ = read(tmp_path, [building(1)], [offer(1)])
    there = gpd.GeoSeries.from_xy([X], [Y], crs=3857).to_crs(2154)
    assert table[["x_m", "y_m"]].to_numpy().tolist() == [
        [pytest.approx(there.x[0]), pytest.approx(there.y[0])]
    ]


def test_the_samples_of_arcep_are_read(tmp_path: Path) -> None:
    """Three rows as they were published, and offers for one of them."""
    base = [
        "imb_id;imb_x;imb_y;imb_code;imb_code_insee;imb_nbr_logloc;imb_source;imb_type;addr_code;"
        "imb_num;addr_numero;addr_rep;addr_nom_voie;addr_nom_ld;addr_code_insee;addr_nom_commune;"
        "addr_id_fantoir;addr_source",
        "23964869;385338.4039173354;5569824.031017017;IMB/48127/X/00M2;48127;1;fo;PA;"
        "IMB/48127/X/00M2;0A756;5081;;bertrezes;;48127;Monts-de-Randon;;fo",
    ]
    paths = tmp_path / "base_imb_48.csv", tmp_path / "actuel_48.csv"
    for path, lines in zip(paths, (base, [OFFERS, offer(23964869, "4GF", "THD30")]), strict=True):
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    table = sources.read_buildings(paths, departement="48").table
    assert table[["insee", "premises", "technology"]].to_numpy().tolist() == [
        ["48127", 1, "fixed_4g"]
    ]
    assert [sources.role_of(path) for path in paths] == ["buildings", "buildings"]


def test_what_is_invented_agrees_with_the_commune_table(tmp_path: Path) -> None:
    """Each square has 100 premises, ten of which lack a wire in the two southern rows."""
    build_buildings.main(tmp_path)
    paths = [tmp_path / name for name in (build_buildings.BASE, build_buildings.OFFERS)]
    reading = sources.read_buildings(paths, departement="00")
    counts = reading.table.groupby(["insee", "technology"], observed=True)["premises"].sum()
    for code, _, row in build_example.squares():
        lacking = 10 if row in (4, 5) else 0
        expected = {"ftth": 100 - lacking} | ({"fixed_4g": lacking} if lacking else {})
        assert counts[code].to_dict() == expected
    assert "INVENTÉ" in reading.publication.title
    before = [path.read_bytes() for path in paths]
    build_buildings.main(tmp_path)
    assert before == [path.read_bytes() for path in paths]


def test_rows_that_cannot_be_used_are_set_aside_and_said(tmp_path: Path) -> None:
    table, said = read(
        tmp_path,
        [
            building(1),
            building("x"),
            building(2, insee="LONS"),
            building(3, premises=0),
            building(4, premises=""),
            building(5, x=0.5e9),
            building(6, insee="01004"),
            building(7), building(7, premises=3),
        ],
        [*map(offer, (1, 5, 7)), offer(99)],
    )  # fmt: skip
    assert table["premises"].tolist() == [1, 1, 1]
    assert table["x_m"].isna().tolist() == [False, True, False]
    aside = [typed(remark.sentence()) for remark in said["set_aside"]]
    assert aside == [
        "1 ligne sans numéro d'immeuble, laissées de côté : un.csv.gz.",
        "1 ligne sans code de commune, laissées de côté : un.csv.gz (immeubles 2).",
        "2 lignes sans aucun local, ou sans nombre de locaux qui puisse être, laissées de côté : "
        "un.csv.gz (immeubles 3, 4).",
        "1 immeuble du fichier des offres absents de ceux qui sont retenus, laissés de côté : "
        "deux.csv.gz.",
    ]
    assert "1 ligne d'immeubles déjà donnés" in typed(said["duplicate"][0].text)
    assert typed(said["position"][0].text) == "1 immeuble sans position qui soit en France"


def test_no_offer_is_no_access_but_for_a_commune_without_any(tmp_path: Path) -> None:
    """ARCEP counts such a premise in "nbr" and in no technology; a whole commune is a gap."""
    table, said = read(
        tmp_path,
        [building(1), building(2, premises=4), building(3, insee="39198")],
        [offer(1)],
    )
    assert table["technology"].astype(object).where(table["technology"].notna(), None).tolist() == [
        "ftth", NOTHING, None,
    ]  # fmt: skip
    assert "1 immeuble (4 locaux) sans aucune offre" in typed(said["assumed"][0].text)
    assert said["missing"][0].concerns == ("39198",)


UNKNOWN = "une technologie parmi FO, COAX, CU, THDR, 4GF, HDR, SAT et un débit parmi INEL"


@pytest.mark.parametrize(
    ("base", "offers", "said"),
    [
        ([building(1)], [offer(1), offer(1, "5GF")],
         ("deux.csv.gz : immeuble 1", "technologie « 5GF », débit « THD1G »", UNKNOWN)),
        ([building(1)], [offer(1, "FO", "")],
         ("technologie « FO », débit une cellule vide", UNKNOWN)),
        ([building(1)], [offer(1, "", "")],
         ("technologie une cellule vide, débit une cellule vide", UNKNOWN)),
        ([building(1, insee="71001")], [offer(1)],
         ("un.csv.gz", "aucun immeuble du département 39 (communes : « 71001 » …)",
          "--departement")),
        ([], [offer(1)], ("aucun immeuble du département 39 : aucune ligne",)),
        ([building(1)], [offer(2)],
         ("deux.csv.gz", "aucune offre pour un immeuble de un.csv.gz", "du même trimestre")),
        ([building(1), building(2) + ";x"], [offer(1)],
         ("un.csv.gz : ligne 3", "autant de cellules que de noms de colonnes", "7 cellules")),
        ([building(1)], [offer(1), "1;2"], ("deux.csv.gz : ligne 3", "9 cellules")),
    ],
)  # fmt: skip
def test_what_concerns_the_whole_file_is_refused(
    base: list[str], offers: list[str], said: tuple[str, ...], tmp_path: Path
) -> None:
    (fault,) = refused(tmp_path, base, offers)
    for each in said:
        assert each in fault


def test_a_column_that_is_missing_is_named(tmp_path: Path) -> None:
    paths = written(tmp_path, [building(1)], [offer(1)], packed=False)
    text = paths[0].read_text(encoding="utf-8").replace("imb_code_insee", "insee")
    paths[0].write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="aucune colonne « imb_code_insee »"):
        sources.read_buildings(paths, departement="39")


@pytest.mark.parametrize("which", [0, 1])
def test_a_file_that_was_cut_off_is_refused(which: int, tmp_path: Path) -> None:
    """In the middle of what is packed, and behind it, where the end tells its length."""
    numbers = range(1, 20_000)
    paths = written(tmp_path, [building(each) for each in numbers], [*map(offer, numbers)])
    whole = paths[which].read_bytes()
    for length in (len(whole) // 2, len(whole) - 4):
        paths[which].write_bytes(whole[:length])
        with pytest.raises(DataError, match="abîmé ou interrompu") as error:
            sources.read_buildings(paths, departement="39")
        assert {fault.file for fault in error.value.faults} == {str(paths[which])}


def test_both_files_are_asked_for(tmp_path: Path) -> None:
    base, offers = written(tmp_path, [building(1)], [offer(1)])
    other = tmp_path / "autre.csv"
    other.write_text("code_insee;nbr\n39300;1\n", encoding="utf-8")
    for paths, said in (
        ([base], "actuel_<département>.csv.gz"),
        ([offers], "base_imb_<département>.csv.gz"),
        ([base, base, offers], "un deuxième fichier comme base_imb_<département>.csv.gz"),
        ([base, offers, other], "ni celui des immeubles ni celui de leurs offres"),
    ):
        with pytest.raises(DataError) as error:
            sources.read_buildings(paths, departement="39")
        assert said in str(error.value)


def test_the_name_of_a_file_is_no_pattern(tmp_path: Path) -> None:
    folder = tmp_path / "a[1]*' dossier"
    folder.mkdir()
    table, _ = read(folder, [building(1)], [offer(1)])
    assert len(table) == 1


def test_without_duckdb_one_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "duckdb":
            raise ImportError(name)
        return original(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match="il faut DuckDB"):
        read(tmp_path, [building(1)], [offer(1)])
