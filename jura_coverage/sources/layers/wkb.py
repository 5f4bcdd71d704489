"""Well-known binary: points and surfaces, and nothing that is nested deeper."""

import struct
from collections.abc import Sequence

import numpy as np
import shapely

POINT, POLYGON, MULTI_POINT, MULTI_POLYGON = 1, 3, 4, 6
PARTS = {MULTI_POINT: POINT, MULTI_POLYGON: POLYGON}
# Of ISO by the thousands, and of PostGIS by bits: heights, measures.
_BIT_Z, _BIT_M = 0x80000000, 0x40000000


def decoded(encoded: Sequence[bytes | None]) -> np.ndarray:
    """Decode points and surfaces, missing where there are none or something else stands.

    GEOS calls itself for each part of a part, so that a few nested headers would stop Python; what
    a geometry is made of is looked at before.
    """
    sound = [each if each and _is_plain(each) else None for each in encoded]
    with np.errstate(all="ignore"):  # GEOS computes with what is no number
        return shapely.from_wkb(np.array([*sound, None], object)[:-1], on_invalid="ignore")


def _is_plain(whole: bytes) -> bool:
    """Tell whether a geometry is a point, a surface, or several of them."""
    try:
        order, kind, _, at = _header(whole, 0)
        if kind not in PARTS:
            return _end(whole, 0, kind) == len(whole) and kind in PARTS.values()
        (count,) = struct.unpack_from(f"{order}I", whole, at)
        at += 4
        for _ in range(count):
            at = _end(whole, at, PARTS[kind])
    except struct.error:
        return False
    return at == len(whole)


def _header(whole: bytes, at: int) -> tuple[str, int, int, int]:
    """Read byte order, kind, number of axes, and where the rest begins."""
    order = "<" if whole[at : at + 1] == b"\x01" else ">"
    (code,) = struct.unpack_from(f"{order}I", whole, at + 1)
    thousands, kind = divmod(code & 0x1FFFFFFF, 1000)
    heights = thousands in (1, 3) or bool(code & _BIT_Z)
    measures = thousands in (2, 3) or bool(code & _BIT_M)
    return order, kind, 2 + heights + measures, at + 5


def _end(whole: bytes, at: int, wanted: int) -> int:
    """Tell where a point or a surface ends.

    Raises
    ------
    struct.error
        If it is cut, or something else.
    """
    order, kind, axes, at = _header(whole, at)
    if kind != wanted:
        raise struct.error
    if kind == POINT:
        return at + 8 * axes
    (rings,) = struct.unpack_from(f"{order}I", whole, at)
    at += 4
    for _ in range(rings):
        (points,) = struct.unpack_from(f"{order}I", whole, at)
        at += 4 + 8 * axes * points
    return at
