"""Decide: which posts to keep, move and add, what each choice gains, and how sure that is.

Within reach means at most so many minutes, everywhere. Every answer is proven optimal or carries
the gap that is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from jura_coverage import access, broadband, classify, equity, geo, pairs, posts, robustness, supply
from jura_coverage.errors import SitingError
from jura_coverage.pairs import FloatArray
from jura_coverage.pipeline import Result
from jura_coverage.placing import FROM_COMMUNE
from jura_coverage.robustness import Ranges, Robustness
from jura_coverage.siting import centre, covering, interchange, median, problem, rounds, transfers
from jura_coverage.siting.problem import Plan, Request

# What the State pays for a first convention, in euros, by host type (programme of 2021); none has
# been signed since May 2025, so that a cost is an order of magnitude.
TARIFFS_EUROS = {"public": 50_000, "private": 32_000}
TARIFF_MONTHS = {"public": 24, "private": 18}
# A host known by its commune only is somewhere within this radius of the town hall.
POSITION_RADIUS_M = 2_000.0
JOINT_ENDS = 3


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What all decisions stand on: ways, residents and posts of one result.

    Parameters
    ----------
    result
        A run.
    to_places
        Minutes from each commune (rows) to each place of today (columns).
    to_sites
        Minutes from each commune (rows) to each commune as the site of a post (columns).
    within_minutes
        Within reach means at most so many.
    """

    result: Result
    to_places: pd.DataFrame
    to_sites: pd.DataFrame
    within_minutes: float

    @property
    def residents(self) -> pd.Series:
        """Residents of each commune; a missing count adds nothing to any sum."""
        return self.result.communes["residents"].astype("Float64").fillna(0.0).astype(float)

    @property
    def own_places(self) -> gpd.GeoDataFrame:
        """Places of the département; those of its neighbours are nobody's decision here."""
        places = self.result.territory.places
        return places[~places["neighbour"].astype(bool)]

    @cached_property
    def nearest(self) -> pd.Series:
        """Minutes to the nearest place of today, infinite where there is none."""
        return access.nearest_minutes(self.to_places).fillna(np.inf)

    @property
    def served(self) -> pd.Series:
        """Whether each commune is within reach today."""
        return self.nearest <= self.within_minutes

    @cached_property
    def weights(self) -> pd.Series:
        """Share (0 to 1) of premises with poor internet, the weight of connectivity."""
        return self.result.communes["share_without"].fillna(0.0)


def ground(result: Result) -> Ground:
    """Measure all ways between communes once."""
    communes = result.communes
    origins = gpd.GeoSeries(communes["origin"], crs=communes.crs)
    least_m = geo.least_distance_m(communes.geometry)
    engine = result.travel
    return Ground(
        result=result,
        to_places=engine.minutes(origins, result.territory.places.geometry, least_m=least_m),
        to_sites=engine.minutes(origins, origins, least_m=least_m),
        within_minutes=result.parameters.far_minutes,
    )


# --- keep -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Joint:
    """Hosts whose joint end would put the most residents out of reach.

    Parameters
    ----------
    hosts
        Their names.
    residents_lost, gap
        Residents no longer within reach, and how far (share) the worst could lie above.
    """

    hosts: tuple[str, ...]
    residents_lost: int
    gap: float


@dataclass(frozen=True, kw_only=True)
class Keep:
    """What the end of posts would cost.

    Parameters
    ----------
    hosts
        A row a host, the dearest first: `host`, `insee`, `posts`, `residents_lost`,
        `residents_lost_post`, `communes_lost`, `communes_flagged` (newly), `convention_end`.
    joint
        The worst single host, pair, three.
    timeline
        In the order of convention ends where they are known: `hosts`, `residents_lost`,
        `communes_lost`; empty if none is.
    """

    hosts: pd.DataFrame
    joint: tuple[Joint, ...]
    timeline: pd.DataFrame


