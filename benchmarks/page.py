"""The published map against what a planner gets from the same tools, side by side in one run.

Usage: ``python benchmarks/page.py [repetitions]`` (needs Chromium). For our page, for Folium's own
four layers (choropleth, GeoJSON with tooltips, markers, layer control) and for
``geopandas.explore``: size, requests to other sites and first contentful paint, at the machine's
speed and four times slower; medians and ratios. For ours, also the steps of each slider of "Et
si… ?" from its least to its most, each from the event to the painted frame, with the table closed
and open: least, median and 95th percentile. No page reaches the network: what the
others ask for is answered at once from npm packages (needs npm), which favours them over a real
connection. Targets for ours: at most 600 kB, no request, paint under 500 ms and 1000 ms, a step
under 16 ms.
"""

import re
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
from functools import cache
from pathlib import Path

import folium
import geopandas as gpd
import numpy as np
from playwright.sync_api import Browser, Route, sync_playwright

from jura_coverage import publish, study, territory
from jura_coverage.study import Result

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SLOWER = 4
# Of each step the event and, once it is due, the frame up to its paint: waiting for it is no work.
STEPS = """async (id) => {
  const slider = document.getElementById(id);
  const { port1, port2 } = new MessageChannel();
  port1.start();
  const frame = () => new Promise((done) => requestAnimationFrame(() => {
    const begun = performance.now();
    port1.addEventListener("message", () => done(performance.now() - begun), { once: true });
    port2.postMessage(null);
  }));
  const found = [];
  for (let step = 0; step <= slider.max; step++) {
    await frame();
    slider.value = step;
    const before = performance.now();
    slider.dispatchEvent(new Event("input"));
    const handled = performance.now() - before;
    found.push(handled + await frame());
  }
  return found;
}"""
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def main(repetitions: int = 7) -> None:
    """Print a line a page, then the ratios."""
    result = study.study(territory.of("39", files=territory.files("39")))
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        pages = {
            "jura_coverage": folder / "carte.html",
            "folium, four layers": folder / "folium.html",
            "geopandas.explore": folder / "explore.html",
        }
        publish.write_page(result, pages["jura_coverage"])
        communes = plain(result)
        write_folium(communes, result, pages["folium, four layers"])
        communes.explore("minutes").save(str(pages["geopandas.explore"]))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for path in pages.values():  # once unmeasured
            paint(browser, path, 1)
        found = {}
        for label, path in pages.items():
            normal, requests = zip(
                *(paint(browser, path, 1) for _ in range(repetitions)), strict=True
            )
            slow, _ = zip(*(paint(browser, path, SLOWER) for _ in range(repetitions)), strict=True)
            found[label] = (
                path.stat().st_size / 1000,
                requests[0],
                statistics.median(normal),
                statistics.median(slow),
            )
        steps = slider_steps(browser, pages["jura_coverage"])
        browser.close()
    print(f"{'':22}{'kB':>8}{'requests':>10}{'paint ms':>10}{f'{SLOWER}× slower':>12}")
    for label, (size, asked, normal_ms, slow_ms) in found.items():
        print(f"{label:22}{size:8.0f}{asked:10d}{normal_ms:10.0f}{slow_ms:12.0f}")
    ours = found["jura_coverage"]
    for label in list(found)[1:]:
        ratios = [theirs / mine for theirs, mine in zip(found[label], ours, strict=True) if mine]
        print(
            f"{label}: size ×{ratios[0]:.2f}, paint ×{ratios[1]:.2f}, slow paint ×{ratios[2]:.2f}"
        )
    for label, found_ms in steps.items():
        least, median, most = np.quantile(found_ms, (0, 0.5, 0.95))
        print(f"step of {label}: least {least:.1f} ms, median {median:.1f}, 95 % {most:.1f}")


def paint(browser: Browser, path: Path, slower: int) -> tuple[float, int]:
    """Open a page in a fresh context; give milliseconds to first paint, and requests refused."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    asked: list[str] = []

    def decide(route: Route) -> None:
        if route.request.url.startswith(("file:", "data:", "blob:")):
            route.continue_()
            return
        asked.append(route.request.url)
        local = from_npm(route.request.url)
        route.fulfill(path=local) if local else route.abort()

    page.route("**/*", decide)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(path.as_uri(), wait_until="load")
    page.wait_for_timeout(200 * slower)
    milliseconds = page.evaluate(PAINT)
    context.close()
    return (float("nan") if milliseconds is None else float(milliseconds)), len(asked)


def slider_steps(browser: Browser, path: Path) -> dict[str, list[float]]:
    """Give the milliseconds of each step of each slider, with the table closed and open."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(path.as_uri(), wait_until="load")
    page.click("#whatif summary")
    steps = {}
    for table in ("table closed", "table open"):
        for slider in ("whatif-share", "whatif-minutes"):
            steps[f"{slider}, {table}"] = page.evaluate(STEPS, slider)
        page.click("#table-open")
    page.close()
    return steps


@cache
def from_npm(url: str) -> Path | None:
    """Give a local copy of a file that a page asks a content network for, if npm has it."""
    for pattern, package, inside in (
        (r"/npm/((?:@[^/]+/)?[^/@]+@[^/]+)/(.+)", r"\1", r"\2"),
        (r"code\.jquery\.com/jquery-([\d.]+)\.min\.js", r"jquery@\1", "dist/jquery.min.js"),
        (
            r"/Leaflet\.awesome-markers/[\d.]+/(.+)",
            "leaflet.awesome-markers@2.0.5",
            r"dist/\1",
        ),
        (r"/ajax/libs/d3/([\d.]+)/(.+)", r"d3@\1", r"\2"),
    ):
        found = re.search(pattern, url)
        if found:
            return unpacked(found.expand(package)) / "package" / found.expand(inside)
    return None


@cache
def unpacked(package: str) -> Path:
    """Download and unpack a package of npm."""
    folder = Path(tempfile.mkdtemp(prefix="npm-"))
    packing = ["npm", "pack", "--silent", package]
    subprocess.run(packing, cwd=folder, check=True, capture_output=True)
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as contents:
        contents.extractall(folder, filter="data")
    return folder


def plain(result: Result) -> gpd.GeoDataFrame:
    """Give the columns that a planner would show."""
    columns = ["name", "residents", "share_without", "minutes", "situation", "geometry"]
    return result.communes[columns].reset_index().to_crs(4326)


def write_folium(communes: gpd.GeoDataFrame, result: Result, path: Path) -> None:
    """Write Folium's own choropleth, tooltips, markers and layer control."""
    map_ = folium.Map(location=[46.75, 5.7], zoom_start=9)
    folium.Choropleth(
        communes, data=communes, columns=["insee", "minutes"], key_on="feature.properties.insee"
    ).add_to(map_)
    folium.GeoJson(communes, tooltip=folium.GeoJsonTooltip(["name", "minutes"])).add_to(map_)
    for place in result.territory.places.to_crs(4326).itertuples():
        folium.Marker([place.geometry.y, place.geometry.x], tooltip=place.host).add_to(map_)
    folium.LayerControl().add_to(map_)
    map_.save(str(path))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
