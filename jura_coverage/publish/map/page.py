"""The published map: a Folium map in a page that holds everything it needs and asks for nothing."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import folium
from branca.element import Element, Figure
from folium.template import Template
from markupsafe import Markup

from jura_coverage import words
from jura_coverage.errors import UnknownAssetError
from jura_coverage.publish import signs, text
from jura_coverage.publish.html import assets
from jura_coverage.publish.html.rendering import rendered
from jura_coverage.publish.html.site import ALONE, MAP, Site
from jura_coverage.publish.map.payload import payload
from jura_coverage.publish.map.shape import Payload
from jura_coverage.publish.signs import svg
from jura_coverage.publish.themes import Theme
from jura_coverage.study import Result

if TYPE_CHECKING:
    from jura_coverage.posts import Decision

# The only addresses that the page may ever ask, and only when the reader chooses a background.
TILE_HOSTS = ("https://data.geopf.fr", "https://tile.openstreetmap.org")


class CoverageMap(folium.Map):
    """A Folium map of a result, complete in itself.

    Folium's own page loads a dozen files from other sites; this one embeds Leaflet and nothing
    else. Other Folium layers may be added as long as they need no further script or style.

    Parameters
    ----------
    result
        What :func:`jura_coverage.study.run` found.
    decision
        What :func:`jura_coverage.posts.decide` answered; adds its themes.
    first
        The theme to open on (:mod:`jura_coverage.publish.themes`); the flags if None.
    site
        The pages that it stands with.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium declares it so
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template((assets.FOLDER / "templates" / "map.js.j2").read_text(encoding="utf-8"))

    def __init__(
        self,
        result: Result,
        decision: "Decision | None" = None,
        *,
        first: Theme | None = None,
        site: Site = ALONE,
    ) -> None:
        data = payload(result, decision, first=first, sheets=site.sheets)
        (south, west), (north, east) = data["bounds"]
        super().__init__(
            location=[(south + north) / 2, (west + east) / 2],
            zoom_start=9,
            tiles=None,
            zoom_control=False,
            attribution_control=False,
            zoom_snap=0.25,
            min_zoom=7,
            max_zoom=17,
        )
        self._id = result.territory.departement  # folium's own are random: no two builds alike
        Page(result, data, decision, site).add_child(self)


class Page(Figure):
    """The page around the map: headings, panels, table, method, and what it embeds."""

    def __init__(
        self, result: Result, data: Payload, decision: "Decision | None", site: Site
    ) -> None:
        super().__init__(height="760px", title=words.title(result))
        self.result = result
        self.finding = (
            words.finding_how_sure(result, decision.certainty)
            if decision
            else words.finding(result)
        )
        self.certainty = words.certainty_figure(decision) if decision else []
        self.data = data
        self.site = site

    def render(self, **kwargs: object) -> str:
        """Give the whole page.

        Raises
        ------
        UnknownAssetError
            If a layer needs a script or a style that is not embedded.
        """
        for child in self._children.values():
            child.render(**kwargs)
        foreign = set(self.header._children) - {"meta_http"}
        if foreign:
            raise UnknownAssetError(
                "La page aurait besoin de fichiers ou de styles qui ne sont pas embarqués : "
                + ", ".join(sorted(foreign))
            )
        added = _drawn(self.html) + _drawn(self.script)
        unknown = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", added)) - set(TILE_HOSTS)
        if unknown:
            raise UnknownAssetError(
                "La page demanderait des fichiers à d'autres sites : " + ", ".join(sorted(unknown))
            )
        styles = [
            assets.font_face(),
            assets.style("leaflet.css"),
            assets.page_style() + self.site.skin.style,
        ]
        scripts = [assets.script("leaflet.js"), assets.bundle("map"), _drawn(self.script)]
        return rendered(
            "page.html.j2",
            title=self.title,
            site=self.site,
            here=MAP,
            finding=self.finding,
            result=self.result,
            certainty=self.certainty,
            others=self.data["others"],
            matrix=self.data["travel"].get("matrix"),
            place_sign=svg.place(signs.PLACE),
            size_tells=signs.PAGE_PLACE.posts_most,
            stop_sign=svg.place(signs.STOP),
            policy=assets.policy(styles=styles, scripts=scripts, images=TILE_HOSTS),
            styles=[Markup(style) for style in styles],  # noqa: S704 - our own files
            scripts=[Markup(script) for script in scripts],  # noqa: S704
            map_html=Markup(_drawn(self.html)),  # noqa: S704
            data=Markup(embedded_json(self.data)),  # noqa: S704
        )


def write_page(
    result: Result, path: Path | str, decision: "Decision | None" = None, *, site: Site = ALONE
) -> None:
    """Write the map as one file; the same result gives the same bytes."""
    text.write_text(CoverageMap(result, decision, site=site).get_root().render(), path)


def embedded_json(data: object) -> str:
    """Write JSON that no browser can take for the end of a script element."""
    written = text.json_text(data, separators=(",", ":"))
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _drawn(part: Element) -> str:
    return str(part.render())
