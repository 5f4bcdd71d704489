"""Where figures come from, in words: sources with their editions, the engine, the parameters."""

from collections.abc import Iterable

from jura_coverage.sources.catalogue import Source
from jura_coverage.study import Result
from jura_coverage.words.terms import ROLE_NAMES

PARAMETERS = "Paramètres du calcul"


def source_line(source: Source) -> str:
    """Cite a source: what it is, its edition, who published it and under which licence."""
    cited = f" {source.attribution}. {source.licence}." if source.attribution else ""
    return f"{source.title or source.file}. Édition : {source.edition}.{cited}"


def minutes_by(result: Result) -> str:
    """Say what measured the minutes."""
    return f"Minutes : {result.engine}."


def calculated(result: Result) -> str:
    """Tell the parameters of a run by their fingerprint."""
    return f"{PARAMETERS} : {result.fingerprint}"


def editions(sources: Iterable[Source]) -> list[tuple[str, str]]:
    """Give the name and the edition of each table."""
    return [(ROLE_NAMES[source.role], source.edition) for source in sources]


def editions_line(sources: Iterable[Source]) -> str:
    """Give the name and the edition of each table on one line."""
    return " ; ".join(f"{name} {edition}" for name, edition in editions(sources))
