"""ARCEP's codes of technologies and speeds, and the technology that each pair counts as.

It is the definition of the commune table ``commune_meilleure_techno_thd``: a premise has something
from 8 Mbit/s on, copper counts apart below 30, and of several technologies the first in the order
of the table is the best.
"""

from jura_coverage.measures.internet import TECHNOLOGIES

# From the slowest to the fastest, downwards.
SPEEDS = ("INEL", "HD05", "HD3", "BHD8", "THD30", "THD100", "THD1G")
AT_8, AT_30 = SPEEDS.index("BHD8"), SPEEDS.index("THD30")
# What each code counts as from 30 Mbit/s on, and from 8.
CODES = {
    "FO": ("ftth", "ftth"),
    "COAX": ("coax", "coax"),
    "CU": ("copper", "copper_slow"),
    "THDR": ("thd_radio", "hd_radio"),
    "4GF": ("fixed_4g", "fixed_4g"),
    "HDR": ("hd_radio", "hd_radio"),
    "SAT": ("satellite", "satellite"),
}
NOTHING = "nothing"  # at 8 Mbit/s, or in no row at all


def rank(code: str, speed: str) -> int:
    """Give the place of an offer in the order of technologies; behind the last if it is too slow.

    Parameters
    ----------
    code, speed
        One of :data:`CODES`, and one of :data:`SPEEDS`.

    Examples
    --------
    >>> rank("FO", "THD1G"), rank("CU", "THD30"), rank("CU", "BHD8"), rank("CU", "HD3")
    (0, 2, 4, 8)
    """
    at = SPEEDS.index(speed)
    if at < AT_8:
        return len(TECHNOLOGIES)
    fast, slow = CODES[code]
    return TECHNOLOGIES.index(fast if at >= AT_30 else slow)


def ranks() -> list[tuple[str, str, int]]:
    """List all pairs of codes with their rank."""
    return [(code, speed, rank(code, speed)) for code in CODES for speed in SPEEDS]
