"""Quotas: how many posts départements get at least or at most, as one types it."""

from collections.abc import Mapping, Sequence

from jura_coverage import french
from jura_coverage.command import usage
from jura_coverage.command.new_posts import MOST_POSTS
from jura_coverage.errors import DataError, Fault
from jura_coverage.geography.departements import spelt

LEAST, MOST = "--at-least", "--at-most"
HOW = "un nombre pour tous, ou CODE=NOMBRE, séparés par des virgules, comme 1,39=3,71=5"
AT_LEAST = usage.option(
    LEAST, f"Postes qu'un département a au moins : {HOW}.", metavar="QUOTAS"
)  # fmt: skip
AT_MOST = usage.option(
    MOST, f"Postes qu'un département a au plus, écrits comme pour {LEAST}.", metavar="QUOTAS"
)  # fmt: skip
OF_ALL = ""


def quotas(
    at_least: str | None, at_most: str | None, *, departements: Sequence[str], posts: int
) -> dict[str, tuple[int, int]]:
    """Read how many posts each département gets at least and at most.

    Parameters
    ----------
    at_least, at_most
        As typed.
    departements
        Those that are asked for.
    posts
        How many there are in all.

    Raises
    ------
    DataError
        With every fault of both.

    Examples
    --------
    >>> quotas("1,39=2", "39=4", departements=["39", "71"], posts=9)
    {'39': (2, 4), '71': (1, 9)}
    """
    faults: list[Fault] = []
    least = _read(at_least, LEAST, departements, faults)
    most = _read(at_most, MOST, departements, faults)
    read = {
        code: (least.get(code, least.get(OF_ALL, 0)), most.get(code, most.get(OF_ALL, posts)))
        for code in departements
    }
    faults += [
        Fault(
            file=f"{LEAST} et {MOST}", place=f"département {code}",
            found=f"au moins {low} et au plus {high}", expected="un minimum sous le maximum",
            action="Corrigez l'un des deux.",
        )
        for code, (low, high) in read.items()
        if low > high and {code, OF_ALL} & most.keys()
    ]  # fmt: skip
    if not faults and (total := sum(low for low, _ in read.values())) > posts:
        faults.append(
            Fault(
                file=LEAST, found=f"{french.count(total, 'poste')} au moins en tout",
                expected=f"{french.number(posts)} au plus, comme --posts",
                action="Baissez les minimums, ou donnez plus de postes.",
            )
        )  # fmt: skip
    if faults:
        raise DataError(faults)
    return read


def told(at_least: str | None, at_most: str | None) -> list[str]:
    """Say the quotas in clauses, as they were typed."""
    return [
        f"{said} par département : {typed}"
        for said, typed in (("au moins", at_least), ("au plus", at_most))
        if typed
    ]


def _read(
    typed: str | None, option: str, departements: Sequence[str], faults: list[Fault]
) -> Mapping[str, int]:
    """Read one of both; the number for all stands under :data:`OF_ALL`."""
    read: dict[str, int] = {}
    for part in (each.strip() for each in (typed or "").split(",")):
        if not part:
            continue
        code, _, number = part.rpartition("=")
        code, number = spelt(code.strip()), number.strip()
        expected, action = "", ""
        if not (number.isascii() and number.isdigit() and int(number) <= MOST_POSTS):
            expected, action = HOW, "Corrigez le nombre."
        elif "=" in part and code not in departements:
            expected, action = "un département qui est demandé", "Corrigez le code, ou retirez-le."
        elif code in read:
            expected, action = "chaque département une seule fois", "Gardez un seul des nombres."
        if expected:
            faults.append(Fault(file=option, found=f"« {part} »", expected=expected, action=action))
        else:
            read[code] = int(number)
    return read
