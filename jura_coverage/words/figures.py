"""The key figures in words."""

import pandas as pd

from jura_coverage import french
from jura_coverage.measures import flags
from jura_coverage.study import Result
from jura_coverage.study.summary import summary
from jura_coverage.words.terms import ACROSS, far_minutes


def key_figures(result: Result) -> list[tuple[str, str]]:
    """Give the figures that stand on the first line of every output: label and French value."""
    facts = summary(result)
    flagged = far = wired = french.MISSING
    if facts["communes_flagged"] is not None:
        flagged = f"{french.count(facts['communes_flagged'], 'commune')}, "
        flagged += f"{french.count(facts['residents_flagged'], 'habitant')}, "
        unwired = facts["premises_flagged_unwired"]
        flagged += french.count(unwired, "local", "locaux") + " sans bon accès filaire"
    if facts["communes_far"] is not None:
        far = f"{french.count(facts['communes_far'], 'commune')}, "
        far += french.count(facts["residents_far"], "habitant")
    if facts["premises"] and facts["premises_wired"] is not None:
        wired = (
            f"{french.number(facts['premises_wired'])} sur {french.number(facts['premises'])} "
            f"({french.percent(facts['premises_wired'] / facts['premises'])})"
        )
    hosts = (
        f"{french.count(facts['posts'], 'poste')}, {french.count(facts['hosts'], 'structure')}"
        + (f", et {facts['hosts_neighbours']} à proximité" if facts["hosts_neighbours"] else "")
        if facts["hosts"] or facts["hosts_neighbours"]
        else french.MISSING
    )
    return [
        ("Communes signalées", flagged),
        (f"À plus de {far_minutes(result.parameters)} d'un conseiller", far),
        ("Communes", french.number(facts["communes"])),
        ("Habitants", french.number(facts["residents"])),
        ("Locaux avec un bon accès filaire", wired),
        ("Conseillers numériques", hosts),
        *(
            [("Communes sans donnée", french.number(facts["communes_no_data"]))]
            if facts["communes_no_data"]
            else []
        ),
    ]


def across(result: Result, codes: pd.Index) -> str:
    """Say how many flags hang on advisors across the border who are not known; nothing if none."""
    here = result.communes.loc[codes]
    number = int((here["border_matters"] & (here["situation"] == flags.POOR_AND_FAR)).sum())
    if not number:
        return ""
    said = french.count(number, "commune signalée", "communes signalées")
    return f"{said} près du bord du département. {ACROSS}"
