"""Numbers as the pages' scripts take them: short, and none for what is missing."""

import math

import numpy as np
import pandas as pd

MOST_DECIMALS, HALF_WITHIN = 6, 1e-6


def whole_values(column: pd.Series) -> list[int | None]:
    """Give whole numbers, with None for what is missing."""
    known = column.notna().to_numpy()
    return [
        int(value) if told else None for value, told in zip(column.tolist(), known, strict=True)
    ]


def rounded(column: pd.Series, decimals: int) -> list[float | None]:
    """Give numbers with so many decimals, with None for what is missing."""
    numbers = column.to_numpy("float64", na_value=np.nan).tolist()
    return [None if math.isnan(value) else round(value, decimals) for value in numbers]


def shortened(values: pd.Series, *, factor: int = 1, decimals: int | None) -> list[float | None]:
    """Give numbers with few decimals, as long as what is written of them stays as it is.

    Parameters
    ----------
    values
        As code holds them.
    factor, decimals
        How they are written; None for all decimals.

    Returns
    -------
    list
        One decimal more than is written, if no text with at most so many changes by that; else
        more.
    """
    short = whole = values.to_numpy("float64", na_value=np.nan)
    if decimals is not None:
        for kept in range(MOST_DECIMALS, decimals + len(str(factor)) - 1, -1):
            rounded = whole.round(kept)
            short = np.where(_between_texts(factor * rounded, decimals), short, rounded)
    return [None if math.isnan(value) else value for value in short.tolist()]


def _between_texts(values: np.ndarray, decimals: int) -> np.ndarray:
    """Tell which numbers lie halfway between two texts with at most so many decimals."""
    halves = 2 * 10 ** np.arange(decimals + 1)[:, np.newaxis] * values
    near: np.ndarray = (np.abs(halves % 2 - 1) < HALF_WITHIN).any(axis=0)
    return near
