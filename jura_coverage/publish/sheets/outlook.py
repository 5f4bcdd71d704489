"""What a sheet says beyond today: how sure the flags are, and what choices about posts change."""

import math

import pandas as pd

from jura_coverage import french, words
from jura_coverage.measures import flags
from jura_coverage.posts import FRAGILE, SURE
from jura_coverage.posts.trials import likely
from jura_coverage.publish.html.texttable import Figure, TextTable, figure
from jura_coverage.publish.sheets.changes import ChangedWays
from jura_coverage.publish.sheets.shared import Shared
from jura_coverage.study import figures
from jura_coverage.study.figures import IN_PART

ENDS_SHOWN = 2
TITLE = "Ce que changerait chaque choix"
FLAGGED = {flags.POOR_AND_FAR: "oui", flags.NO_DATA: french.MISSING}


def how_sure(shared: Shared, code: str) -> tuple[str, ...]:
    """Give the certainty of a flag, and under how many choices it holds."""
    if shared.decision is None:
        return ()
    found = shared.decision.certainty
    chance, choices = (found.communes[name][code] for name in ("certainty", "policies_flagged"))
    if pd.isna(chance):
        return (french.MISSING, french.MISSING)
    of_choices = f"{french.number(float(choices))} sur {len(found.policies)}"
    return figure(french.percent_reached, float(chance)), Figure(of_choices)


def certainty_of_commune(shared: Shared, code: str) -> tuple[str, ...]:
    """Say how sure the flag of a commune is, or its absence."""
    if shared.decision is None:
        return ()
    found = shared.decision.certainty.communes
    if pd.isna(found["certainty"][code]):
        return ()
    chance, choices = how_sure(shared, code)
    standing = words.STANDINGS[str(found["standing"][code])]
    return (
        f"Certitude : {chance} de chances d'être signalée, aux seuils choisis"
        f"{f', donc {standing}' if standing else ''}. Sous d'autres seuils "
        f"ou une autre définition : signalée sous {choices} choix.",
    )


def certainty_of_epci(shared: Shared, codes: pd.Index) -> tuple[str, ...]:
    """Say how many flags are sure, and between which numbers the flagged residents lie."""
    if shared.decision is None:
        return ()
    found = shared.decision.certainty
    here = found.communes.loc[codes]
    if here["certainty"].isna().all():
        return ()
    standing = here["standing"].value_counts()
    sure, fragile = (int(standing.get(name, 0)) for name in (SURE, FRAGILE))
    communes = shared.result.communes
    inside = communes.index.isin(codes)
    interval = likely(
        communes["residents"].where(inside, 0), found.flagged, in_part=communes[IN_PART] & inside
    )
    between = (
        f"{words.between_counted(interval, 'habitant')} de communes signalées dans "
        f"{words.MOST_SCENARIOS} des {french.count(len(found.flagged), 'scénario')}"
        if communes.loc[codes, "residents"].notna().any()
        else words.residents(None)
    )
    return (
        f"Certitude : {french.count(sure, 'commune signalée sûre', 'communes signalées sûres')} "
        f"({words.SURE_FROM} de chances et plus), {french.count(fragile, 'fragile')} ; {between}.",
    )


def changes_for_commune(shared: Shared, code: str) -> tuple[TextTable, ...]:
    """Set the way of a commune today beside that under each choice."""
    if shared.decision is None:
        return ()
    places = shared.result.territory.places
    nearest = shared.result.communes.at[code, "place"]
    host = places.at[nearest, "organisation"] if pd.notna(nearest) else None
    shown = [each for each in shared.changes if each.kind != "end" or each.name == host]
    return (
        TextTable(
            title=TITLE,
            heads=("Choix", "Trajet", "Signalée", "Lieu nouveau le plus proche"),
            rows=tuple(
                (
                    _named(each),
                    _minutes(each, float(each.minutes[code])),
                    FLAGGED.get(each.situation[code], "non"),
                    _nearest_site(shared, each, code),
                )
                for each in shown
            ),
            note=f"Cette commune, ou une autre à {words.CLOSE} au plus, reçoit un des postes "
            f"nouveaux dans {words.near(shared.decision.add, code)} des scénarios. "
            f"{_given_up(shared, pd.Index([code]))}".strip(),
        ),
    )


