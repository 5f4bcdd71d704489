"""Editions of data as values: the day that they describe, and French text made at the end."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from jura_coverage import french

Kind = Literal["quarter", "day", "year", "download", "named"]
DAYS_A_MONTH = 365.25 / 12
STALE_MONTHS = (18, 12, 6)  # of what is not renewed, the worst first


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What edition a table is of.

    Parameters
    ----------
    kind
        A quarter, a day or a year that the data describe, the day of their download, or a name
        that the publisher gave. Of a year alone nobody knows the day.
    end
        The last day that the edition describes; of a download its day; None if nobody knows.
    words
        How the publisher writes it, which is then what readers see; never taken apart.
    """

    kind: Kind
    end: date | None
    words: str = ""

    @property
    def text(self) -> str:
        """Write it in French, as the publisher does where they told how.

        Examples
        --------
        >>> of_quarter(2026, 2).text, of_year(2022).text, of_day(date(2026, 1, 2)).text
        ('2e trimestre 2026', '2022', '02/01/2026')
        >>> downloaded(date(2026, 11, 25)).text, named("2026-T2", end=date(2026, 6, 30)).text
        ('téléchargée le 25/11/2026', '2026-T2')
        """
        if self.words or self.end is None:
            return self.words
        if self.kind == "quarter":
            number = (self.end.month + 2) // 3
            return f"{number}{'er' if number == 1 else 'e'} trimestre {self.end.year}"
        if self.kind == "year":
            return str(self.end.year)
        day = french.day(self.end.isoformat())
        return f"téléchargée le {day}" if self.kind == "download" else day

    def months_before(self, day: date) -> tuple[int, int] | None:
        """Give the least and the most months from what the edition describes to a later day.

        They differ where only the year is known. None if nobody knows the end of the edition, or
        if it comes after that day.

        Examples
        --------
        >>> june = date(2026, 6, 30)
        >>> of_year(2022).months_before(june), of_day(date(2022, 12, 1)).months_before(june)
        ((42, 54), (43, 43))
        >>> of_year(2026).months_before(june), named("inventée").months_before(june)
        (None, None)
        """
        if self.end is None or self.end > day:
            return None
        start = self.end.replace(month=1, day=1) if self.kind == "year" else self.end
        least, most = (round((day - each).days / DAYS_A_MONTH) for each in (self.end, start))
        return least, most


def of_quarter(year: int, quarter: int) -> Edition:
    """Give the edition of a quarter, from 1 to 4.

    Examples
    --------
    >>> [str(of_quarter(2026, quarter).end) for quarter in (1, 2, 3, 4)]
    ['2026-03-31', '2026-06-30', '2026-09-30', '2026-12-31']
    """
    following = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
    return Edition(kind="quarter", end=following - timedelta(days=1))


def of_day(day: date) -> Edition:
    """Give the edition of a day."""
    return Edition(kind="day", end=day)


def of_year(year: int) -> Edition:
    """Give the edition of a year."""
    return Edition(kind="year", end=date(year, 12, 31))


def downloaded(day: date) -> Edition:
    """Give the edition of a table that tells none: the day of its download."""
    return Edition(kind="download", end=day)


def named(words: str, *, end: date | None = None) -> Edition | None:
    """Give an edition by its publisher's name for it; None if there is no name."""
    return Edition(kind="named", end=end, words=words) if words else None
