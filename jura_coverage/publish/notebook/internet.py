"""Internet as tables: the best technologies, fibre over time, the end of copper."""

import pandas as pd

from jura_coverage import columns, french, words
from jura_coverage.measures import internet
from jura_coverage.sources import catalogue
from jura_coverage.study import Result

PUBLISHED, TODAY = "Série publiée", "Édition actuelle"


def technologies(result: Result) -> pd.Series:
    """Add up premises by best technology, on French names; missing where no commune tells."""
    counted = result.communes[list(internet.TECHNOLOGIES)].sum(min_count=1).astype("Float64")
    named: pd.Series = counted.astype(float).rename(index=words.TECHNOLOGY_NAMES)
    return named.rename(columns.PREMISES.heading).rename_axis("Technologie")


def fibre_series(result: Result) -> list[catalogue.Entry]:
    """Give the embedded series of the share of fibre in the département; often there is none."""
    return [
        each
        for each in catalogue.entries()
        if each.role == "fibre_series" and each.departement == result.territory.departement
    ]


def fibre_history(result: Result) -> pd.DataFrame:
    """Give the share of premises that fibre reaches, in percent, by the day that it describes.

    Returns
    -------
    DataFrame
        A row a day, in order: what the embedded series published, and what the run counted from
        the edition of its own broadband table, each missing where the other stands.
    """
    published = [
        pd.read_csv(each.path, index_col=0, parse_dates=True).iloc[:, 0].astype(float)
        for each in fibre_series(result)
    ]
    dated = next((each.dated for each in result.sources if each.role == "broadband"), None)
    share = 100 * technologies(result)[words.TECHNOLOGY_NAMES["ftth"]]
    premises = float(result.communes["premises"].sum())
    counted = pd.Series(
        [share / premises if premises else float("nan")],
        index=pd.DatetimeIndex([dated.end if dated else None]),
    )
    series = {PUBLISHED: pd.concat([*published, counted[:0]]), TODAY: counted}
    history = pd.DataFrame(series).rename_axis("Fin de trimestre")
    return history.loc[history.index.notna()].dropna(how="all")


def closures(result: Result) -> pd.DataFrame:
    """Count communes and premises by the end of copper, as the source tells it.

    Returns
    -------
    DataFrame
        In the order of time: communes, premises without fibre today, and those of them whose
        best technology is copper.
    """
    communes = result.communes
    ends = words.copper_ends(communes).cat.add_categories(french.MISSING).fillna(french.MISSING)
    rows = pd.DataFrame(
        {
            "without": internet.premises_without(communes["premises"], communes["ftth"]),
            "copper": communes[["copper", "copper_slow"]].sum(axis=1, min_count=1),
        }
    )
    groups = rows.groupby(ends.rename("Fermeture"), observed=True)
    return pd.DataFrame(
        {
            "Communes": groups.size(),
            "Locaux sans fibre": groups["without"].sum(min_count=1),
            "Dont en cuivre": groups["copper"].sum(min_count=1),
        }
    )
