"""The files of the sheets: a page each, a PDF each, and the page that leads to them."""

import filecmp
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from jura_coverage.posts import Decision
from jura_coverage.publish.html.site import ALONE, Site
from jura_coverage.publish.sheets.content import every_commune, every_epci
from jura_coverage.publish.sheets.model import Area
from jura_coverage.publish.sheets.page import drawn, file_stem, write_html, write_index
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
    earlier: Mapping[str, Path] | None = None,
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
    earlier
        Files of earlier sheets by name: those of other areas are kept, made anew; none if None.

    Raises
    ------
    MissingExtraError
        If PDF are wanted and something that they need is not installed.
    """
    shared, earlier = Shared(result=result, decision=decision, site=site), earlier or {}
    others = [
        each
        for each in (*every_epci(result), *every_commune(result))
        if each not in areas and f"{file_stem(each)}.html" in earlier
    ]
    sheets = [drawn(shared, area) for area in (*areas, *others)]
    for each in sheets:
        write_html(shared, each, folder)
    if pdf:
        kept = {area for area in others if _is_kept(area, folder, earlier)}
        write_pdfs(shared, [each for each in sheets if each.said.area not in kept], folder)
    write_index(shared, [each.said for each in sheets], folder, pdf=pdf)


def _is_kept(area: Area, folder: Path, earlier: Mapping[str, Path]) -> bool:
    """Take the earlier PDF of a sheet, long to make, if its page is the same."""
    page, pdf = f"{file_stem(area)}.html", f"{file_stem(area)}.pdf"
    if pdf not in earlier or not filecmp.cmp(folder / page, earlier[page], shallow=False):
        return False
    shutil.copyfile(earlier[pdf], folder / pdf)
    return True
