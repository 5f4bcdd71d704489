"""The main jobs of the page in a real Firefox: found, tried, kept, dropped, pictured, printed."""

import base64
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pypdf
import pytest
from PIL import Image

from jura_coverage.study import Result

pytestmark = [
    pytest.mark.slow,
    # The driver leaves sockets and files to be closed by themselves.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
ENTER, RIGHT = "\ue007", "\ue014"  # as WebDriver writes these keys
# No proxy listens there: whatever asks for another site fails, and is told below.
PREFERENCES = {
    "dom.ipc.cancel_content_js_when_navigating": False,  # it would complain of what it stopped
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
}
ASKED = """return performance.getEntriesByType("resource").map((each) => each.name)
  .filter((name) => !/^(file|data|blob):/.test(name))"""
COMPLAINED = """return Services.console.getMessageArray()
  .filter((each) => each instanceof Ci.nsIScriptError)
  .filter((each) => each.sourceName.startsWith("file:")).map(String)"""


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Firefox without windows, whose downloads go to a folder."""
    driver: Any = pytest.importorskip("marionette_driver", reason="no marionette-driver")
    if not FIREFOX:
        pytest.skip("no Firefox found")
    folder = tmp_path_factory.mktemp("downloads")
    kept = {"browser.download.folderList": 2, "browser.download.dir": str(folder)}
    browser = driver.marionette.Marionette(
        bin=FIREFOX,
        headless=True,
        gecko_log=str(folder / "gecko.log"),
        prefs={**PREFERENCES, **kept},
    )
    browser.start_session()
    browser.timeout.implicit = 5
    browser.downloads, browser.until = folder, driver.Wait(browser, timeout=20).until
    yield browser
    browser.delete_session()
    browser.cleanup()


@pytest.fixture
def page(firefox: Any, jura_page: Path) -> Iterator[Any]:
    """The map of the Jura; what it asks another site for, or complains of, fails the test."""
    firefox.navigate("about:blank")
    with firefox.using_context("chrome"):
        firefox.execute_script("Services.console.reset()")
    firefox.navigate(jura_page.as_uri())
    yield firefox
    assert firefox.execute_script(ASKED) == []
    with firefox.using_context("chrome"):
        assert firefox.execute_script(COMPLAINED) == []


def find(page: Any, selector: str) -> Any:
    return page.find_element("css selector", selector)


def told(page: Any, selector: str, text: str) -> None:
    """Wait until a text is told."""
    page.until(lambda _: text in find(page, selector).text)


def test_a_mayor_finds_the_commune_in_spite_of_an_error(page: Any, jura: Result) -> None:
    find(page, "#search").send_keys("Doucié" + ENTER)
    told(page, "#card h2", "Doucier")
    residents = jura.communes.at["39201", "residents"]
    assert f"{residents:.0f}" in find(page, "#card").text.replace("\u202f", "")
    assert "commune=39201" in page.get_url()


def test_a_threshold_is_moved_by_keyboard(page: Any) -> None:
    find(page, "#whatif > summary").click()
    find(page, "#whatif-minutes").send_keys(RIGHT)
    told(page, "#whatif-minutes-value", "20,5")
    assert find(page, "#simulation").is_displayed()


def test_a_scenario_is_kept_over_a_reload(page: Any) -> None:
    find(page, "#whatif > summary").click()
    find(page, "#whatif-minutes").send_keys(RIGHT * 2)
    find(page, "#scenarios > summary").click()
    find(page, "#scenario-name").send_keys("Plus loin")
    find(page, "#scenario-save").click()
    told(page, "#scenario-status", "enregistré")
    page.refresh()
    find(page, "#whatif > summary").click()
    find(page, "#scenarios > summary").click()
    told(page, "#scenario-list", "Plus loin")
    find(page, "#scenario-list button").click()
    told(page, "#simulation-name", "Plus loin")


def test_a_dropped_list_redraws_the_page(page: Any, tmp_path: Path) -> None:
    path = tmp_path / "postes.csv"
    path.write_text("Structure;Code Insee;Postes\nMédiathèque;39198;1\n", encoding="utf-8")
    find(page, "#lists summary").click()
    find(page, "#list-posts").send_keys(str(path))
    told(page, "#list-report h3", "postes.csv")
    told(page, "#own-list-name", "postes.csv")


def test_a_picture_is_downloaded(page: Any) -> None:
    find(page, "#picture-png").click()
    found = page.until(lambda each: [*each.downloads.glob("*.png")])
    page.until(lambda each: not [*each.downloads.glob("*.part")])
    picture = Image.open(found[0])
    assert picture.size == (1920, 1080)
    assert np.asarray(picture.convert("L")).std() > 10  # it is not blank


def test_the_map_prints_on_one_page(page: Any) -> None:
    printed = page._send_message("WebDriver:Print", {"background": True}, key="value")
    assert len(pypdf.PdfReader(io.BytesIO(base64.b64decode(printed))).pages) == 1
