"""The files of the sheets: a page each, a PDF each, and the page that leads to them."""

from collections.abc import Sequence
from pathlib import Path

from jura_coverage.decision import Decision
from jura_coverage.pipeline import Result
from jura_coverage.sheets.material import Material
from jura_coverage.sheets.model import Area
from jura_coverage.sheets.page import drawn, write_html, write_index
from jura_coverage.sheets.pdf import write_pdfs


def write(
    result: Result,
    areas: Sequence[Area],
    folder: Path,
    *,
    decision: Decision | None = None,
    pdf: bool = True,
) -> None:
    """Write sheets into a folder.

    Parameters
    ----------
    result
        A run.
    areas
        What the sheets are about, see :func:`jura_coverage.sheets.every_epci`.
    folder
        An existing folder; :func:`jura_coverage.outputs.staged` lends one.
    decision
        What :func:`jura_coverage.decision.decide` answered: adds how sure the flags are, and what
        keeping or adding posts would change.
    pdf
        Whether to write each as PDF too.

    Raises
    ------
    MissingExtraError
        If PDF are wanted and something that they need is not installed.
    """
    material = Material(result=result, decision=decision)
    sheets = [drawn(material, area) for area in areas]
    for each in sheets:
        write_html(material, each, folder)
    if pdf:
        write_pdfs(material, sheets, folder)
    write_index(result, [each.said for each in sheets], folder, pdf=pdf)