def keep(base: Ground, *, ends: int = JOINT_ENDS) -> Keep:
    """Say what each post's end would cost, and the joint end of the worst hosts.

    Parameters
    ----------
    base
        From :func:`ground`.
    ends
        How many hosts at most end together.

    Raises
    ------
    SitingError
        If the département has no host.
    """
    own = base.own_places
    if own.empty:
        raise SitingError("Aucune structure : trouvé un tableau sans poste ; attendu un au moins.")
    hosts = base.result.territory.places["host"].where(
        ~base.result.territory.places["neighbour"].astype(bool), "\0neighbour"
    )
    ways = posts.by_host(base.to_places, hosts)
    near_neighbours = ways.pop("\0neighbour") <= base.within_minutes if "\0neighbour" in ways else None
    residents = base.residents
    if near_neighbours is not None:  # what a neighbour serves cannot be lost
        residents = residents.where(~near_neighbours, 0.0)
    of_host = own.groupby("host", sort=False)
    number = of_host["posts"].sum()
    table = posts.lost_alone(
        ways,
        residents,
        posts=number,
        poor=base.result.communes["poor"],
        within_minutes=base.within_minutes,
    )
    ends_on = of_host["convention_end"].agg(lambda dates: min((d for d in dates if d), default=""))
    table = table.assign(
        host=table.index, insee=of_host["insee"].first(), posts=number, convention_end=ends_on
    ).sort_values(["residents_lost", "host"], ascending=[False, True], ignore_index=True)
    joint = []
    for together in range(1, min(ends, len(ways.columns)) + 1):
        worst = posts.worst_joint(ways, residents, ends=together, within_minutes=base.within_minutes)
        names = tuple(str(ways.columns[site]) for site in worst.sites)
        joint.append(Joint(hosts=names, residents_lost=round(worst.objective), gap=worst.gap))
    return Keep(
        hosts=table,
        joint=tuple(joint),
        timeline=posts.timeline(
            ways,
            residents,
            ends=ends_on.replace("", np.nan),
            within_minutes=base.within_minutes,
        ),
    )


# --- add --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Where new posts may go, and how many.

    Parameters
    ----------
    posts
        How many at most; None for as many as the budget pays.
    candidates
        INSEE codes that may host one; all communes if None.
    least_residents
        Smaller communes are no candidates.
    largest_of_epci
        Only the most populous commune of each EPCI, for want of its seat.
    per_epci
        At most so many new posts an EPCI.
    budget_euros, host_type
        A budget, and the tariff (:data:`TARIFFS_EUROS`) that a post is counted at.
    weighted
        Count residents in proportion to the share of premises with poor internet.
    """

    posts: int | None = 5
    candidates: tuple[str, ...] | None = None
    least_residents: int = 0
    largest_of_epci: bool = False
    per_epci: int | None = None
    budget_euros: float | None = None
    host_type: str = "public"
    weighted: bool = False


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A number of new posts and the communes that they serve best from.

    Parameters
    ----------
    sites
        INSEE codes.
    residents_gained
        Residents within reach who are not today.
    gap, cost_euros
        How far (share) an optimum could lie above, and the cost at the tariff.
    """

    sites: tuple[str, ...]
    residents_gained: int
    gap: float
    cost_euros: int

    @property
    def posts(self) -> int:
        """Number of new posts."""
        return len(self.sites)


@dataclass(frozen=True, kw_only=True)
class Add:
    """Where new posts would serve most.

    Parameters
    ----------
    plans
        For 1, 2, … posts, the most residents brought within reach (MCLP).
    mean, worst
        With as many posts as the last plan: the sites of the least mean minutes (p-median) and
        of the shortest worst case (p-centre), each with its objective in minutes.
    alternatives
        Other sets of sites that gain within 1 % of the last plan.
    chosen_share
        For each candidate the share (0 to 1) of scenarios in which it is chosen.
    equity
        Today and after each of the three, see :func:`jura_coverage.equity.compare`.
    equity_by_epci
        By EPCI, today and after the last plan.
    """

    plans: tuple[Proposal, ...]
    mean: tuple[Proposal, float]
    worst: tuple[Proposal, float]
    alternatives: tuple[Proposal, ...]
    chosen_share: pd.Series
    equity: pd.DataFrame
    equity_by_epci: pd.DataFrame


