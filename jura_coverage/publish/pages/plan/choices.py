"""The four choices of the page: what each is, how sure it is, and what it brings about."""

from dataclasses import dataclass

from jura_coverage import french
from jura_coverage.posts import Change, Decision
from jura_coverage.posts.robust import Kind
from jura_coverage.publish.map import address
from jura_coverage.publish.pages.plan import compared, sketches
from jura_coverage.publish.pages.plan.compared import PlanColumn
from jura_coverage.publish.pages.plan.sketches import Sketch
from jura_coverage.words import (
    A_DAY,
    ADD_RULE,
    KEEP_RULE,
    MOVE_RULE,
    all_moves,
    at_its_end,
    costs_somebody,
    first_to_keep,
    gain_and_cost,
    gained,
    if_ends,
    moved,
    moved_from,
    named,
    named_at,
    posts_asked,
    proof,
    rounds,
    stops_word,
    surely_missed,
    why_they_differ,
)


@dataclass(frozen=True, kw_only=True)
class ShownChoice:
    """One choice about posts.

    Parameters
    ----------
    key, heading
        Its name in addresses, and in French.
    what, posts
        What it comes to, in a few words, and the posts that it is about, a line each.
    then
        French: after what each measure is told a second time.
    rule, answer, sure
        Sentences: what the programme allows, what is proposed, and how sure that is.
    change
        What it changes.
    sketch
        What its map shows; none where nothing is proposed.
    columns
        The proposed plan beside others; none where there is but one.
    scenario
        What opens it on the page of the map, as an address has it; empty for nothing.
    """

    key: str
    heading: str
    what: str
    posts: tuple[str, ...]
    then: str
    rule: str
    answer: str
    sure: str
    change: Change
    sketch: Sketch | None
    columns: tuple[PlanColumn, ...] = ()
    scenario: str = ""

    @property
    def differ(self) -> str:
        """Why the plans of the columns differ; empty for none."""
        if not self.columns:
            return ""
        return why_they_differ(
            {each.kind: each.plan for each in self.columns}, [each.what for each in self.columns]
        )


def choices(found: Decision) -> list[ShownChoice]:
    """Give the four choices."""
    return [_keep(found), _move(found), _add(found), _round(found)]


def _keep(found: Decision) -> ShownChoice:
    keep = found.keep
    first = keep.hosts["host"].head(1).tolist()
    nothing = Change(before=keep.today, after=keep.today)
    return ShownChoice(
        key="garder",
        heading="Garder",
        what=first_to_keep(keep),
        then=if_ends(first[0]) if first else "",
        posts=(),
        rule=KEEP_RULE,
        answer=at_its_end(keep),
        sure=surely_missed(keep),
        change=keep.changes[first[0]] if first else nothing,
        sketch=sketches.of_end(found.result, first[0]) if costs_somebody(keep) else None,
        scenario=address.ends(found.result, first),
    )


def _move(found: Decision) -> ShownChoice:
    result, best = found.result, found.move.best
    return ShownChoice(
        key="deplacer",
        heading="Déplacer",
        what=f"{moved(best)} à transférer dans le département" if best.moves else "",
        then=french.capital(found.move.fairness.chosen),
        posts=tuple(
            f"{moved_from(place, posts)} vers {named(result, (code,))}"
            for (place, code), posts in zip(best.moves, best.posts, strict=True)
        ),
        rule=MOVE_RULE,
        answer=gain_and_cost(best) if best.moves else all_moves(result, best),
        sure=_proven(best.kind, best.gap),
        change=found.move.change,
        sketch=sketches.of_moves(result, found.move) if best.moves else None,
        columns=_told(compared.of_moves(found)),
        scenario=address.transfers(result, best),
    )


def _add(found: Decision) -> ShownChoice:
    result, best = found.result, found.add.plans[-1]
    return ShownChoice(
        key="ajouter",
        heading="Ajouter",
        what=posts_asked(best) if best.sites else "",
        then=f"Avec {posts_asked(best)}",
        posts=tuple(named(result, (code,)) for code in best.sites),
        rule=ADD_RULE,
        answer=gain_and_cost(best) if best.sites else f"{french.capital(gained(result, best))}.",
        sure=_proven(compared.PROPOSED, best.gap),
        change=found.add.change,
        sketch=sketches.of_sites(result, best.sites) if best.sites else None,
        columns=_told(compared.of_new_posts(found)),
        scenario=address.additions(best.sites),
    )


def _round(found: Decision) -> ShownChoice:
    result, week = found.result, found.widest_week
    return ShownChoice(
        key="tournee",
        heading="Faire tourner",
        what=f"Un poste itinérant, {A_DAY}" if week.stops else "",
        then=french.capital(week.fairness.chosen),
        posts=(
            f"Base {named_at(result, (week.base,))}",
            f"{french.capital(stops_word(week))} {named_at(result, week.stops)}",
        ) if week.stops else (),
        rule=ADD_RULE,
        answer=gain_and_cost(week) if week.stops else rounds(result, week, week)[0],
        sure=_proven(week.kind, week.gap),
        change=week.change,
        sketch=sketches.of_round(result, week) if week.stops else None,
        columns=_told(compared.of_rounds(found)),
        scenario=address.rounds(week),
    )  # fmt: skip


def _proven(kind: Kind, gap: float) -> str:
    return f"Preuve : {proof(kind, gap)}."


def _told(columns: list[PlanColumn]) -> tuple[PlanColumn, ...]:
    """Leave out a comparison of nothing with nothing."""
    return tuple(columns) if any(each.scenario for each in columns) else ()
