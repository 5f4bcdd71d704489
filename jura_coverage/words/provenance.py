"""Where figures come from, in words: sources with their editions, the engine, the parameters."""

from collections.abc import Iterable

from jura_coverage import french
from jura_coverage.geography.services import ADVISORS
from jura_coverage.sources.catalogue import Source
from jura_coverage.sources.editions import STALE_MONTHS
from jura_coverage.study import Result
from jura_coverage.study.found import Found
from jura_coverage.words.caveats import RENEW
from jura_coverage.words.terms import ROLE_NAMES

PARAMETERS = "Paramètres du calcul"


def source_line(source: Source) -> str:
    """Cite a source: what it is, its edition, who published it and under which licence."""
    told = (source.attribution, source.licence)
    cited = "".join(f" {french.capital(each)}." for each in told if source.attribution)
    edition = source.edition if source.title else source.vintage or "non précisée"
    return f"{source.title or source.file}. Édition : {edition}.{cited}"


def cited_once(sources: Iterable[Source]) -> list[Source]:
    """Leave out a source whose citation repeats that of one before, as of two files of one table.

    Examples
    --------
    >>> from jura_coverage.sources.editions import of_year
    >>> files = [Source(role="buildings", file=name, sha256="", title="Immeubles", dated=dated)
    ...          for name, dated in (("base.csv", of_year(2025)), ("offres.csv", of_year(2025)),
    ...                              ("base-2026.csv", None))]
    >>> [each.file for each in cited_once(files)]
    ['base.csv', 'base-2026.csv']
    """
    cited: dict[tuple[str, str], Source] = {}
    for each in sources:
        cited.setdefault((each.role, source_line(each)), each)
    return list(cited.values())


def minutes_by(result: Found) -> str:
    """Say what measured the minutes."""
    return f"Minutes : {result.engine}."


def calculated(result: Result) -> str:
    """Tell the parameters of a run by their fingerprint."""
    return f"{PARAMETERS} : {result.fingerprint}"


def editions(sources: Iterable[Source]) -> list[tuple[str, str]]:
    """Give the name and the edition of each table, once where it is in several files."""
    named = [(ROLE_NAMES[source.role], source.edition) for source in sources]
    return list(dict.fromkeys(named))


def editions_line(sources: Iterable[Source]) -> str:
    """Give the name and the edition of each table on one line."""
    return " ; ".join(f"{name} {edition}" for name, edition in editions(sources))


def advisors_of(result: Result) -> str:
    """Say of when the advisors are, and how long before the data on internet; nothing if none."""
    source = _advisors(result)
    return f"Conseillers {_of(source)}{_before(result)}." if source else ""


def advisors_edition(result: Result) -> str:
    """Give the edition of the advisors and its age as the value of a label; empty if none."""
    source = _advisors(result)
    return f"{source.edition}{_before(result)}" if source else ""


def old_advisors(result: Result) -> str:
    """Warn where the advisors are so much older than the internet that many may have changed."""
    months = result.advisors_months_before
    is_old = months is not None and min(months) > STALE_MONTHS[0]
    return f"{advisors_of(result)} {RENEW}" if is_old else ""


def _advisors(result: Result) -> Source | None:
    return next((each for each in result.sources if each.role == ADVISORS.role), None)


def _before(result: Result) -> str:
    months = result.advisors_months_before
    if not months or not any(months):
        return ""
    return f", {french.lasting(*months)} avant les données d'internet"


def _of(source: Source) -> str:
    """Say of when a table is, after a plural in the masculine."""
    edition = source.dated
    if edition is None or edition.end is None:
        return f": édition {source.edition}"
    if edition.kind == "download":
        return f"téléchargés le {french.day(edition.end.isoformat())}"
    if edition.kind in ("day", "quarter"):
        return f"du {edition.text}"
    return f"d'{edition.text}" if edition.text[0] in "aoAO" else f"de {edition.text}"