def add(base: Ground, rule: Rule, *, scenarios: int = 200, seed: int = 0) -> Add:
    """Choose sites for new posts; existing ones stay.

    Parameters
    ----------
    base, rule
        From :func:`ground`, and what is asked for.
    scenarios, seed
        How many scenarios tell how sure each site is, and the seed of their random numbers.

    Raises
    ------
    SitingError
        If the request cannot be met: no candidate, more posts than candidates, a budget below
        one post, no one left to reach.
    """
    request = _request(base, rule)
    weights = base.residents * (base.weights if rule.weighted else 1.0)
    reach = pairs.pairs_of(base.to_sites, limit=base.within_minutes).reach(base.within_minutes)
    served = base.served.to_numpy()
    plans = covering.curve(reach, weights.to_numpy(), request=request, served=served)
    last = plans[-1]
    number = max(1, len(last.sites))
    exact = Request(**{**vars(request), "posts": number, "budget_euros": None})
    nearest = base.nearest.to_numpy()
    costs = base.to_sites.to_numpy(dtype=float)
    mean = median.solve(costs, weights.to_numpy(), request=exact, existing=nearest)
    worst = centre.solve(costs, weights.to_numpy(), request=exact, existing=nearest)
    others = covering.alternatives(
        reach, weights.to_numpy(), request=exact, plan=last, served=served, most=5
    )
    total = float(weights.sum())
    ways = {
        "aujourd'hui": base.nearest,
        "plus d'habitants à portée": _after(base, last),
        "moins de minutes en moyenne": _after(base, mean),
        "plus long trajet le plus court": _after(base, worst),
    }
    flags = {name: _flagged(base, minutes) for name, minutes in ways.items()}
    epci = base.result.communes["epci_name"]
    return Add(
        plans=tuple(_proposal(base, plan, rule) for plan in plans),
        mean=(_proposal(base, mean, rule), mean.objective / total if total else float("nan")),
        worst=(_proposal(base, worst, rule), worst.objective),
        alternatives=tuple(_proposal(base, plan, rule) for plan in others),
        chosen_share=_chosen_share(base, exact, weights, scenarios=scenarios, seed=seed),
        equity=equity.compare(ways, base.residents, flagged=flags, weights=base.weights),
        equity_by_epci=pd.concat(
            {
                name: equity.by_group(
                    ways[name], base.residents, group=epci, flagged=flags[name]
                )
                for name in list(ways)[:2]
            },
            names=["plan", "epci"],
        ),
    )


def _request(base: Ground, rule: Rule) -> Request:
    """Turn the rule into a mask, groups and euros."""
    communes = base.result.communes
    allowed = base.residents.ge(rule.least_residents)
    if rule.candidates is not None:
        allowed &= communes.index.isin(rule.candidates)
    if rule.largest_of_epci:
        largest = base.residents.groupby(communes["epci_name"]).idxmax()
        allowed &= communes.index.isin(largest)
    codes, names = pd.factorize(communes["epci_name"])
    return Request(
        posts=rule.posts,
        candidates=allowed.to_numpy(),
        group=codes.astype(np.intp) if rule.per_epci else None,
        room=np.full(len(names), rule.per_epci) if rule.per_epci else None,
        euros=np.full(len(communes), float(TARIFFS_EUROS[rule.host_type])),
        budget_euros=rule.budget_euros,
    )


def _after(base: Ground, plan: Plan) -> pd.Series:
    new = base.to_sites.iloc[:, list(plan.sites)].min(axis=1).fillna(np.inf)
    return np.minimum(base.nearest, new) if plan.sites else base.nearest


def _flagged(base: Ground, minutes: pd.Series) -> pd.Series:
    limits = classify.Thresholds(
        poor_share=base.result.parameters.poor_share, far_minutes=base.within_minutes
    )
    far = classify.is_far(minutes.replace(np.inf, np.nan), thresholds=limits)
    return classify.situation(base.result.communes["poor"], far) == classify.POOR_AND_FAR


def _gained(base: Ground, plan: Plan) -> int:
    now = _after(base, plan) <= base.within_minutes
    return round(base.residents[now & ~base.served].sum())


def _proposal(base: Ground, plan: Plan, rule: Rule) -> Proposal:
    return Proposal(
        sites=tuple(str(base.to_sites.columns[site]) for site in plan.sites),
        residents_gained=_gained(base, plan),
        gap=plan.gap,
        cost_euros=len(plan.sites) * TARIFFS_EUROS[rule.host_type],
    )


