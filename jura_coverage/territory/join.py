"""The territory: one row a commune, its broadband and its places, none lost in the joins."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import pandas as pd

from jura_coverage import french, geography
from jura_coverage.errors import DataError, Fault
from jura_coverage.geography.services import ADVISORS, SERVICES, Service
from jura_coverage.measures.internet import last_closure, premises_covered
from jura_coverage.remarks import ALL_COMMUNES, Merger, Remark
from jura_coverage.sources.catalogue import Source
from jura_coverage.sources.checks import BROADBAND_COUNTS
from jura_coverage.territory import belt, contradicted, doubles, identity, stops
from jura_coverage.territory.cities import over_arrondissements, with_arrondissements
from jura_coverage.territory.needs import needs_of, taken
from jura_coverage.territory.parts import without_parts
from jura_coverage.territory.places import (
    by_name,
    coded_by_position,
    contradictions,
    no_places,
    placed,
    with_codes,
)

# Advisors in, the same with more positions out, and what to say of it.
Locate = Callable[[pd.DataFrame], tuple[pd.DataFrame, list[Remark]]]
COPPER = ("copper_status", "copper_closure_date", "copper_closure_year")
INTEGERS = (*BROADBAND_COUNTS, "copper_closure_year")


@dataclass(frozen=True, kw_only=True)
class Listed:
    """The table of a service or of needs as it was read.

    Parameters
    ----------
    table
        As :func:`jura_coverage.sources.read_advisors` gives it, perhaps of all France; or
        :func:`jura_coverage.sources.read_needs`.
    file
        The file to name, as if a host can be placed nowhere.
    official
        Whether such a host is set aside, since the user cannot correct it.
    """

    table: pd.DataFrame
    file: str = "conseillers"
    official: bool = False


@dataclass(frozen=True, kw_only=True)
class Territory:
    """A département as the measures see it.

    Parameters
    ----------
    departement
        Its code.
    communes
        Index ``insee``: `name`, `epci`, `epci_name`, `postcodes` (separated by spaces),
        `residents`, `residents_in_part` (whether they are those of some arrondissements), `origin`
        (points), `origin_source`, premises by technology, copper closure, `share_65_plus`,
        `median_income` and `income_status`, polygons; in metres. What no table tells is missing.
    services
        By role, where the public goes to each service, perhaps nowhere: for advisors where they
        work, those of the belt around the département included: `host`, `insee`,
        `commune` (its name, as the source spells it where it is not at hand), `posts`,
        `position_source`, `neighbour`, points, what the source says of the posts, what
        :func:`jura_coverage.territory.identity.names` and
        :func:`jura_coverage.territory.stops.at_stops` add; in metres.
    listed
        The roles of the services of which a table tells the places: if it has none, nobody
        receives, and without it nobody knows.
    neighbours
        Communes of the belt like `communes`, without broadband; empty if they are not at hand.
    remarks
        What did not match, was mapped, replaced or is missing.
    crosswalk
        Former communes, as :func:`jura_coverage.sources.read_crosswalk` gives them.
    around
        The ground of the départements of the belt, by code; empty if nobody told it.
    beyond
        The ground across the border where advisors may work that nobody told us of, by the code
        of its département, see :func:`jura_coverage.territory.belt.untold`.
    sources
        Where the tables come from.
    buildings
        As :func:`jura_coverage.territory.buildings.housed` gives them; None if nobody told them.
    lent
        Of arrondissements of which no table counts the premises, those of their whole city, on
        their codes; None if there are none.
    """

    departement: str
    communes: gpd.GeoDataFrame
    services: Mapping[str, gpd.GeoDataFrame]
    listed: frozenset[str]
    neighbours: gpd.GeoDataFrame
    remarks: tuple[Remark, ...]
    crosswalk: pd.DataFrame
    around: gpd.GeoSeries
    beyond: gpd.GeoSeries
    sources: tuple[Source, ...] = ()
    buildings: pd.DataFrame | None = None
    lent: pd.DataFrame | None = None

    @property
    def counted(self) -> pd.DataFrame:
        """The counts of premises that shares are made of: those of a city for a part of it."""
        counts: pd.DataFrame = self.communes[[*BROADBAND_COUNTS]]
        if self.lent is None:
            return counts
        lacking = self.lent.index[self.communes.loc[self.lent.index, "premises"].isna()]
        known: pd.DataFrame = counts.copy()
        known.loc[lacking, self.lent.columns] = self.lent.loc[lacking]
        return known

    @property
    def divided(self) -> bool:
        """Whether arrondissements are communes of their own, here or beyond the border."""
        return geography.are_apart([*self.communes.index, *self.neighbours.index])

    @property
    def places(self) -> gpd.GeoDataFrame:
        """Where advisors work."""
        return self.services[ADVISORS.role]

    @property
    def told(self) -> tuple[Service, ...]:
        """Services to speak of: those that have places, and those that one cannot do without."""
        return tuple(each for each in SERVICES if each.missing or len(self.services[each.role]))

    @property
    def own_places(self) -> gpd.GeoDataFrame:
        """Places of the département; those of its neighbours are nobody's decision here.

        The stops of an itinerant post are places too, without `posts` of their own.
        """
        return self.places[~self.places["neighbour"].astype(bool)]

    @cached_property
    def own_bases(self) -> gpd.GeoDataFrame:
        """Places of the département that have posts, without the stops of itinerant ones."""
        return _bases(self.places)

    @cached_property
    def number_of_places(self) -> int:
        """How many places of the département have posts, each counted once."""
        return identity.places(self.own_bases).nunique()

    @property
    def bases_beyond(self) -> gpd.GeoDataFrame:
        """Places of the belt that have posts."""
        bases = self.places["base"] == self.places.index
        return self.places[bases & self.places["neighbour"].astype(bool)]

    @property
    def meeting_points(self) -> gpd.GeoSeries:
        """Where the public can meet an advisor; missing at places where nobody receives."""
        return self.receiving(ADVISORS)

    @property
    def at_stops(self) -> pd.Series:
        """Whether an itinerant post receives at each place, on some days of the week alone."""
        stops: pd.Series = self.places["days"].gt(0)
        return stops

    def receiving(self, service: Service) -> gpd.GeoSeries:
        """Give where a service receives the public; missing at places where nobody does."""
        places = self.services[service.role]
        return gpd.GeoSeries(places.geometry.where(places["fte_open"] > 0))


def _bases(places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    own = places[~places["neighbour"].astype(bool)]
    return own[own["base"] == own.index]


def build(
    communes: gpd.GeoDataFrame,
    broadband: Sequence[pd.DataFrame],
    services: Mapping[str, Listed],
    crosswalk: pd.DataFrame,
    *,
    departement: str,
    needs: Sequence[Listed] = (),
    neighbours: gpd.GeoDataFrame | None = None,
    grounds: gpd.GeoSeries | None = None,
    belt_m: float = 30_000.0,
    locate: Locate | None = None,
) -> Territory:
    """Join the tables on the communes of today.

    Parameters
    ----------
    communes, crosswalk, neighbours
        What the readers of :mod:`jura_coverage.sources` give; None for a table that is not there.
    broadband
        Any number of tables, each with some of the columns.
    services
        The tables of services that have one, by role.
    departement
        Code of the département.
    needs
        Any number of tables, the first to tell something before the others.
    grounds
        Of the départements around, by code, where `neighbours` are not at hand; None if unknown.
    belt_m
        Places of other départements count up to here from the border.
    locate
        Finds positions of hosts that have none, see
        :func:`jura_coverage.sources.geocoding.geocoder`; None leaves them at their commune's
        origin.

    Raises
    ------
    DataError
        If a host of the département has no position and no code or name that fits a commune, or
        if two broadband tables contradict each other.
    """
    remarks: list[Remark] = []
    tables, lent = [], []
    for table in broadband:
        name = "la table du débit"
        of_parts, of_city, spread = over_arrondissements(
            table, communes, counts=BROADBAND_COUNTS, name=name,
            unknown="le nombre de locaux de chacun reste inconnu",
        )  # fmt: skip
        rows, said = _whole(of_parts, communes, crosswalk, name=name)
        tables.append(_one_row_a_commune(rows))
        lent.append(of_city)
        remarks += [*spread, *said]
    rows_of_need = []
    for each, used in zip(needs, taken([each.table for each in needs]), strict=True):
        name = "la table des besoins"
        table, _, spread = over_arrondissements(
            each.table, communes, counts=("residents",), name=name
        )
        rows, said = _whole(table, communes, crosswalk, name=name)
        rows_of_need.append(rows.assign(former=table["insee"]))
        remarks += [*spread, *said] if used else []
    need, need_remarks = needs_of(
        rows_of_need, communes, files=[Path(each.file).name for each in needs]
    )
    joined = communes.join(_side_by_side(tables)).join(need)
    everywhere = communes if neighbours is None else pd.concat([communes, neighbours])
    meant = by_name(communes, everywhere, crosswalk)
    places = {}
    for service in SERVICES:
        found, said = _where_it_is(
            service, services.get(service.role), communes, crosswalk, everywhere=everywhere,
            meant=meant, departement=departement, belt_m=belt_m, locate=locate,
        )  # fmt: skip
        places[service.role] = found
        remarks += said
    bases = _bases(places[ADVISORS.role])
    remarks += [*doubles.remarked(bases), *contradicted.remarked(bases)]
    advised = services.get(ADVISORS.role)
    if neighbours is not None and len(neighbours):
        grounds = belt.outlines(neighbours)
    of_cities = _side_by_side(lent)[[*BROADBAND_COUNTS]]
    land = Territory(
        departement=departement,
        communes=joined,
        services=places,
        listed=frozenset(services),
        neighbours=communes[:0] if neighbours is None else neighbours,
        remarks=(
            *dict.fromkeys(remarks),
            *need_remarks,
            *_origin_remarks(communes),
        ),
        crosswalk=crosswalk,
        around=gpd.GeoSeries([], crs=communes.crs) if grounds is None else grounds,
        beyond=belt.untold(
            advised.table if advised else None,
            communes,
            grounds,
            departement=departement,
        ),
        lent=of_cities if len(of_cities) else None,
    )
    return replace(land, remarks=(*land.remarks, *_missing_remarks(joined, land.counted)))


def _where_it_is(
    service: Service,
    listed: Listed | None,
    communes: gpd.GeoDataFrame,
    crosswalk: pd.DataFrame,
    *,
    everywhere: gpd.GeoDataFrame,
    meant: pd.Series,
    departement: str,
    belt_m: float,
    locate: Locate | None,
) -> tuple[gpd.GeoDataFrame, list[Remark]]:
    """Put the places of a service on the map, its stops included, and say what befell them."""
    remarks: list[Remark] = []
    if listed:
        named, name_remarks = _coded(
            listed.table, communes, everywhere=everywhere, meant=meant,
            departement=departement, official=listed.official,
        )  # fmt: skip
        rows, merger_remarks = of_today(named, communes, crosswalk, name=service.table)
        if locate:
            rows, located = locate(rows)
            remarks += located
        places, place_remarks = placed(
            rows, communes, everywhere=everywhere, departement=departement, belt_m=belt_m,
            file=listed.file, official=listed.official,
        )  # fmt: skip
        # That neighbours count, or a row twice, needs saying where they decide what is flagged.
        besides = () if service.missing else ("border", "duplicate")
        place_remarks = [each for each in place_remarks if each.kind not in besides]
        remarks += [*name_remarks, *merger_remarks, *place_remarks]
    else:
        places = no_places(communes.crs)
        if service.missing:
            remarks.append(Remark(kind="missing", text=service.missing, concerns=(ALL_COMMUNES,)))
    table, stop_remarks = stops.at_stops(places, communes, everywhere=everywhere, meant=meant)
    return table, [*remarks, *stop_remarks]


def _coded(
    table: pd.DataFrame,
    communes: gpd.GeoDataFrame,
    *,
    everywhere: gpd.GeoDataFrame,
    meant: pd.Series,
    departement: str,
    official: bool,
) -> tuple[pd.DataFrame, list[Remark]]:
    """Find the communes of rows by their positions, and by names and postcodes."""
    placed = coded_by_position(with_arrondissements(table, everywhere), everywhere)
    return with_codes(placed, communes, meant=meant, departement=departement, official=official)


def former_commune(land: Territory, wanted: str) -> pd.Series | None:
    """Find the former commune that a user means.

    Parameters
    ----------
    land
        A territory.
    wanted
        A code, or a whole name with or without accents, hyphens and article.

    Returns
    -------
    Series or None
        Its row of the crosswalk; None if there is not exactly one, or a commune of today bears
        the name.
    """
    key = french.fold(wanted)
    if wanted.strip() in land.communes.index:
        return None
    if (land.communes["name"].map(french.fold) == key).any():
        return None
    names = land.crosswalk["name_former"].map(french.fold)
    fitting = land.crosswalk[(names == key) | (names.index == wanted.strip().upper())]
    return fitting.iloc[0] if len(fitting) == 1 else None


def of_today(
    table: pd.DataFrame, communes: gpd.GeoDataFrame, crosswalk: pd.DataFrame, *, name: str
) -> tuple[pd.DataFrame, list[Remark]]:
    """Replace the codes of former communes; report those that fit no commune, or not its name.

    Parameters
    ----------
    table
        With a column `insee`, and perhaps `commune`, the name as the file spells it; the index says
        the line of the file.
    communes, crosswalk
        Communes of the département today, and former ones.
    name
        What to call the table.
    """
    code = table["insee"]
    departements = set(communes.index.map(geography.departement_of).unique())
    unknown = ~geography.among(code, communes.index) & (code != "")
    successor = code.map(crosswalk["insee"])
    merged = unknown & geography.among(successor, communes.index)
    # National lists keep the places of other départements: those are no mistake.
    unmatched = unknown & ~merged & code.map(geography.departement_of).isin(departements)
    remarks = []
    if merged.any():
        mergers = tuple(
            Merger(former=former, today=today)
            for former, today in zip(code[merged], successor[merged], strict=True)
        )
        pairs = tuple(
            f"{crosswalk.at[each.former, 'name_former']} ({each.former}) → "
            f"{communes.at[each.today, 'name']} ({each.today})"
            for each in mergers
        )
        plural = len(pairs) > 1
        whose = (
            "d'anciennes communes, rattachées" if plural else "d'une ancienne commune, rattachée"
        )
        text = f"Dans {name}, {_lines(len(pairs))} {whose} à l'actuelle"
        remarks.append(Remark(kind="merger", text=text, concerns=pairs, mergers=mergers))
    if unmatched.any():
        codes = tuple(
            f"{former} (ligne {line}"
            + (
                f", rattachée {french.linked('à', str(crosswalk.at[former, 'name']))}"
                if former in crosswalk.index
                else ""
            )
            + ")"
            for line, former in code[unmatched].items()
        )
        text = f"Dans {name}, {_lines(len(codes))} sans commune correspondante"
        remarks.append(Remark(kind="unmatched", text=text, concerns=codes))
    today = code.mask(merged, successor)
    if "commune" in table:
        remarks += contradictions(table, today, communes, crosswalk)
    return table.assign(insee=today), remarks


def in_land(
    table: pd.DataFrame, land: Territory, *, name: str, official: bool = False
) -> tuple[pd.DataFrame, list[Remark]]:
    """Put a table of communes that is none of a territory's own on its communes of today.

    Parameters
    ----------
    table, name
        As in :func:`of_today`; the row of a divided city is that of each arrondissement without.
        A row without code is that of the commune that it names, or where its position lies; such a
        table has `latitude` and `longitude` too.
    land
        A territory.
    official
        Whether the table may hold all of France.

    Returns
    -------
    tuple of DataFrame and list of Remark
        The rows whose commune is known, and what was noticed of them and the others.
    """
    said: list[Remark] = []
    if (table["insee"] == "").any():
        everywhere = pd.concat([land.communes, land.neighbours])
        table, said = _coded(
            table, land.communes, everywhere=everywhere,
            meant=by_name(land.communes, everywhere, land.crosswalk),
            departement=land.departement, official=official,
        )  # fmt: skip
    rows, _, lent = over_arrondissements(
        table[table["insee"] != ""], land.communes, counts=(), name=name
    )
    today, found = of_today(rows, land.communes, land.crosswalk, name=name)
    return today, [*said, *lent, *found]


def _whole(
    table: pd.DataFrame, communes: gpd.GeoDataFrame, crosswalk: pd.DataFrame, *, name: str
) -> tuple[pd.DataFrame, list[Remark]]:
    """Replace the codes of former communes, and leave out what makes up no whole commune."""
    rows, mergers = of_today(table, communes, crosswalk, name=name)
    whole, parts = without_parts(rows, table["insee"], communes, crosswalk, name=name)
    return whole, [*mergers, *parts]


def _one_row_a_commune(broadband: pd.DataFrame) -> pd.DataFrame:
    """Add up the rows of communes that have merged since; a missing count stays missing."""
    rows = broadband.groupby("insee")
    counts = [name for name in BROADBAND_COUNTS if name in broadband]
    table = rows[counts].sum(min_count=1)
    table = table.mask(rows[counts].count().lt(rows.size(), axis=0))
    if "copper_status" in broadband:
        copper = last_closure(broadband[["insee", *COPPER]])
        table = table.join(copper.set_index("insee"))
    return table


def _side_by_side(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put the columns of several tables together; a column that none has is missing throughout.

    Raises
    ------
    DataError
        If two tables count the same thing differently.
    """
    whole = pd.DataFrame(index=pd.Index([], name="insee", dtype="str"))
    for table in tables:
        both = whole.index.intersection(table.index)
        for name in whole.columns.intersection(table.columns):
            differs = (whole.loc[both, name] != table.loc[both, name]).fillna(False)
            if differs.any():
                raise _contradiction(name, both[differs])
        whole = whole.combine_first(table)
    blank = {name: pd.Series(pd.NA, index=whole.index, dtype="Int64") for name in INTEGERS}
    blank |= {name: pd.Series("", index=whole.index, dtype="str") for name in COPPER[:2]}
    return pd.DataFrame({name: whole.get(name, column) for name, column in blank.items()})


