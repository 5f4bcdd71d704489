"""Services: a second one is read, joined, measured and told as advisors are, and counts nowhere."""

from dataclasses import replace
from pathlib import Path

import pytest

from jura_coverage import study, territory, words
from jura_coverage.geography.services import ADVISORS, Service
from jura_coverage.study import run
from jura_coverage.territory import join, load

LIBRARY = Service(
    role="libraries", name="Bibliothèques", table="la table des bibliothèques", noun="bibliobus",
    help="Table des bibliothèques.",
)  # fmt: skip
# Where the commune's town hall is, for want of a position: no way is shorter.
TABLE = "host,code_insee,posts,latitude,longitude\nBus de Foncine,39228,1,,\n"


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (join, load, run):
        monkeypatch.setattr(module, "SERVICES", (ADVISORS, LIBRARY))


@pytest.mark.usefixtures("two")
def test_a_second_service_stands_beside_the_first(tmp_path: Path) -> None:
    (tmp_path / "libraries.csv").write_text(TABLE, encoding="utf-8")
    files = territory.files("39", libraries=tmp_path / "libraries.csv")
    both = study.study(territory.of("39", files=files))
    alone = study.study(territory.of("39", files=replace(files, services={
        role: path for role, path in files.services.items() if role == "advisors"
    })))  # fmt: skip
    assert set(both.communes["host_libraries"]) == {"Bus de Foncine"}
    assert both.communes["minutes_libraries"].idxmin() == "39228"
    assert both.figures == alone.figures
    assert both.territory.places.equals(alone.territory.places)
    assert [source.role for source in both.sources][-1] == "libraries"
    assert words.reasons(both, "39228")[:2] == words.reasons(alone, "39228")
    assert words.reasons(both, "39228")[2].startswith(
        "Bibliobus : le plus proche est « Bus de Foncine » (Foncine-le-Haut), à "
    )


@pytest.mark.usefixtures("two")
def test_one_may_do_without_a_second_service() -> None:
    land = territory.of("39", files=territory.files("39"))
    assert land.told == (ADVISORS,)
    assert not [remark for remark in land.remarks if remark.kind == "missing"]


def test_a_service_that_there_is_not_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="advisers"):
        territory.files("39", advisers=Path("conseillers.csv"))