def _chosen_share(
    base: Ground, request: Request, weights: pd.Series, *, scenarios: int, seed: int
) -> pd.Series:
    """Choose again in every scenario, by greedy and interchange, and count how often each wins."""
    drawn = _scenarios(base, Ranges(), scenarios=scenarios, seed=seed)
    fixed = base.result.parameters.fixed_minutes
    communes = base.result.communes
    origins = communes["origin"].map(lambda point: (point.x, point.y)).tolist()
    least_km = geo.least_distance_m(communes.geometry).to_numpy()[:, None] / 1000
    where = np.array(origins, dtype=float)
    site_km = np.maximum(_between_km(where, where), least_km)
    rules = request.checked(len(where))
    plans = []
    for number, row in enumerate(drawn.table.itertuples()):
        # Minutes within the threshold are kilometres within a limit.
        limit_km = (row.far_minutes - fixed) / (row.detour * 60.0 / row.speed_kmh)
        places = _coordinates(base.result.territory.places.geometry) + drawn.shift_m[number]
        served = (np.maximum(_between_km(where, places), least_km) <= limit_km).any(axis=1)
        worth = np.where(served, 0.0, weights.to_numpy())
        cover = interchange.cover(csr_array((site_km <= limit_km).astype(float)), worth)
        sites = interchange.improve(cover, rules, interchange.greedy(cover, rules), passes=2)
        value = cover.value(sites)
        plans.append(Plan(sites=tuple(map(int, sites)), objective=value, bound=value))
    share = problem.how_often(plans, sites=len(where))
    return pd.Series(share, index=communes.index, name="chosen_share")


# --- move, rounds -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Move:
    """Transfers inside the département, and what they gain all in all.

    Parameters
    ----------
    moves
        Pairs of a host that gives a post up and the INSEE code that receives it.
    residents_gained, gap
        Residents within reach afterwards less those of today, and how far (share) an optimum
        could lie above.
    by_epci
        `residents_gained` and `residents_lost` by EPCI.
    """

    moves: tuple[tuple[str, str], ...]
    residents_gained: int
    gap: float
    by_epci: pd.DataFrame


