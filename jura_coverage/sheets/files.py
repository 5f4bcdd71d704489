"""The files of the sheets: a page each, a PDF each, and the page that leads to them."""

from collections.abc import Sequence
from pathlib import Path

from jura_coverage.pipeline import Result
from jura_coverage.sheets.content import Area
from jura_coverage.sheets.extract import simplified
from jura_coverage.sheets.page import write_html, write_index
from jura_coverage.sheets.pdf import write_pdfs


def write(result: Result, areas: Sequence[Area], folder: Path, *, pdf: bool = True) -> None:
    """Write sheets into a folder.

    Parameters
    ----------
    result
        A run.
    areas
        What the sheets are about, see :func:`jura_coverage.sheets.every_epci`.
    folder
        An existing folder; :func:`jura_coverage.outputs.staged` lends one.
    pdf
        Whether to write each as PDF too.

    Raises
    ------
    MissingExtraError
        If PDF are wanted and something that they need is not installed.
    """
    shapes = simplified(result)
    for area in areas:
        write_html(result, area, folder, shapes=shapes)
    if pdf:
        write_pdfs(result, areas, folder, shapes=shapes)
    write_index(result, areas, folder, pdf=pdf)
