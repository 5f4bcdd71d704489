"""The data report as a page."""

from pathlib import Path

from jura_coverage.geography import departements
from jura_coverage.publish import text
from jura_coverage.publish.html import assets
from jura_coverage.publish.html.rendering import rendered
from jura_coverage.publish.html.site import ALONE, Site
from jura_coverage.study.check import Inspection


def write_check(inspection: Inspection, path: Path | str, *, site: Site = ALONE) -> None:
    """Write the data report as a page."""
    style = assets.font_face() + assets.site_style() + site.skin.style
    html = rendered(
        "check.html.j2",
        title=f"Rapport sur les données {departements.within(inspection.departement)}",
        inspection=inspection,
        site=site,
        here=Path(path).name,
        style=style,
        policy=assets.policy(styles=[style]),
    )
    text.write_text(text.sealed(html), path)
