"""The national page: all communes on one map that asks nobody for anything, and their figures."""

from pathlib import Path

from markupsafe import Markup

from jura_coverage import words
from jura_coverage.publish import text
from jura_coverage.publish.html import assets
from jura_coverage.publish.html.rendering import rendered
from jura_coverage.publish.html.site import ALONE, INDEX, Site
from jura_coverage.publish.national import figures
from jura_coverage.publish.national.payload import packed, payload
from jura_coverage.study.nation import Nation


def write_page(nation: Nation, folder: Path | str, *, site: Site = ALONE) -> None:
    """Write the page into the folder in which each département has its own.

    Parameters
    ----------
    nation
        What was found of many départements.
    folder
        Where the page goes, under the name :data:`jura_coverage.publish.html.site.INDEX`.
    site
        The pages that it stands with.
    """
    text.write_text(html(nation, site=site), Path(folder) / INDEX)


def html(nation: Nation, *, site: Site = ALONE) -> str:
    """Give the whole page; the same results give the same bytes."""
    styles = [assets.font_face(), assets.national_style() + site.skin.style]
    scripts = [assets.bundle("national")]
    data = packed(payload(nation))
    return rendered(
        "national.html.j2",
        nation=nation,
        title=words.nation_title(nation),
        finding=words.finding(nation),
        columns=figures.COLUMNS,
        all=figures.of_all(nation),
        regions=figures.of_regions(nation),
        departements=figures.of_departements(nation),
        site=site,
        here=INDEX,
        policy=assets.policy(styles=styles, scripts=scripts),
        styles=[Markup(style) for style in styles],  # noqa: S704 - our own files
        scripts=[Markup(script) for script in scripts],  # noqa: S704
        data=data,
    )
