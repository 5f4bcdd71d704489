"""The key figures of a study, ready for JSON."""

from dataclasses import asdict
from typing import Any

from jura_coverage.measures import flags
from jura_coverage.study import groups
from jura_coverage.study.run import Result


def summary(result: Result) -> dict[str, Any]:
    """Give the key figures of a run, ready for JSON.

    Returns
    -------
    dict
        Counts of communes, residents and premises; sums leave missing values out, and
        ``communes_no_data`` says how many communes lack something. What depends on a table that
        is not there is None.
    """
    communes, places = result.communes, result.territory.places
    internet, access = (bool(communes[name].notna().any()) for name in ("poor", "far"))
    bases = places["base"] == places.index  # a stop of an itinerant post is no host
    far = communes["far"].fillna(False)
    flagged = communes["situation"] == flags.POOR_AND_FAR
    unwired = communes["premises"] - communes["premises_wired"]
    return {
        "departement": result.territory.departement,
        "communes": len(communes),
        "residents": int(communes["residents"].sum()),
        "premises": groups.total(communes["premises"]),
        "premises_wired": groups.total(communes["premises_wired"]),
        "hosts": int((bases & ~places["neighbour"]).sum()),
        "posts": int(places.loc[~places["neighbour"], "posts"].sum()),
        "hosts_neighbours": int((bases & places["neighbour"]).sum()),
        "communes_far": int(far.sum()) if access else None,
        "residents_far": int(communes.loc[far, "residents"].sum()) if access else None,
        "communes_poor": int(communes["poor"].fillna(False).sum()) if internet else None,
        "communes_flagged": int(flagged.sum()) if internet and access else None,
        "residents_flagged": int(communes.loc[flagged, "residents"].sum())
        if internet and access
        else None,
        "premises_flagged_unwired": int(unwired[flagged].sum()) if internet and access else None,
        "communes_border_matters": int(communes["border_matters"].sum()),
        "communes_no_data": int((communes["situation"] == flags.NO_DATA).sum()),
        "communes_flagged_list": communes.index[flagged].tolist() if internet and access else None,
        "engine": result.engine,
        "parameters": asdict(result.parameters),
        "parameters_hash": result.parameters.fingerprint(),
        "vintages": {
            role: " ; ".join(each.edition for each in result.sources if each.role == role)
            for role in dict.fromkeys(source.role for source in result.sources)
        },
        "sources": [vars(source) for source in result.sources],
        "remarks": [vars(remark) for remark in result.territory.remarks],
    }
