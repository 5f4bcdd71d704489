"""Pages around the map: the index with a picture of each map, and the data report."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from jura_coverage import french, words
from jura_coverage.publish import pictures, signs, text, themes
from jura_coverage.publish.html import assets
from jura_coverage.publish.html.rendering import rendered
from jura_coverage.publish.html.site import ALONE, INDEX, Site
from jura_coverage.publish.signs import svg
from jura_coverage.study import Result

if TYPE_CHECKING:
    from jura_coverage.posts import Decision


def write_index(
    result: Result,
    folder: Path | str,
    *,
    decision: "Decision | None" = None,
    more: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType({}),
    site: Site = ALONE,
) -> None:
    """Write the page that leads to the map, the table and the key figures, and its pictures.

    Parameters
    ----------
    result
        A run.
    folder
        Where the map and the table stand.
    decision
        If there is one, its report and its themes are shown too.
    more
        What else is published: by French heading, addresses and their French labels.
    site
        The pages that it stands with.
    """
    folder, shared = Path(folder), pictures.drawing(result)
    shown = []
    for theme in themes.themes(result, decision):
        file = f"carte-{theme.key}.svg"
        text.write_text(pictures.picture(shared, theme), folder / file)
        shown.append({"theme": theme, "file": file, "text": _text(theme)})
    style = assets.font_face() + assets.site_style() + site.skin.style
    html = rendered(
        "index.html.j2",
        result=result,
        finding=words.finding_how_sure(result, decision.certainty)
        if decision
        else words.finding(result),
        pictures=shown,
        sample=partial(svg.sample, width=18, height=12),
        frame=signs.FRAME,
        more=more,
        site=site,
        here=INDEX,
        planned=decision is not None,
        certainty=words.certainty_figure(decision) if decision else [],
        style=style,
        policy=assets.policy(styles=[style], images=["'self'", "file:"]),
    )
    text.write_text(html, folder / INDEX)


def _text(theme: themes.Theme) -> str:
    """Say in words what a picture shows: how many communes each class holds."""
    tally = theme.class_of.value_counts()
    return f"{theme.question} " + " ; ".join(
        f"{each.label} : {french.count(tally[position], 'commune')}"
        for position, each in enumerate(theme.classes)
        if position in tally.index
    )
