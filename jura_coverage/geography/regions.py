"""The regions of France since 2016: their Insee codes, their names, and their départements."""

_REGIONS = {
    "01": ("Guadeloupe", "971"),
    "02": ("Martinique", "972"),
    "03": ("Guyane", "973"),
    "04": ("La Réunion", "974"),
    "06": ("Mayotte", "976"),
    "11": ("Île-de-France", "75 77 78 91 92 93 94 95"),
    "24": ("Centre-Val de Loire", "18 28 36 37 41 45"),
    "27": ("Bourgogne-Franche-Comté", "21 25 39 58 70 71 89 90"),
    "28": ("Normandie", "14 27 50 61 76"),
    "32": ("Hauts-de-France", "02 59 60 62 80"),
    "44": ("Grand Est", "08 10 51 52 54 55 57 67 68 88"),
    "52": ("Pays de la Loire", "44 49 53 72 85"),
    "53": ("Bretagne", "22 29 35 56"),
    "75": ("Nouvelle-Aquitaine", "16 17 19 23 24 33 40 47 64 79 86 87"),
    "76": ("Occitanie", "09 11 12 30 31 32 34 46 48 65 66 81 82"),
    "84": ("Auvergne-Rhône-Alpes", "01 03 07 15 26 38 42 43 63 69 73 74"),
    "93": ("Provence-Alpes-Côte d'Azur", "04 05 06 13 83 84"),
    "94": ("Corse", "2A 2B"),
}
CODES = frozenset(_REGIONS)
_OF = {each: code for code, (_, members) in _REGIONS.items() for each in members.split()}


def name(region: str) -> str:
    """Give the name of a region.

    Examples
    --------
    >>> name("27"), name("94")
    ('Bourgogne-Franche-Comté', 'Corse')
    """
    return _REGIONS[region][0]


def departements_of(region: str) -> tuple[str, ...]:
    """List the départements of a region.

    Examples
    --------
    >>> departements_of("94")
    ('2A', '2B')
    """
    return tuple(_REGIONS[region][1].split())


def region_of(departement: str) -> str:
    """Give the region of a département; empty for the invented one.

    Examples
    --------
    >>> region_of("39"), region_of("00")
    ('27', '')
    """
    return _OF.get(departement, "")