def _contradiction(name: str, codes: pd.Index) -> DataError:
    return DataError(
        [
            Fault(
                file="tables de débit",
                found=f"deux fichiers qui ne disent pas la même chose de « {name} » pour "
                f"{french.count(len(codes), 'commune')} ({', '.join(codes[:5])})",
                expected="des fichiers de la même édition",
                action="Donnez des fichiers d'une seule édition, ou un seul par sujet.",
            )
        ]
    )


def _origin_remarks(communes: gpd.GeoDataFrame) -> list[Remark]:
    reasons = {
        geography.TOWN_HALL_MISSING: "dont la mairie, sans position connue, est remplacée par un "
        "point central",
        geography.NO_ORIGIN: "sans limites ni position de la mairie, donc sans point de départ",
        geography.TOWN_HALL_OUTSIDE: "dont la mairie, à plus d'un kilomètre hors de la commune, "
        "est remplacée par un point central",
    }
    remarks = []
    for source, reason in reasons.items():
        replaced = communes[communes["origin_source"] == source]
        if len(replaced):
            text = f"{french.count(len(replaced), 'commune')} {reason}"
            remarks.append(Remark(kind="origin", text=text, concerns=_named(replaced)))
    return remarks


def _missing_remarks(communes: gpd.GeoDataFrame, counted: pd.DataFrame) -> list[Remark]:
    known = counted["premises"].notna() & premises_covered(counted).notna()
    lacking = {
        "sans donnée de débit": ~known,
        "sans aucun local recensé": communes["premises"].eq(0).fillna(False),
        "sans population connue": communes["residents"].isna(),
    }
    return [
        Remark(
            kind="missing",
            text=f"{french.count(int(rows.sum()), 'commune')} {what}",
            concerns=(ALL_COMMUNES,) if rows.all() else _named(communes[rows]),
        )
        for what, rows in lacking.items()
        if rows.any()
    ]


def _named(communes: gpd.GeoDataFrame) -> tuple[str, ...]:
    return tuple(f"{name} ({insee})" for insee, name in communes["name"].items())


def _lines(quantity: int) -> str:
    return french.count(quantity, "ligne")
