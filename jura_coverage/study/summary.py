"""The key figures of a study, ready for JSON."""

from dataclasses import asdict
from typing import Any

from jura_coverage.measures import flags
from jura_coverage.study.run import Result

UNCOUNTED = "uncounted_"


def summary(result: Result) -> dict[str, Any]:
    """Give the key figures of a run, ready for JSON.

    Returns
    -------
    dict
        Counts of communes, residents and premises, as :class:`jura_coverage.study.figures.Figures`
        adds them up, and ``communes_no_data`` says how many communes lack something. What nothing
        is known of is None; what is known in part leaves ``uncounted`` communes out.
    """
    communes = result.communes
    whole = result.figures
    flagged = communes.index[communes["situation"] == flags.POOR_AND_FAR]
    return {
        "departement": result.territory.departement,
        "communes": whole.communes,
        "residents": whole.residents,
        "premises": whole.premises,
        "premises_wired": whole.premises_wired,
        "hosts": result.territory.own_bases["organisation"].nunique(),
        "places": result.territory.number_of_places,
        "posts": whole.posts,
        "hosts_neighbours": len(result.territory.bases_beyond),
        "advisors_months_before_broadband": result.advisors_months_before,
        "communes_far": whole.communes_far,
        "residents_far": whole.residents_far,
        "communes_poor": whole.communes_poor,
        "communes_flagged": whole.communes_flagged,
        "residents_flagged": whole.residents_flagged,
        "premises_flagged": whole.premises_flagged,
        "communes_border_matters": whole.communes_border_matters,
        "communes_no_data": whole.communes_no_data,
        "uncounted": {
            name.removeprefix(UNCOUNTED): number
            for name, number in asdict(whole).items()
            if name.startswith(UNCOUNTED)
        },
        "communes_flagged_list": None if whole.communes_flagged is None else flagged.tolist(),
        "engine": result.engine,
        "pairs_estimated": result.pairs_estimated,
        "pairs_missing": result.pairs_missing,
        "estimate": dict(result.ways.engine.estimate.identity),
        "parameters": asdict(result.parameters),
        "parameters_hash": result.fingerprint,
        "vintages": {
            role: " ; ".join(each.edition for each in result.sources if each.role == role)
            for role in dict.fromkeys(source.role for source in result.sources)
        },
        "sources": [source.data() for source in result.sources],
        "remarks": [remark.data() for remark in result.territory.remarks],
    }