def move(base: Ground, *, most: int = 3) -> Move:
    """Find the best transfers of at most so many posts.

    Raises
    ------
    SitingError
        If more posts are to move than there are.
    """
    own = base.own_places
    neighbours = base.to_places.drop(columns=own.index)
    covered = neighbours.le(base.within_minutes).any(axis=1)
    residents = base.residents.where(~covered, 0.0)
    ways = base.to_places[own.index]
    best = transfers.solve(
        ways.to_numpy(dtype=float),
        base.to_sites.to_numpy(dtype=float),
        residents.to_numpy(),
        posts=own["posts"].fillna(1).to_numpy(dtype=np.intp),
        request=Request(posts=most),
        within_minutes=base.within_minutes,
    )
    leaving = pd.Series(best.places).value_counts()
    left = own["posts"].fillna(1).to_numpy(dtype=int) - leaving.reindex(
        range(len(own)), fill_value=0
    ).to_numpy()
    after = pd.concat(
        [ways.loc[:, left > 0], base.to_sites.iloc[:, list(best.sites)], neighbours], axis=1
    ).min(axis=1)
    gap = (best.bound - best.gained) / best.gained if best.gained else 0.0
    return Move(
        moves=tuple(
            (str(own["host"].iloc[place]), str(base.to_sites.columns[site]))
            for place, site in zip(best.places, best.sites, strict=True)
        ),
        residents_gained=round(best.gained),
        gap=max(gap, 0.0),
        by_epci=transfers.gains_and_losses(
            base.nearest, after, base.residents,
            group=base.result.communes["epci_name"], within_minutes=base.within_minutes,
        ).query("residents_gained > 0 or residents_lost > 0"),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Week:
    """The round of an itinerant post among those who are far today.

    Parameters
    ----------
    base, stops
        INSEE codes; a day at each stop.
    residents_served, resident_days
        Residents who are far today and have a stop within reach on a day at least, and the sum
        of residents and days.
    """

    base: str
    stops: tuple[str, ...]
    residents_served: int
    resident_days: int


def week(base: Ground, *, stops: int = 5, travel_minutes: float = 30.0) -> Week:
    """Choose the base and the stops of an itinerant post for those who are far today.

    Parameters
    ----------
    base
        From :func:`ground`.
    stops, travel_minutes
        Most stops a week, and the most minutes from the base to a stop.

    Raises
    ------
    SitingError
        If no stop is possible.
    """
    far = base.residents.where(~base.served, 0.0)
    ways = base.to_sites.to_numpy(dtype=float)
    found = rounds.solve(
        ways, ways, far.to_numpy(), stops=stops, travel_minutes=travel_minutes,
        within_minutes=base.within_minutes,
    )  # fmt: skip
    days = rounds.days_served(base.to_sites, found.stops, within_minutes=base.within_minutes)
    codes = base.to_sites.columns
    return Week(
        base=str(codes[found.base]),
        stops=tuple(str(codes[stop]) for stop in found.stops),
        residents_served=round(far[days > 0].sum()),
        resident_days=round(found.resident_days),
    )


# --- certainty, supply, all -------------------------------------------------------------------


def certainty(
    base: Ground, *, ranges: Ranges | None = None, scenarios: int = 1000, seed: int = 0
) -> Robustness:
    """Flag every commune in many scenarios, see :mod:`jura_coverage.robustness`."""
    ranges = ranges or Ranges()
    communes, places = base.result.communes, base.result.territory.places
    definitions = [name for name in broadband.TECHNOLOGIES_COUNTED if name in ranges.definitions]
    shares = {
        name: broadband.share_without(
            communes["premises"], broadband.premises_covered(communes, definition=name)
        )
        for name in definitions
    }
    return robustness.measure(
        pd.DataFrame(shares),
        origins_m=_coordinates(gpd.GeoSeries(communes["origin"])),
        places_m=_coordinates(places.geometry),
        place_names=places["host"].tolist(),
        least_m=geo.least_distance_m(communes.geometry),
        fixed_minutes=base.result.parameters.fixed_minutes,
        scenarios=_scenarios(base, ranges, scenarios=scenarios, seed=seed),
    )


def catchment(base: Ground) -> pd.Series:
    """Give the posts for each resident by E2SFCA, decaying in three zones up to the threshold."""
    limit = base.within_minutes
    decay = supply.step_decay(limits=[limit / 2, 0.75 * limit, limit], weights=[1.0, 0.68, 0.22])
    fte, _ = supply.open_fte(base.result.territory.places["posts"])
    return supply.e2sfca(
        base.residents, fte, pairs=pairs.pairs_of(base.to_places, limit=limit), decay=decay
    )


@dataclass(frozen=True, kw_only=True)
class Decision:
    """All answers at once, for the report and the map."""

    base: Ground
    keep: Keep
    move: Move
    add: Add
    week: Week
    certainty: Robustness
    catchment: pd.Series


def decide(result: Result, *, rule: Rule | None = None, transfers_most: int = 3) -> Decision:
    """Answer every question about posts.

    Raises
    ------
    SitingError
        If one of them cannot be answered.
    """
    base = ground(result)
    return Decision(
        base=base,
        keep=keep(base),
        move=move(base, most=min(transfers_most, int(base.own_places["posts"].fillna(1).sum()))),
        add=add(base, rule or Rule()),
        week=week(base),
        certainty=certainty(base),
        catchment=catchment(base),
    )


def _scenarios(
    base: Ground, ranges: Ranges, *, scenarios: int, seed: int
) -> robustness.Scenarios:
    approximate = base.result.territory.places["position_source"] == FROM_COMMUNE
    radius = approximate.astype(float) * POSITION_RADIUS_M
    return robustness.draw(ranges, position_radius_m=radius, scenarios=scenarios, seed=seed)


def _coordinates(points: gpd.GeoSeries | Sequence[object]) -> FloatArray:
    series = gpd.GeoSeries(points)
    return np.column_stack([series.x, series.y])


def _between_km(first_m: FloatArray, second_m: FloatArray) -> FloatArray:
    across = first_m[:, None, :] - second_m[None, :, :]
    distances: FloatArray = np.hypot(across[..., 0], across[..., 1]) / 1000
    return distances
