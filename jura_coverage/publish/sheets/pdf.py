"""Sheets as tagged PDF (PDF/UA), by WeasyPrint, where it and its system libraries are installed."""

import base64
import contextlib
import io
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from jura_coverage import french
from jura_coverage.errors import MissingExtraError, installing
from jura_coverage.publish.html import assets
from jura_coverage.publish.sheets.content import LINES, sheet
from jura_coverage.publish.sheets.page import Drawn, file_stem, html
from jura_coverage.publish.sheets.shared import Shared
from jura_coverage.sources.hushed import hushed

# Fewer and fewer rows, then smaller letters, until a sheet fits on its page.
ATTEMPTS = ((LINES, False), (LINES - 1, False), (LINES - 2, False), (LINES - 2, True), (0, True))
WEIGHTS = (400, 600)
SYSTEM_LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def needed() -> str:
    """Say in French what must be installed before PDF can be written; empty if nothing.

    WeasyPrint is a library of Python that calls Pango, a library of the system.
    """
    try:
        with hushed(), contextlib.redirect_stderr(io.StringIO()):
            import weasyprint  # noqa: F401
    except ImportError:
        return (
            "les PDF demandent la bibliothèque WeasyPrint, qui n'est pas installée. Installez-la "
            f"par {installing('pdf')}"
        )
    except OSError:
        return (
            "les PDF demandent la bibliothèque système Pango, qui n'est pas installée. Sous Debian "
            f"ou Ubuntu : « sudo apt-get install {SYSTEM_LIBRARIES} » ; sous Windows, installez "
            "Pango par MSYS2 ; sous macOS : « brew install pango »"
        )
    return ""


def write_pdfs(shared: Shared, sheets: Sequence[Drawn], folder: Path) -> None:
    """Write each sheet as PDF: tagged, with title, language, alternative texts and typeface.

    Parameters
    ----------
    shared
        A run, and the decision if there is one.
    sheets
        What :func:`jura_coverage.publish.sheets.page.drawn` gives.
    folder
        Where to write.

    Raises
    ------
    MissingExtraError
        If WeasyPrint or a system library is not installed.
    """
    lacking = needed()
    if lacking:
        raise MissingExtraError(lacking[0].upper() + lacking[1:] + ".")
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    face = CSS(string=_font_faces(), font_config=fonts)
    for each in sheets:
        area = each.said.area
        for lines, small in ATTEMPTS:
            shorter = (
                each if lines == LINES else replace(each, said=sheet(shared, area, lines=lines))
            )
            page = french.legible(html(shared, shorter, font=False, small=small))
            document = HTML(string=page).render(
                stylesheets=[face], font_config=fonts, pdf_variant="pdf/ua-1"
            )
            if len(document.pages) == 1:
                break
        document.write_pdf(folder / f"{file_stem(area)}.pdf", pdf_variant="pdf/ua-1")


@cache
def _font_faces() -> str:
    """Give the typeface in the two weights that a sheet uses.

    WeasyPrint would cut them out of the variable font anew for each sheet, which takes half its
    time.
    """
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    rules = []
    for weight in WEIGHTS:
        file = io.BytesIO(assets.vendored("source-sans-3.woff2"))
        font = TTFont(file, recalcTimestamp=False)  # else it carries the hour
        cut = io.BytesIO()
        static = instantiateVariableFont(
            font, {"wght": weight}, updateFontNames=False, optimize=False
        )
        static.flavor = None
        static.save(cut)
        encoded = base64.b64encode(cut.getvalue()).decode()
        rules.append(
            f'@font-face{{font-family:"Source Sans 3";font-weight:{weight};'
            f"src:url(data:font/ttf;base64,{encoded})}}"
        )
    return "".join(rules)
