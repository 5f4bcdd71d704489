"""The files of the sheets: a page each, a PDF each, and the page that leads to them."""

from collections.abc import Sequence
from pathlib import Path

from jura_coverage.posts import Decision
from jura_coverage.publish.html.site import ALONE, Site
from jura_coverage.publish.sheets.model import Area
from jura_coverage.publish.sheets.page import drawn, write_html, write_index
from jura_coverage.publish.sheets.pdf import write_pdfs
from jura_coverage.publish.sheets.shared import Shared
from jura_coverage.study import Result


def write(
    result: Result,
    areas: Sequence[Area],
    folder: Path,
    *,
    decision: Decision | None = None,
    pdf: bool = True,
    site: Site = ALONE,
) -> None:
    """Write sheets into a folder.

    Parameters
    ----------
    result
        A run.
    areas
        What the sheets are about, see :func:`jura_coverage.publish.sheets.every_epci`.
    folder
        An existing folder; :func:`jura_coverage.publish.files.staging.staged` lends one.
    decision
        What :func:`jura_coverage.posts.decide` answered: adds how sure the flags are, and what
        keeping or adding posts would change.
    pdf
        Whether to write each as PDF too.
    site
        The pages that they stand with.

    Raises
    ------
    MissingExtraError
        If PDF are wanted and something that they need is not installed.
    """
    shared = Shared(result=result, decision=decision, site=site)
    sheets = [drawn(shared, area) for area in areas]
    for each in sheets:
        write_html(shared, each, folder)
    if pdf:
        write_pdfs(shared, sheets, folder)
    write_index(shared, [each.said for each in sheets], folder, pdf=pdf)
