"""The parameters of a run: what they are, their defaults, and what each may be.

Only what differs from the defaults is checked: what checks it loads slowly.
"""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

Definition = Literal["wired", "terrestrial", "all"]
MissingPairs = Literal["refuse", "estimate", "missing"]


def _within(default: Any, **bounds: float) -> Any:
    """Give a field its default, and the bounds of its value, or of each of its two values."""
    return field(default=default, metadata=bounds)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What one chooses: when a commune is flagged.

    Parameters
    ----------
    definition
        What counts as good internet: ``wired`` (default), ``terrestrial`` or ``all``.
    poor_share
        Internet is poor where this share (0 to 1) of premises or more lacks it.
    far_minutes
        An advisor is far beyond this many minutes.
    """

    definition: Definition = "wired"
    poor_share: float = _within(0.05, gt=0, le=1)
    far_minutes: float = _within(20.0, gt=0, le=240)


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """How long a trip takes, see :class:`jura_coverage.measures.travel.CrowFlyEstimate`."""

    fixed_minutes: float = _within(2.0, ge=0, le=60)
    minutes_per_km: float = _within(2.3, ge=0.01, le=60)
    distance_exponent: float = _within(0.78, ge=0.1, le=1.5)


@dataclass(frozen=True, kw_only=True)
class Roads:
    """Which minutes roads measured, in place of the estimate.

    Parameters
    ----------
    minutes
        Tables of minutes, as :func:`jura_coverage.sources.read_minutes` reads them; none for the
        estimate. In a result they have no folders, since they are published.
    missing_pairs
        What becomes of a pair that no table tells: ``refuse`` (default) stops, ``estimate`` takes
        the estimate and says so, ``missing`` leaves it out, as if there were no way.
    """

    minutes: tuple[str, ...] = ()
    missing_pairs: MissingPairs = "refuse"


@dataclass(frozen=True, kw_only=True)
class Errors:
    """What one does not know: how far what was measured may be from what is.

    Parameters
    ----------
    travel
        How many times the spread of the travel engine estimated minutes are spread
        (:meth:`jura_coverage.measures.travel.TravelEngine.spread_minutes`); 0 leaves it out.
    by_road
        By which share (0 to 1) of itself a time that roads measured may be wrong, two times out of
        three. 0.13 is how two road engines differ: INSEE's METRIC and OSRM, on 480 trips of 10 to
        30 km in the Gironde.
    position_m
        A place known by its commune only is anywhere within so many metres of the town hall.
    premises
        Counts of premises covered are off by so many at most, each whole number as likely.
    part_time_absent
        The chance (0 to 1) that a place with less than one post receives nobody in truth: a
        convention, not measured.
    seed
        Of the worlds drawn from these errors: the same gives the same to the byte, another one
        tells what hangs on the draw.
    """

    travel: float = _within(1.0, ge=0, le=5)
    by_road: float = _within(0.13, ge=0, le=1)
    position_m: float = _within(2_000.0, ge=0, le=20_000)
    premises: int = _within(1, ge=0, le=100)
    part_time_absent: float = _within(0.1, ge=0, le=1)
    seed: int = _within(0, ge=0, le=2**31)


@dataclass(frozen=True, kw_only=True)
class Ranges:
    """Which other policies are looked at beside the chosen one.

    Parameters
    ----------
    poor_share, far_minutes
        The least and the greatest, in times of what is chosen: they follow it.
    definitions
        What may count as good internet.
    """

    poor_share: tuple[float, float] = _within((0.6, 1.6), ge=0.1, le=10)
    far_minutes: tuple[float, float] = _within((0.75, 1.25), ge=0.1, le=10)
    definitions: tuple[Definition, ...] = _within(("wired", "terrestrial"), min_length=1)


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """How many people need help, and how many a post helps: conventions, with their sources.

    Parameters
    ----------
    people_a_year
        People whom a full-time post helps in a year: about what 2.2 million people and 3,614
        posts make (annual report of the ANCT for 2022), no measure of what one post can do.
    need_share
        Share (0 to 1) of residents in digital difficulty: 15.4 % of those of 15 and more in France
        in 2021 (Insee Première 1953, 2023).
    """

    people_a_year: float = _within(600.0, gt=0, le=100_000)
    need_share: float = _within(0.154, gt=0, le=1)


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """Everything that a result depends on besides the data; each part is a table of the file.

    Parameters
    ----------
    policy
        What one chooses.
    estimate
        How long trips take.
    roads
        What measured trips, if anything did.
    errors
        What one does not know.
    ranges
        Which other choices are looked at.
    capacity
        How many people need help, and how many a post helps.
    """

    policy: Policy = Policy()
    estimate: Estimate = Estimate()
    roads: Roads = Roads()
    errors: Errors = Errors()
    ranges: Ranges = Ranges()
    capacity: Capacity = Capacity()

    def __post_init__(self) -> None:
        """Check all values, unless they are the defaults; whole numbers become real ones."""
        if any(getattr(self, each.name) is not each.default for each in fields(self)):
            from jura_coverage.parameters.check import checked

            for part, values in checked(asdict(self)).items():
                object.__setattr__(self, part, PARTS[part](**values))

    def but(self, **values: object) -> "Parameters":
        """Give the same parameters with other values for some, named as in :func:`load`.

        Raises
        ------
        ParameterError
            If any name is unknown or value out of range; all are named.

        Examples
        --------
        >>> Parameters().but(far_minutes=15.0).policy
        Policy(definition='wired', poor_share=0.05, far_minutes=15.0)
        """
        if not values:
            return self
        from jura_coverage.parameters.check import made, over, parted

        return made(over(asdict(self), parted(values)))


PARTS: dict[str, Any] = {
    "policy": Policy, "estimate": Estimate, "roads": Roads, "errors": Errors, "ranges": Ranges,
    "capacity": Capacity,
}  # fmt: skip
