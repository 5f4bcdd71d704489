"""A page in a real Chromium: opened without a network, watched, searched and checked."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # the fast tests import this file without it
    from playwright.sync_api import Browser, Page, Route

# The first is the same engine without windows and menus, which take most of a page's time.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASKED = """async (rules) => {
    const only = {runOnly: rules, iframes: false, resultTypes: ["violations"]};
    return (await axe.run(document, only)).violations;
}"""
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
DESKTOP, PHONE, ZOOMED = (1280, 800), (360, 740), (640, 400)
# A name that must stay text wherever it is shown.
HOSTILE = '</script><img src=x onerror=alert(1)>"\'=HYPERLINK("http://x")'


class Watched:
    """A page that records every request, console message and error."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.messages: list[str] = []
        page.on("console", lambda message: self.messages.append(message.text))
        page.on("pageerror", lambda error: self.messages.append(str(error)))

    def open(self, path: Path, fragment: str = "") -> Page:
        """Open a file with the network blocked, and wait until the map is drawn."""

        def decide(route: Route) -> None:
            if route.request.url.startswith(("file:", "data:", "blob:")):
                route.continue_()
            else:
                self.requests.append(route.request.url)
                route.abort()

        self.page.route("**/*", decide)
        self.page.goto(path.as_uri() + fragment, wait_until="load")
        return self.page


def sized(browser: Browser, path: Path, size: tuple[int, int]) -> Page:
    """Open a file in a window of this size; whoever asks closes its context."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="fr-FR", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(path.as_uri())
    return page


def choose(page: Page, typed: str) -> str:
    """Search by keyboard and give the name on the card."""
    page.fill("#search", typed)
    page.keyboard.press("Enter")
    return page.inner_text("#card h2")


def download(page: Page) -> tuple[str, list[dict[str, str]]]:
    """Give the name of the CSV and its rows."""
    with page.expect_download() as waited:
        page.click("#download")
    text = Path(waited.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    return waited.value.suggested_filename, rows


def counts(page: Page, selector: str) -> list[int]:
    """Give the numbers of communes that the nodes of a legend bear."""
    nodes = page.locator(selector).all()
    return [int(node.get_attribute("data-count") or -1) for node in nodes]


@cache
def axe() -> str:
    """Give the script that checks accessibility."""
    package = find_spec("axe_playwright_python")
    assert package
    assert package.origin
    return Path(package.origin).with_name("axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Name what axe finds against the rules of accessibility, and where, but in frames.

    Of what passes, which are megabytes, nothing is told.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
    found = page.evaluate(ASKED, RULES)
    return [f"{each['id']}: {[node['target'] for node in each['nodes'][:3]]}" for each in found]


def faults(page: Page) -> list[str]:
    """Name what axe finds on a desktop and a phone, light and dark, and what sticks out there."""
    found = []
    for width, height in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} px, {scheme}: {each}" for each in violations(page)]
        if (reach := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{width} px: as wide as {reach} px")
    return found


def printed(page: Page) -> int:
    """Count the sheets of paper that a page takes, once its pictures are there."""
    from pypdf import PdfReader  # the fast tests do without it

    page.evaluate("""() => Promise.all([...document.images].map((image) => {
        image.loading = "eager";
        return image.decode();
    }))""")
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    return len(PdfReader(io.BytesIO(pdf)).pages)
