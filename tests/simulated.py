"""What a page shows under other posts or thresholds, read and compared with a run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from jura_coverage import french, words
from jura_coverage.posts import Change, Decision, Effects
from jura_coverage.publish import themes
from jura_coverage.publish.map import address
from jura_coverage.study import Result
from tests.browser import download
from tests.command import typed

if TYPE_CHECKING:  # the fast tests read this file without it
    from collections.abc import Sequence

    from playwright.sync_api import Page

FOLLOWING = ("signalees", "filaire", "minutes", "deux")


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", typed(text)).strip()


def drawn(page: Page, theme: themes.Theme) -> list[int]:
    """Give for each commune the class whose colour or pattern it has on the map."""
    page.check(f"input[value={theme.key}]")
    fills = page.eval_on_selector_all(
        ".leaflet-overlay-pane path.leaflet-interactive",
        "paths => paths.map(path => path.getAttribute('fill'))",
    )
    signs = [
        f"url(#pattern-{theme.key}-{each.pattern})" if each.pattern else each.colour
        for each in theme.classes
    ]
    assert len(set(signs)) == len(signs)
    return [signs.index(fill) for fill in fills]


def legend(page: Page) -> dict[str, int]:
    """Give the count of each class by its label, as the legend of a square or of a list says."""
    if page.locator("#legend table.grid").count():
        return {
            plain(cell.get_attribute("title") or ""): int(cell.get_attribute("data-count") or -1)
            for cell in page.locator("#legend td[data-count]").all()
        }
    return {
        plain(row.locator("th").inner_text()): int(row.get_attribute("data-count") or -1)
        for row in page.locator("#legend tr.class").all()
    }


def assert_as_python(
    page: Page, expected: Result, *, steps: Sequence[tuple[float, float]] = ()
) -> None:
    """Compare every commune, class and count that the page shows with a run.

    Minutes may be more by what the page rounds them up: up to so many by that step.
    """
    _, rows = download(page)
    table = pd.DataFrame(rows).set_index("code_insee").loc[expected.communes.index]
    names = expected.communes["situation"].map(words.SITUATION_NAMES)
    assert table["situation"].to_dict() == names.to_dict()
    minutes = pd.to_numeric(table["minutes_conseiller"].str.replace(",", "."))
    # Two decimals in the page, and metres rounded to the decimetre.
    more = (minutes - expected.communes["minutes"]).dropna()
    most = more * 0
    for up_to, step in reversed(steps):
        most = most.mask(expected.communes["minutes"] <= up_to, step)
    assert more.between(-0.0052, most + 0.0052).all()
    assert minutes.isna().equals(expected.communes["minutes"].isna())
    for theme in themes.themes(expected):
        if theme.key not in FOLLOWING:
            continue
        assert drawn(page, theme) == theme.class_of.tolist(), theme.key
        labels = [plain(each.label) for each in theme.classes]
        counts = {label: int((theme.class_of == i).sum()) for i, label in enumerate(labels)}
        if theme.grid:
            counts.pop(labels[-1])
            heads = page.locator("#legend tfoot th").all_inner_texts()
            assert [plain(text) for text in heads] == [plain(label) for label in theme.grid[1]]
        assert legend(page) == counts, theme.key
        assert french.typeset(theme.note) in page.inner_text("#legend")


def counted(was: Effects, now: Effects) -> str:
    """Write what posts bring about, and how much more or less than before."""
    posts = french.posts(now.access)
    said = {
        f"{french.count(now.residents_near.known, 'habitant')} à portée": (
            was.residents_near.known, now.residents_near.known,
        ),
        french.count(now.communes_flagged, "commune signalée", "communes signalées"): (
            was.communes_flagged, now.communes_flagged,
        ),
        f"{posts} pour 10 000 habitants": (round(was.access, 2), round(now.access, 2)),
        f"besoin servi : {french.count(now.need_served, 'personne')} par an": (
            was.need_served, now.need_served,
        ),
    }  # fmt: skip
    change = Change(before=was, after=now)
    lost = french.percent(change.most_lost, 0)
    loser = f" « {change.loses_most} » perd le plus d’accès ({lost})." if change.loses_most else ""
    return plain(", ".join(f"{text} ({by(*pair)})" for text, pair in said.items()) + f".{loser}")


def by(was: float | None, now: float | None) -> str:
    """Say how much more or less."""
    assert was is not None
    assert now is not None
    if was == now:
        return "autant"
    return f"{french.shortest(abs(now - was), 2)} de {'plus' if now > was else 'moins'}"


def proposals(decision: Decision) -> list[tuple[str, Change]]:
    """Give what a plan proposes as the page's address says it, and what the plan says of it."""
    result, keep = decision.result, decision.keep
    dearest = keep.hosts["host"].iloc[0]
    return [
        (address.ends(result, [dearest]), keep.changes[dearest]),
        (address.transfers(result, decision.move.best), decision.move.change),
        (address.additions(decision.add.plans[-1].sites), decision.add.change),
        (address.rounds(decision.week), decision.week.change),
    ]


GO = """address => new Promise(done => {
  addEventListener("hashchange", done, {once: true});
  location.hash = address;
})"""


OWN = "host,code_insee,posts,latitude,longitude"


def give(page: Page, content: str | bytes, name: str = "postes.csv", *, role: str = "posts") -> str:
    """Choose a file, and give what the page reports of it."""
    raw = content.encode() if isinstance(content, str) else content
    page.set_input_files(
        f"#list-{role}", {"name": name, "mimeType": "application/octet-stream", "buffer": raw}
    )
    from playwright.sync_api import expect

    expect(page.locator("#list-report h3")).to_contain_text(f"{name}\xa0:")
    return page.inner_text("#list-report")
