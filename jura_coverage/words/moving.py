"""Posts that move, in words: which, and what that gains."""

from jura_coverage import french
from jura_coverage.posts import Move, Moves
from jura_coverage.study import Result
from jura_coverage.study.figures import Sum
from jura_coverage.words.caveats import served_and_access
from jura_coverage.words.commune import UNTOLD_EPCI
from jura_coverage.words.effects import access_cell, equity, four_measures
from jura_coverage.words.figures import people, people_cell
from jura_coverage.words.gains import as_estimated, held, on_average, proof
from jura_coverage.words.grounds import (
    FREE,
    LIKELY_TEXT,
    NOT_CONSIDERED,
    PROGRAMME,
    assumed,
    far_uncounted,
    reach,
)
from jura_coverage.words.phrases import (
    BEST_MOVES,
    KINDS,
    TRIED_AFRESH,
    counting,
    moved,
    moved_from,
    named,
    named_at,
)
from jura_coverage.words.terms import NO_POST


def moves(result: Result, found: Move) -> list[str]:
    """Name the best transfers and what they gain."""
    listed = [
        f"- « {place} » cède {'un poste' if posts == 1 else french.posts(posts)} "
        f"{named_at(result, (code,))}."
        for (place, code), posts in zip(found.best.moves, found.best.posts, strict=True)
    ]
    return [*([f"{BEST_MOVES} :", *listed] if listed else []), all_moves(result, found.best)]


def all_moves(result: Result, found: Moves) -> str:
    """Tell what all transfers gain together."""
    if result.territory.own_bases.empty:
        return f"{french.capital(NO_POST)} : aucun transfert possible."
    if not found.moves:
        known = " parmi les populations connues" if _lacking(result) else ""
        return f"Aucun transfert ne rapprocherait plus d'habitants qu'il n'en éloigne{known}."
    return (
        f"Ensemble, {moved(found)} : {on_average(found, as_estimated(found))} ; "
        f"{proof(found.kind, found.gap)}."
    )


def transfers(result: Result, found: Moves) -> str:
    """Name transfers in a clause, or say that there are none."""
    return (
        " ; ".join(
            f"{moved_from(place, posts)} vers {named(result, (code,))}"
            for (place, code), posts in zip(found.moves, found.posts, strict=True)
        )
        or "aucun transfert"
    )


def kinds_of_moves(result: Result, found: Move) -> list[str]:
    """Compare the transfers of each kind where they differ."""
    if len({frozenset(each.moves) for each in found.plans}) == 1:
        return []
    return [
        f"{french.capital(TRIED_AFRESH)} :",
        *(
            f"- {KINDS[each.kind]} : {transfers(result, each)} ; "
            f"{held(each, each.kind, each.worst_regret, each.gap)}."
            for each in found.plans
        ),
    ]


def _lacking(result: Result) -> bool:
    """Tell whether residents are not known of every commune."""
    return bool(result.communes["residents"].isna().any())


def move_text(result: Result, found: Move) -> list[str]:
    """Explain the best transfers."""
    answer = [
        *counting(found.weights), *moves(result, found), *kinds_of_moves(result, found),
    ]  # fmt: skip
    if not found.best.moves:
        likely = [LIKELY_TEXT] if any(each.moves for each in found.plans) else []
        told = [] if result.territory.own_bases.empty else [assumed(result)]
        return [*answer, *far_uncounted(result), *likely, reach(result), *told]
    by_epci = [
        f"- {epci or UNTOLD_EPCI} : {people(Sum.of(row, 'residents_gained'))} de plus à portée, "
        f"{people_cell(Sum.of(row, 'residents_lost'))} de moins"
        f" ; accès : {access_cell(found.change, str(epci))}."
        for epci, row in found.by_epci.iterrows()
    ]
    return [
        *answer, "Ce que les transferts changent dans chaque intercommunalité :", *by_epci,
        *far_uncounted(result), *four_measures(found.change, then=found.fairness.chosen),
        *equity(found.fairness), FREE,
        LIKELY_TEXT, served_and_access(result), reach(result), PROGRAMME, assumed(result),
        NOT_CONSIDERED,
    ]  # fmt: skip
