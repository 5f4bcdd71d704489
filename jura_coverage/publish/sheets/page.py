"""The layout of a sheet: one HTML page that prints on one sheet of A4."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jura_coverage import french, words
from jura_coverage.measures import flags
from jura_coverage.publish import signs, text, themes
from jura_coverage.publish.html import assets
from jura_coverage.publish.html.rendering import rendered
from jura_coverage.publish.html.site import SHEETS
from jura_coverage.publish.sheets.content import sheet
from jura_coverage.publish.sheets.extract import extract
from jura_coverage.publish.sheets.model import Area, Sheet
from jura_coverage.publish.sheets.shared import Shared
from jura_coverage.publish.signs import svg
from jura_coverage.study import Result

STYLE = Path(__file__).with_name("sheet.css")


def file_stem(area: Area) -> str:
    """Name the files of a sheet, without their suffix."""
    return f"fiche-{area.code}"


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A sheet with its map, drawn once for screen and paper; without one if none can be."""

    said: Sheet
    map_uri: str


def drawn(shared: Shared, area: Area) -> Drawn:
    """Write and draw a sheet."""
    said = sheet(shared, area)
    svg_map = extract(shared.result, shared.shapes, said.communes)
    return Drawn(said=said, map_uri=_data_uri(svg_map) if svg_map else "")


def html(shared: Shared, each: Drawn, *, font: bool = True, small: bool = False) -> str:
    """Give a sheet as a page that needs no other file.

    Parameters
    ----------
    shared
        A run, and the decision if there is one.
    each
        What :func:`drawn` gives.
    font
        Whether to embed the typeface; not if the caller brings it.
    small
        Whether to print it in smaller letters, to fit on a page.
    """
    result, said = shared.result, each.said
    style = (style_sheet() if font else rules()) + shared.site.skin.style
    return rendered(
        "sheet.html.j2",
        title=f"Fiche : {said.title}",
        style=style,
        policy=assets.policy(styles=[style]),
        said=said,
        small=small,
        map=each.map_uri,
        map_text=map_text(result, said),
        legend=_legend(result, said, themes.situation(result)),
        places=_places(result),
        site=shared.site,
        here=f"{file_stem(said.area)}.html",
        asked=words.asked(shared.decision.add.rule) if shared.decision else "",
        result=result,
    )


@cache
def style_sheet() -> str:
    """Give the typeface and the rules of the layout."""
    return assets.font_face() + rules()


@cache
def rules() -> str:
    """Give the rules of the layout."""
    return assets.shared_style() + STYLE.read_text(encoding="utf-8")


def map_text(result: Result, said: Sheet) -> str:
    """Say in words what the map of a sheet shows."""
    counts = result.communes.loc[said.communes, "situation"].value_counts()
    return f"Carte : {said.title} parmi ses voisines. " + " ; ".join(
        f"{name} : {french.count(counts[situation], 'commune')}"
        for situation, name in words.SITUATION_NAMES.items()
        if situation in counts.index
    )


def write_html(shared: Shared, each: Drawn, folder: Path) -> None:
    """Write a sheet into a folder; nobody looks whether a browser prints it on one page."""
    text.write_text(html(shared, each, small=True), folder / f"{file_stem(each.said.area)}.html")


def write_index(shared: Shared, said: Sequence[Sheet], folder: Path, *, pdf: bool) -> None:
    """Write the page that leads to the sheets.

    Parameters
    ----------
    shared
        A run, and the site that the pages belong to.
    said
        What sheets there are.
    folder
        Where they stand.
    pdf
        Whether each also stands there as PDF.
    """
    result, style = shared.result, style_sheet() + shared.site.skin.style
    page = rendered(
        "sheets.html.j2",
        title=f"Fiches de décision, département {result.territory.departement}",
        style=style,
        policy=assets.policy(styles=[style]),
        sheets=[{"said": each, "stem": file_stem(each.area)} for each in said],
        pdf=pdf,
        site=shared.site,
        here=SHEETS,
        result=result,
    )
    text.write_text(page, folder / SHEETS)


def _legend(result: Result, said: Sheet, theme: themes.Theme) -> list[dict[str, str]]:
    """Explain the signs; that of missing data only where some are missing."""
    met = set(result.communes.loc[said.communes, "situation"])
    return [
        {"label": each.label, "picture": _data_uri(svg.sample(sign.colour, sign.pattern))}
        for (situation, sign), each in zip(signs.SITUATIONS.items(), theme.classes, strict=True)
        if situation in met or situation != flags.NO_DATA
    ]


def _places(result: Result) -> list[dict[str, str]]:
    """Explain the symbols; that of stops only where posts move."""
    meanings = [(signs.PLACE, "Lieu d'un conseiller")]
    if result.territory.at_stops.any():
        meanings.append((signs.STOP, "Arrêt d'un conseiller itinérant"))
    return [{"label": label, "picture": _data_uri(svg.place(symbol))} for symbol, label in meanings]


def _data_uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(french.legible(svg).encode()).decode()
