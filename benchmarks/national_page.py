"""The national page: its bytes, its first paint, when its map is there, and a change of theme.

Usage: ``python benchmarks/national_page.py FOLDER [repetitions]`` (needs Chromium), where FOLDER is
what ``jura-coverage france`` wrote of all départements. At the machine's speed and four times
slower: medians of the first contentful paint and of the moment from which on the map is drawn; for
each theme by turns, from the click to the painted frame: least, median and 95th percentile; and one
step of the zoom. Ends with 1 if the page is larger, or slower at the machine's speed, than it may
be.
"""

import statistics
import sys
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from benchmarks.page import CHROMIUM, FLAGS, SLOWER, paint
from jura_coverage.publish.html.site import INDEX

MOST_MB, MOST_PAINT_MS, MOST_THEME_MS = 5, 1000, 100
# When what says that the map is being opened goes away.
DRAWN = """() => new Promise((done) => {
  const loading = document.getElementById("loading");
  const look = () => loading.hidden ? done(performance.now()) : setTimeout(look, 5);
  look();
})"""
# Of each change the click and, once it is due, the frame up to its paint.
CHANGES = """async (ids) => {
  const { port1, port2 } = new MessageChannel();
  port1.start();
  const frame = () => new Promise((done) => requestAnimationFrame(() => {
    const begun = performance.now();
    port1.addEventListener("message", () => done(performance.now() - begun), { once: true });
    port2.postMessage(null);
  }));
  const found = [];
  for (const id of ids) {
    await frame();
    const before = performance.now();
    document.querySelector(id).click();
    const handled = performance.now() - before;
    found.push(handled + await frame());
  }
  return found;
}"""


def main(folder: str, repetitions: int = 7) -> None:
    """Print what was measured."""
    path = Path(folder) / INDEX
    megabytes = path.stat().st_size / 1e6
    print(f"{megabytes:.2f} MB (at most {MOST_MB})")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        paint(browser, path, 1)  # once unmeasured
        paints = {}
        for slower in (1, SLOWER):
            found, asked = zip(
                *(paint(browser, path, slower) for _ in range(repetitions)), strict=True
            )
            there = statistics.median(drawn(browser, path, slower) for _ in range(repetitions))
            paints[slower] = statistics.median(found)
            print(
                f"{slower}× slower: first paint {paints[slower]:.0f} ms, map drawn {there:.0f} ms, "
                f"{asked[0]} requests"
            )
        themes, zooms = changes(browser, path, repetitions)
        browser.close()
    least, median, most = np.quantile(themes, (0, 0.5, 0.95))
    print(f"change of theme: least {least:.1f} ms, median {median:.1f}, 95 % {most:.1f}")
    print(f"step of the zoom, drawn anew: median {statistics.median(zooms):.0f} ms")
    slow = paints[1] > MOST_PAINT_MS or float(most) > MOST_THEME_MS
    sys.exit(megabytes > MOST_MB or slow)


def drawn(browser: Browser, path: Path, slower: int) -> float:
    """Give the milliseconds from the start of the page until its map is drawn."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(path.as_uri(), wait_until="load")
    milliseconds = page.evaluate(DRAWN)
    page.close()
    return float(milliseconds)


def changes(browser: Browser, path: Path, repetitions: int) -> tuple[list[float], list[float]]:
    """Give the milliseconds of each change of theme, and of each step of the zoom."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(path.as_uri(), wait_until="load")
    page.evaluate(DRAWN)
    keys = page.evaluate(
        "() => [...document.querySelectorAll('#themes input')].map((e) => e.value)"
    )
    radios = [f'#themes input[value="{key}"]' for key in [*keys[1:], keys[0]]]
    themes = page.evaluate(CHANGES, radios * repetitions)
    zooms = page.evaluate(CHANGES, ["#zoom-in", "#zoom-out"] * repetitions)
    page.close()
    return themes, zooms


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
