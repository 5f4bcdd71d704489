"""Photograph the published pages: every theme on a desktop and a phone, and the states between.

Usage: ``python -m scripts.screenshots FOLDER`` (needs Chromium). To be looked at, not compared.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from jura_coverage import publish, study, territory
from jura_coverage.publish import themes

SIZES = {"ordinateur": (1280, 800), "telephone": (360, 740)}
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# A post added in Foncine-le-Haut, one closed in Beaufort-Orbagna, one moved from Saint-Claude.
TRIED = "ajout:39228,ferme:39043.1,vers:39478.1:39333"
README_PICTURE = Path(__file__).parents[1] / "docs" / "images" / "carte.png"


def main(folder: Path) -> None:
    """Write the pictures, and the one of the README."""
    folder.mkdir(parents=True, exist_ok=True)
    result = study.study(territory.of("39", files=territory.files("39")))
    keys = [theme.key for theme in themes.themes(result)]
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        site = Path(name)
        publish.write_page(result, site / "carte.html")
        publish.write_index(result, site)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for device, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="fr-FR")
            for key in keys:
                page.goto(f"{(site / 'carte.html').as_uri()}#theme={key}")
                page.reload()
                page.wait_for_timeout(300)
                page.screenshot(path=folder / f"{device}-{key}.png")
            states(page, folder, device)
            page.goto((site / "index.html").as_uri())
            page.screenshot(path=folder / f"{device}-index.png", full_page=True)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="fr-FR")
        page.goto((site / "carte.html").as_uri())
        page.pdf(path=folder / "impression.pdf", prefer_css_page_size=True, print_background=True)
        browser.close()
    README_PICTURE.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(folder / "ordinateur-signalees.png", README_PICTURE)
    print(folder)


def states(page: Page, folder: Path, device: str) -> None:
    """Photograph a card, the proposals of the search, the table, and a simulation."""
    page.fill("#search", "st")
    page.keyboard.press("ArrowDown")
    page.screenshot(path=folder / f"{device}-recherche.png")
    page.fill("#search", "39228")
    page.keyboard.press("Enter")
    page.wait_for_timeout(600)
    page.screenshot(path=folder / f"{device}-fiche.png")
    page.click("#table-open")
    page.screenshot(path=folder / f"{device}-page.png", full_page=True)
    page.evaluate("tried => (location.hash = 'simulation=' + tried)", TRIED)
    page.reload()
    page.click("#whatif summary")
    page.screenshot(path=folder / f"{device}-simulation.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
