"""The documentation as pages: the guides of ``docs/``, and the reference from the docstrings."""

import re
import warnings
from pathlib import Path

import pdoc
from nbconvert.filters import markdown2html
from pdoc import render

from jura_coverage.publish.html import assets
from jura_coverage.publish.html.rendering import typeset
from jura_coverage.publish.html.site import ALONE, Site
from scripts.notebooks import PAGE, STYLE, classed, reachable

FOLDER = Path(__file__).parents[1] / "docs"


def guides() -> list[Path]:
    """List the guides in the order in which one reads them."""
    names = ("guide", "methode", "limites", "tables", "programmes", "france")
    return [FOLDER / f"{name}.md" for name in names]


def title(source: Path) -> str:
    """Give the heading of a guide."""
    return source.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")


def page(source: Path, *, home: str = "", site: Site = ALONE) -> str:
    """Give a guide as a page; links between guides lead to pages, `home` to the index."""
    text = source.read_text(encoding="utf-8")
    for other in guides():
        text = text.replace(f"({other.name})", f"({other.stem}.html)")
    style = assets.font_face() + assets.site_style() + STYLE + site.skin.style
    html: str = PAGE.render(
        policy=assets.policy(styles=[style]),
        title=title(source),
        style=style,
        home=home,
        site=site,
        body=typeset(reachable(classed(markdown2html(text)))),
    )
    return html


def publish(folder: Path, *, home: str = "", site: Site = ALONE) -> None:
    """Write the guides, and the reference under ``api/``; `home` and `site` as in :func:`page`."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in guides():
        (folder / f"{source.stem}.html").write_text(
            page(source, home=home, site=site), encoding="utf-8", newline="\n"
        )
    render.configure(docformat="numpy", show_source=False, search=False, footer_text="")
    with warnings.catch_warnings():
        # Types that exist for type checkers only cannot be looked up, and need not be.
        warnings.simplefilter("ignore")
        pdoc.pdoc("jura_coverage", output_directory=folder / "api")
    for path in (folder / "api").rglob("*.html"):
        html = guarded(alive(path.read_text(encoding="utf-8")))
        path.write_text(html, encoding="utf-8", newline="\n")


def guarded(text: str) -> str:
    """Give a page of the reference the policy of every other: its own styles, and no script."""
    styles = re.findall(r"<style[^>]*>(.*?)</style>", text, re.DOTALL)
    policy = assets.policy(styles=styles)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return re.sub(r'(<meta charset="utf-8">)', rf"\1{meta}", text, count=1)


def alive(text: str) -> str:
    """Undo links to places that the page does not have: pdoc links inherited fields it omits."""
    places = set(re.findall(r'\bid="([^"]+)"', text))
    return re.sub(
        r'<a href="#([^"]+)">([^<]*)</a>',
        lambda link: link[0] if link[1] in places else link[2],
        text,
    )
