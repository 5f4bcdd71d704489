"""The page on accessibility: what of the pages was tried, and whom to tell of an obstacle."""

from pathlib import Path

from jura_coverage import words
from jura_coverage.publish import text
from jura_coverage.publish.html import assets
from jura_coverage.publish.html.rendering import rendered
from jura_coverage.publish.html.site import ACCESSIBILITY, Site


def write_accessibility(folder: Path | str, site: Site) -> None:
    """Write the page into the folder of its site."""
    found = site.skin.conformity
    style = assets.font_face() + assets.site_style() + site.skin.style
    html = rendered(
        "accessibility.html.j2",
        title="Accessibilité",
        standing=words.AUDITED.format(conformity=found) if found else words.NOT_AUDITED,
        parts={"Ce qui a été éprouvé": words.TRIED, "Ce qu'il faut savoir": words.NOT_TRIED},
        site=site,
        here=ACCESSIBILITY,
        style=style,
        policy=assets.policy(styles=[style]),
    )
    text.write_text(html, Path(folder) / ACCESSIBILITY)