def changes_for_epci(shared: Shared, codes: pd.Index) -> tuple[TextTable, ...]:
    """Set who is far and flagged today beside each choice; of the ends, those that cost most."""
    if shared.decision is None:
        return ()
    today, *others = shared.changes
    epci = shared.result.communes.at[codes[0], "epci_name"]
    ends = [each for each in others if each.kind == "end"]
    worse = {each.name: _hit(shared, each, codes) for each in ends}
    shown = sorted(ends, key=lambda each: -worse[each.name])[:ENDS_SHOWN]
    shown = [each for each in shown if worse[each.name] > _hit(shared, today, codes)]
    plans = [each for each in others if each.kind == "plan"]
    nobody = "" if shown or not ends else "La fin d'une seule structure n'éloignerait personne ici."
    return (
        TextTable(
            title=TITLE,
            heads=("Choix", *words.EFFECT_HEADS.values(), "Lieux nouveaux d'ici"),
            rows=tuple(
                (
                    _named(each),
                    _people(_near_here(shared, each, codes)),
                    figure(french.number, _flagged(each, codes)),
                    figure(_posts, float(each.access[epci])),
                    figure(french.number, each.need_served),
                    french.enumeration(
                        [shared.result.communes.at[code, "name"] for code in each.sites
                         if code in codes] or ["aucun"]
                    ) if each.kind == "plan" else "",
                )
                for each in (today, *shown, *plans)
            ),
            note=f"{french.capital(words.IF_AS_ESTIMATED)}, le besoin servi étant celui de tout le "
            f"département. {nobody} {_given_up(shared, codes)}".strip(),
        ),
    )  # fmt: skip


def _given_up(shared: Shared, codes: pd.Index) -> str:
    """Say which hosts of some communes give posts up."""
    said = shared.given_up[shared.given_up.index.isin(codes)].unique()
    return f"Transferts : {french.enumeration(list(said))}." if len(said) else ""


def _named(change: ChangedWays) -> str:
    return words.if_ends(change.name) if change.kind == "end" else change.name


def _minutes(change: ChangedWays, minutes: float) -> str:
    return (
        "aucun conseiller"
        if change.kind == "end" and pd.isna(minutes)
        else figure(french.minutes, minutes)
    )


def _posts(access: float) -> str:
    return french.number(access, 2)


def _people(total: figures.Sum) -> str:
    return figure(lambda _: words.people_cell(total), total.known)


def _nearest_site(shared: Shared, change: ChangedWays, code: str) -> str:
    if not change.sites or math.isnan(change.minutes_to_site[code]):
        return ""
    name = shared.result.communes.at[change.nearest_site[code], "name"]
    return f"{name}, {french.minutes(change.minutes_to_site[code])}"


def _flagged(change: ChangedWays, codes: pd.Index) -> int | None:
    """Count the flagged communes; missing where that is known of none."""
    situation = change.situation[codes]
    known = (situation != flags.NO_DATA).any()
    return int((situation == flags.POOR_AND_FAR).sum()) if known else None


def _near_here(shared: Shared, change: ChangedWays, codes: pd.Index) -> figures.Sum:
    """Count the residents within reach."""
    here = shared.result.communes.loc[codes][_near(shared, change, codes)]
    return figures.Sum.over(here["residents"], in_part=here[figures.IN_PART])


def _hit(shared: Shared, change: ChangedWays, codes: pd.Index) -> int:
    """Tell how hard a choice hits: who is far, a commune of unknown population counting as one."""
    residents = shared.result.communes.loc[codes, "residents"].fillna(1)
    return int(residents[~_near(shared, change, codes)].sum())


def _near(shared: Shared, change: ChangedWays, codes: pd.Index) -> pd.Series:
    return change.minutes[codes] <= shared.result.parameters.policy.far_minutes
