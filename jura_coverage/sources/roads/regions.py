"""Which extracts hold the roads of a département: Geofabrik still cuts France by former region."""

# Of extracts, by the codes of their départements.
_REGIONS = {
    "alsace": "67 68",
    "aquitaine": "24 33 40 47 64",
    "auvergne": "03 15 43 63",
    "basse-normandie": "14 50 61",
    "bourgogne": "21 58 71 89",
    "bretagne": "22 29 35 56",
    "centre": "18 28 36 37 41 45",
    "champagne-ardenne": "08 10 51 52",
    "corse": "2A 2B",
    "franche-comte": "25 39 70 90",
    "guadeloupe": "971",
    "guyane": "973",
    "haute-normandie": "27 76",
    "ile-de-france": "75 77 78 91 92 93 94 95",
    "languedoc-roussillon": "11 30 34 48 66",
    "limousin": "19 23 87",
    "lorraine": "54 55 57 88",
    "martinique": "972",
    "mayotte": "976",
    "midi-pyrenees": "09 12 31 32 46 65 81 82",
    "nord-pas-de-calais": "59 62",
    "pays-de-la-loire": "44 49 53 72 85",
    "picardie": "02 60 80",
    "poitou-charentes": "16 17 79 86",
    "provence-alpes-cote-d-azur": "04 05 06 13 83 84",
    "reunion": "974",
    "rhone-alpes": "01 07 26 38 42 69 73 74",
}
# Others whose ground lies within 30 km of a département; abroad is left out.
_BESIDE = {
    "01": "bourgogne franche-comte",
    "02": "champagne-ardenne ile-de-france nord-pas-de-calais",
    "03": "bourgogne centre limousin rhone-alpes",
    "04": "rhone-alpes",
    "05": "rhone-alpes",
    "07": "auvergne languedoc-roussillon provence-alpes-cote-d-azur",
    "08": "lorraine nord-pas-de-calais picardie",
    "09": "languedoc-roussillon",
    "10": "bourgogne ile-de-france lorraine picardie",
    "11": "midi-pyrenees",
    "12": "auvergne languedoc-roussillon",
    "13": "languedoc-roussillon",
    "14": "bretagne haute-normandie pays-de-la-loire",
    "15": "languedoc-roussillon limousin midi-pyrenees",
    "16": "aquitaine limousin",
    "17": "aquitaine pays-de-la-loire",
    "18": "auvergne bourgogne limousin",
    "19": "aquitaine auvergne midi-pyrenees",
    "21": "champagne-ardenne franche-comte",
    "22": "basse-normandie",
    "23": "auvergne centre poitou-charentes",
    "24": "limousin midi-pyrenees poitou-charentes",
    "25": "alsace bourgogne lorraine rhone-alpes",
    "26": "auvergne languedoc-roussillon provence-alpes-cote-d-azur",
    "27": "basse-normandie centre ile-de-france picardie",
    "28": "basse-normandie haute-normandie ile-de-france pays-de-la-loire",
    "30": "midi-pyrenees provence-alpes-cote-d-azur rhone-alpes",
    "31": "languedoc-roussillon",
    "32": "aquitaine",
    "33": "midi-pyrenees poitou-charentes",
    "34": "midi-pyrenees provence-alpes-cote-d-azur",
    "35": "basse-normandie pays-de-la-loire",
    "36": "auvergne limousin poitou-charentes",
    "37": "pays-de-la-loire poitou-charentes",
    "38": "auvergne provence-alpes-cote-d-azur",
    "39": "bourgogne rhone-alpes",
    "40": "midi-pyrenees",
    "41": "basse-normandie pays-de-la-loire",
    "42": "auvergne bourgogne",
    "43": "languedoc-roussillon rhone-alpes",
    "44": "bretagne poitou-charentes",
    "45": "bourgogne ile-de-france",
    "46": "aquitaine auvergne limousin",
    "47": "midi-pyrenees",
    "48": "auvergne midi-pyrenees rhone-alpes",
    "49": "bretagne centre poitou-charentes",
    "50": "bretagne pays-de-la-loire",
    "51": "bourgogne ile-de-france lorraine picardie",
    "52": "bourgogne franche-comte lorraine",
    "53": "basse-normandie bretagne",
    "54": "alsace champagne-ardenne",
    "55": "champagne-ardenne",
    "56": "pays-de-la-loire",
    "57": "alsace",
    "58": "auvergne centre",
    "59": "champagne-ardenne picardie",
    "60": "haute-normandie ile-de-france",
    "61": "bretagne centre haute-normandie pays-de-la-loire",
    "62": "picardie",
    "63": "limousin rhone-alpes",
    "64": "midi-pyrenees",
    "65": "aquitaine",
    "66": "midi-pyrenees",
    "67": "lorraine",
    "68": "franche-comte lorraine",
    "69": "auvergne bourgogne",
    "70": "alsace bourgogne champagne-ardenne lorraine",
    "71": "auvergne franche-comte rhone-alpes",
    "72": "basse-normandie centre",
    "73": "provence-alpes-cote-d-azur",
    "74": "franche-comte",
    "75": "picardie",
    "76": "basse-normandie ile-de-france picardie",
    "77": "bourgogne centre champagne-ardenne picardie",
    "78": "centre haute-normandie picardie",
    "79": "centre pays-de-la-loire",
    "80": "haute-normandie nord-pas-de-calais",
    "81": "languedoc-roussillon",
    "82": "aquitaine",
    "84": "languedoc-roussillon rhone-alpes",
    "85": "poitou-charentes",
    "86": "centre limousin pays-de-la-loire",
    "87": "aquitaine centre poitou-charentes",
    "88": "alsace champagne-ardenne franche-comte",
    "89": "centre champagne-ardenne ile-de-france",
    "90": "alsace lorraine",
    "91": "centre",
    "92": "picardie",
    "93": "picardie",
    "94": "picardie",
    "95": "centre haute-normandie picardie",
}


def regions_of(departement: str) -> tuple[str, ...]:
    """Name the extracts that hold the roads of a département and those within 30 km of it.

    Parameters
    ----------
    departement
        Its code.

    Returns
    -------
    tuple of str
        Its own region first; empty for a département that is on no map, as the invented one.

    Examples
    --------
    >>> regions_of("39"), regions_of("2B"), regions_of("00")
    (('franche-comte', 'bourgogne', 'rhone-alpes'), ('corse',), ())
    """
    own = [region for region, codes in _REGIONS.items() if departement in codes.split()]
    return (*own, *_BESIDE.get(departement, "").split())
