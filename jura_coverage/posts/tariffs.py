"""The tariffs of the programme Conseillers numériques, by host type and kind of convention."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from jura_coverage import french
from jura_coverage.errors import ParameterError

PUBLIC = "public"
PRIVATE = "private"


@dataclass(frozen=True, kw_only=True)
class Convention:
    """What the State pays for one post.

    Parameters
    ----------
    months
        How long.
    euros
        In all, over the whole convention.
    """

    months: int
    euros: float


# First conventions of 2021; renewals from 2023 on, paid in three decreasing yearly parts.
FIRST = {
    PUBLIC: Convention(months=24, euros=50_000.0),
    PRIVATE: Convention(months=18, euros=32_000.0),
}
RENEWAL = {
    PUBLIC: Convention(months=36, euros=17_500.0 + 12_500.0 + 12_500.0),
    PRIVATE: Convention(months=36, euros=20_000.0 + 14_000.0 + 10_000.0),
}


def check(host_types: Iterable[object]) -> None:
    """Refuse what is no type of a host.

    Raises
    ------
    ParameterError
        If one is unknown or missing.
    """
    unknown = sorted({str(each) for each in host_types if each not in FIRST})
    if unknown:
        raise ParameterError(
            f"Type de structure : trouvé {french.enumeration([f'« {name} »' for name in unknown])} "
            "; attendu « public » ou « private »."
        )


def post_euros(
    host_type: pd.Series, *, renewal: bool = False, months: float | None = None
) -> pd.Series:
    """Give what one post costs at each host.

    Parameters
    ----------
    host_type
        ``public`` or ``private``.
    renewal
        By the tariff of renewals instead of that of first conventions.
    months
        Another duration, at the same euros a month; that of the convention if None.

    Returns
    -------
    Series
        Euros, on the index of `host_type`.

    Raises
    ------
    ParameterError
        If a host type is unknown or missing, or there are no months.

    Examples
    --------
    >>> post_euros(pd.Series(["public", "private"]), renewal=True).tolist()
    [42500.0, 44000.0]
    """
    tariffs = RENEWAL if renewal else FIRST
    check(host_type)
    if months is not None and not months > 0:
        raise ParameterError(f"Durée : trouvé {months:g} mois ; attendu plus de 0.")
    whole = host_type.map({name: tariff.euros for name, tariff in tariffs.items()})
    length = host_type.map({name: tariff.months for name, tariff in tariffs.items()})
    euros = whole if months is None else whole * months / length
    return euros.astype(float).rename("euros")
