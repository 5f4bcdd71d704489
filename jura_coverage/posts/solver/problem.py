"""What may be asked of a siting model, and what it answers."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jura_coverage import french
from jura_coverage.errors import SitingError
from jura_coverage.measures.pairs import FloatArray, IntArray

BoolArray = NDArray[np.bool_]
TOLERANCE = 1e-9
FAR_MINUTES = 20.0  # the State's own figure for France services


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Sites that were chosen, and how good they are proven to be.

    Parameters
    ----------
    sites
        Positions among the candidates, increasing.
    objective
        What the plan achieves, in the unit of the model.
    bound
        What no plan can exceed (or, where less is better, fall below).
    """

    sites: tuple[int, ...]
    objective: float
    bound: float

    @property
    def gap(self) -> float:
        """Distance from the objective to the bound, as a share (0 and more) of the objective."""
        distance = abs(self.bound - self.objective)
        if distance <= TOLERANCE * max(1.0, abs(self.objective)):
            return 0.0
        return distance / abs(self.objective) if self.objective else float("inf")

    @property
    def proven(self) -> bool:
        """Whether the plan is proven optimal."""
        return self.gap == 0.0

    def labels(self, index: pd.Index) -> list[object]:
        """Name the sites by the labels of the candidates."""
        return [index[site] for site in self.sites]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """A request that has been checked, with every default filled in.

    Parameters
    ----------
    posts
        Most posts in all; never more than the budget can pay.
    allowed
        Whether each site may be chosen.
    group, room
        The group of each site, and how many posts fit into each group.
    euros, budget_euros
        What a post costs at each site, and what there is in all.
    """

    posts: int
    allowed: BoolArray
    group: IntArray
    room: IntArray
    euros: FloatArray
    budget_euros: float

    @cached_property
    def grouped(self) -> bool:
        """Whether the groups limit the choice."""
        return bool((self.room < np.bincount(self.group, minlength=len(self.room))).any())

    @cached_property
    def budgeted(self) -> bool:
        """Whether the budget limits the choice beyond the number of posts."""
        dearest = np.sort(self.euros[self.allowed])[-self.posts :].sum()
        return bool(dearest > self.budget_euros)

    def addable(self, chosen: BoolArray) -> BoolArray:
        """Mark the sites that may join those already chosen."""
        if np.count_nonzero(chosen) >= self.posts:
            return np.zeros(len(chosen), dtype=bool)
        fits: BoolArray = self.allowed & ~chosen
        if self.grouped:
            taken = np.bincount(self.group[chosen], minlength=len(self.room))
            fits &= (taken < self.room)[self.group]
        if self.budgeted:
            left = self.budget_euros - self.euros[chosen].sum()
            fits &= self.euros <= left + TOLERANCE
        return fits


@dataclass(frozen=True, kw_only=True)
class Request:
    """How many posts may be placed, and where.

    Existing posts are no part of it: they are in what the models are told is already served.

    Parameters
    ----------
    posts
        Most posts; None for as many as the budget pays.
    candidates
        Whether each site may be chosen; all if None.
    group, room
        For "at most so many an EPCI": the number of each site's group, and how many more posts
        each group may get.
    euros, budget_euros
        For a budget: what a post costs at each site, and what there is in all.
    """

    posts: int | None = None
    candidates: BoolArray | None = None
    group: IntArray | None = None
    room: IntArray | None = None
    euros: FloatArray | None = None
    budget_euros: float | None = None

    def only(self, sites: IntArray) -> "Request":
        """Ask the same of some sites, by their positions, which are numbered anew."""
        of_site = {
            name: None if values is None else values[sites]
            for name, values in (
                ("candidates", self.candidates), ("group", self.group), ("euros", self.euros),
            )
        }  # fmt: skip
        return replace(self, **of_site)  # type: ignore[arg-type]

    def checked(self, sites: int) -> Rules:
        """Fill in the defaults for so many sites.

        Raises
        ------
        SitingError
            If nothing can be chosen, or less than is asked for.
        """
        allowed = np.ones(sites, dtype=bool) if self.candidates is None else self.candidates.copy()
        if not allowed.any():
            raise SitingError(
                "Aucune commune candidate : trouvé une liste vide ; attendu au moins un lieu "
                "possible. Élargissez la règle ou la liste des candidats."
            )
        if self.posts is None and self.budget_euros is None:
            raise SitingError(
                "Donnez un nombre de postes ou un budget : trouvé ni l'un ni l'autre."
            )
        if self.posts is not None and self.posts < 1:
            raise SitingError(
                f"Nombre de postes : trouvé {self.posts} ; attendu au moins 1 poste à placer."
            )
        group = np.zeros(sites, dtype=np.intp) if self.group is None else self.group
        room = np.full(int(group.max()) + 1, sites) if self.room is None else self.room
        places = fitting(allowed, group, room)
        self._check_places(places, int(allowed.sum()))
        euros = np.zeros(sites) if self.euros is None else self.euros
        budget = float("inf") if self.budget_euros is None else float(self.budget_euros)
        paid = int((np.cumsum(np.sort(euros[allowed])) <= budget + TOLERANCE).sum())
        if not paid:
            raise SitingError(
                f"Budget de {french.number(budget)} € : trouvé moins que le coût d'un poste "
                f"({french.number(euros[allowed].min())} € au moins). Augmentez le budget."
            )
        return Rules(
            posts=min(places if self.posts is None else self.posts, paid),
            allowed=allowed,
            group=group,
            room=room,
            euros=euros,
            budget_euros=budget,
        )

    def _check_places(self, places: int, candidates: int) -> None:
        if self.posts is not None and self.posts > candidates:
            raise SitingError(
                f"Trouvé {french.count(self.posts, 'poste')} à placer pour "
                f"{french.count(candidates, 'candidat')} ; attendu au plus un poste par candidat."
            )
        if places < (self.posts or 1):
            raise SitingError(
                f"Trouvé {french.count(self.posts or 1, 'poste')} à placer, mais la limite par "
                f"intercommunalité n'en admet que {places}. Relevez la limite."
            )


def fitting(allowed: BoolArray, group: IntArray, room: IntArray) -> int:
    """Count the posts that fit: one a candidate, and no more than the room of its group."""
    return int(np.minimum(np.bincount(group[allowed], minlength=len(room)), room).sum())
