"""The index of the published folder."""

from pathlib import Path

from jura_coverage import report
from jura_coverage.maps import assets
from jura_coverage.maps.page import TEMPLATES, title
from jura_coverage.pipeline import Result


def write_index(result: Result, path: Path) -> None:
    """Write the page that leads to the map, the table and the key figures."""
    style = assets.font_face() + assets.own("site.css")
    html = TEMPLATES.get_template("index.html.j2").render(
        title=title(result),
        key_figures=report.key_figures(result),
        thresholds=report.thresholds(result.parameters),
        result=result,
        editions=report.editions(result.sources),
        style=style,
        policy=f"default-src 'none'; style-src {assets.csp_hash(style)}; font-src data:; "
        "img-src data: 'self'; base-uri 'none'; form-action 'none'",
    )
    path.write_text(html, encoding="utf-8", newline="\n")
