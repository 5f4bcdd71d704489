"""What notebooks say in a line: an answer, or what is missing for it; numbers with a true minus."""

from jura_coverage import french, words
from jura_coverage.study import Result

# A table is known where it says of some commune what is measured from it.
MEASURES = {"broadband": "share_without", "advisors": "minutes"}


def lacking(result: Result, *roles: str) -> str:
    """Say which of the tables are missing, or hold nothing about the département.

    Parameters
    ----------
    result
        A run.
    *roles
        ``broadband`` or ``advisors``.

    Returns
    -------
    str
        French, without a full stop; empty if something is known from all of them.
    """
    given = {source.role for source in result.sources}
    said = [
        f"{words.TABLES[role]} {'ne dit rien de ces communes' if role in given else 'manque'}"
        for role in roles
        if result.communes[MEASURES[role]].isna().all()
    ]
    return french.enumeration(said) if said else ""


def answer(result: Result, text: str, *, needs: tuple[str, ...] = ("broadband", "advisors")) -> str:
    """Give an answer, or say that it is not to be had for want of a table; never a zero instead.

    Parameters
    ----------
    result
        A run.
    text
        The answer, in French.
    needs
        Roles as in :func:`lacking`.
    """
    missing = lacking(result, *needs)
    return f"{french.MISSING.capitalize()} : {missing}." if missing else text
