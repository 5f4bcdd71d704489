"""Codes, positions and dates of official files, put right where only one thing can be meant."""

import re
from collections.abc import Mapping
from datetime import date

import pandas as pd

from jura_coverage import french, geography
from jura_coverage.geography import among
from jura_coverage.geography.departements import CODES
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import checks, delimited, editions
from jura_coverage.sources.editions import Edition

ZEROS = "{codes} Insee au zéro initial rendu"


def commune_codes(
    codes: pd.Series,
    departements: pd.Series | None = None,
    *,
    postcodes: pd.Series | None = None,
    of: str | None = None,
    apart: bool = False,
) -> pd.Series:
    """Give back the leading zeros that spreadsheets lose, and fold arrondissements.

    A zero is given back only where nothing else can be meant: the département of the row or its
    postcode says so, or the département that every row must be of, or, where the file names no
    département, no other code of the file has kept its zero.

    Parameters
    ----------
    codes
        Codes as they stand in the file.
    departements
        Département of each row as it stands in the file, if the file says it.
    postcodes
        Of each row as it stands in the file, if the file says it; they may have lost a zero too.
    of
        The département that every row must be of; None where they may be of any.
    apart
        Whether arrondissements are communes of their own, and not folded.

    Returns
    -------
    Series
        INSEE codes; what is no code stays as it is.

    Examples
    --------
    >>> commune_codes(pd.Series(["5157", "39300", "75107"])).tolist()
    ['05157', '39300', '75056']
    >>> commune_codes(pd.Series(["5157", "01004"])).tolist()
    ['5157', '01004']
    >>> commune_codes(pd.Series(["5157", "01004"]), pd.Series(["5", "01"])).tolist()
    ['05157', '01004']
    >>> mixed = pd.Series(["4174", "4174", "01004"])
    >>> commune_codes(mixed, postcodes=pd.Series(["4200", "", "01500"])).tolist()
    ['04174', '4174', '01004']
    >>> commune_codes(mixed, of="04").tolist()
    ['04174', '04174', '01004']
    """
    upper = codes.str.upper()
    short = upper.str.fullmatch("[1-9][0-9]{3}")
    padded = "0" + upper
    if departements is None:
        meant = pd.Series(not upper.str.fullmatch("0[0-9]{4}").any(), index=codes.index)
    else:
        meant = padded.str[:2] == departements.str.zfill(2)
    if postcodes is not None:
        meant |= padded.str[:2] == postcodes.str.zfill(5).str[:2]
    if of is not None:
        meant |= padded.map(geography.departement_of) == of
    right = upper.mask(short & meant, padded)
    return right if apart else right.map(geography.whole_commune)


def arrondissements_told(
    codes: pd.Series, *, communes: pd.Series, postcodes: pd.Series
) -> pd.Series:
    """Tell the arrondissement of rows of a whole city, by its code or its name, from a postcode.

    Examples
    --------
    >>> codes, names = pd.Series(["75056", "", "", ""]), pd.Series(["", "PARIS", "Lyon 3e", "Dole"])
    >>> postcodes = pd.Series(["75012", "75012", "69003", "39100"])
    >>> arrondissements_told(codes, communes=names, postcodes=postcodes).tolist()
    ['75112', '75112', '69383', '']
    """
    by_name = {french.fold(name): code for code, name in geography.CITIES.items()}
    city = communes.map(lambda name: by_name.get(next(iter(french.fold(name).split()), ""), ""))
    city = codes.where(codes != "", city)
    found = [geography.arrondissement_of(*each) for each in zip(city, postcodes, strict=True)]
    told = pd.Series(found, index=codes.index, dtype="str")
    return codes.where(told == city, told)


def of_cities(codes: pd.Series, *, apart: bool = False) -> pd.Series:
    """Fold arrondissements where they make up their city, whose row is not there beside them.

    None is folded where they stay `apart`.

    Examples
    --------
    >>> lyon = pd.Series([f"6938{number}" for number in range(1, 10)])
    >>> of_cities(lyon).unique().tolist(), of_cities(lyon[1:]).tolist()[:2]
    (['69123'], ['69382', '69383'])
    """
    if apart:
        return codes
    whole = codes.map(geography.whole_commune)
    lacking = geography.arrondissements_lacking(codes.tolist())
    partial = [*lacking, *codes[codes == whole].tolist()]
    return codes.where(among(whole, partial), whole)


def cities_in_part(codes: pd.Series, *, apart: bool = False) -> dict[str, int]:
    """Count the arrondissements that lack, for each city of which there is but a part.

    Where they stay `apart`, none is a part.

    Examples
    --------
    >>> paris = pd.Series(["75101", "75102"])
    >>> cities_in_part(paris), cities_in_part(pd.concat([paris, pd.Series(["75056"])]))
    ({'75056': 18}, {})
    """
    if apart:
        return {}
    given = set(codes)
    lacking = geography.arrondissements_lacking(given)
    return {code: number for code, number in lacking.items() if code not in given}


def absent_remarks(lacking: Mapping[str, int], *, file: str, so: str) -> list[Remark]:
    """Say which cities a table tells but in part.

    Parameters
    ----------
    lacking
        What :func:`cities_in_part` counts.
    file
        The file to name.
    so
        French clause: what becomes of the whole.
    """
    text = f"{file}, des arrondissements manquent, {so}"
    return remarks("missing", text, geography.arrondissements_named(lacking))


def code_remarks(
    before: pd.Series, after: pd.Series, *, file: str, names: pd.Series | None = None
) -> list[Remark]:
    """Say which codes were put right, and which rows have none that can be used.

    Parameters
    ----------
    before
        Codes as they stand in the file, of the rows to speak of.
    after
        What :func:`commune_codes` made of them, perhaps of more rows.
    file
        The file to name.
    names
        Whose rows they are, where that helps to find them: structures or places.
    """
    after = after[before.index]
    upper = before.str.upper()
    zeros = upper.str.len() < after.str.len()
    folded = (upper != after) & ~zeros
    unusable = without_unusable(after) == ""
    whose = pd.Series("", before.index) if names is None else names[before.index] + ", "
    return [
        *remarks(
            "repaired",
            f"{file}, {ZEROS.format(codes=french.count(int(zeros.sum()), 'code'))}",
            after[zeros].unique(),
        ),
        *remarks(
            "merger",
            f"{file}, "
            + french.count(
                int(folded.sum()),
                "ligne d'un arrondissement de Paris, Lyon ou Marseille, comptée dans sa commune",
                "lignes d'arrondissements de Paris, Lyon ou Marseille, réunies dans leur commune",
            ),
            after[folded].unique(),
        ),
        *remarks(
            "set_aside",
            f"{file}, {french.count(int(unusable.sum()), 'ligne')} au code Insee inutilisable",
            [
                f"{who}« {code} » (ligne {line})"
                for who, (line, code) in zip(whose[unusable], before[unusable].items(), strict=True)
            ],
        ),
    ]


def without_unusable(codes: pd.Series) -> pd.Series:
    """Empty what is no INSEE code of a département."""
    fits = codes.str.fullmatch(checks.INSEE_PATTERN)
    return codes.where(fits & codes.map(geography.departement_of).isin(CODES), "")


def positions(
    latitude: pd.Series, longitude: pd.Series, *, insee: pd.Series, names: pd.Series, file: str
) -> tuple[pd.Series, pd.Series, list[Remark]]:
    """Believe only positions that can be; put swapped ones right, and drop the others.

    Parameters
    ----------
    latitude, longitude
        Text in degrees.
    insee
        Code of each row's commune, or an empty text.
    names
        What to call the rows to speak of, perhaps not all.
    file
        The file as the user named it.

    Returns
    -------
    tuple of two Series and a list of Remark
        Degrees, missing where there is no position to believe.
    """
    lat, _ = delimited.decimals(latitude, file=file)
    lon, _ = delimited.decimals(longitude, file=file)
    right, swapped = (
        checks.in_france(first, second, insee=insee) for first, second in ((lat, lon), (lon, lat))
    )
    swapped &= ~right
    given = (latitude != "") | (longitude != "")
    wrong = given & ~right & ~swapped
    fixed_lat = lat.mask(swapped, lon).where(right | swapped)
    fixed_lon = lon.mask(swapped, lat).where(right | swapped)
    return (
        fixed_lat,
        fixed_lon,
        [
            *remarks(
                "repaired",
                f"{file}, latitude et longitude inversées, remises en ordre",
                names[swapped[names.index]],
            ),
            *remarks(
                "position",
                f"{file}, position impossible (0, 0, hors de France ou illisible), ignorée",
                names[wrong[names.index]],
            ),
        ],
    )


def day(text: str) -> Edition | None:
    """Find a day in a file name, as the State writes them; None if there is none.

    Examples
    --------
    >>> names = ("france-services_liste-fs-20240801.csv", "lieux-2026-06-30.csv")
    >>> [str(day(name).end) for name in names], day("x.csv")
    (['2024-08-01', '2026-06-30'], None)
    """
    match = re.search(r"(20\d\d)-?([01]\d)-?([0-3]\d)", text)
    return edition("-".join(match.groups())) if match else None


def dashed_day(text: str) -> Edition | None:
    """Find a day in a path, as IGN writes them; None if there is none.

    Examples
    --------
    >>> str(dashed_day("ADMIN-EXPRESS_2026-01-02/COMMUNE.shp").end), dashed_day("COMMUNE.shp")
    ('2026-01-02', None)
    """
    match = re.search(r"(20\d\d)[-_](\d\d)[-_](\d\d)", text)
    return edition("-".join(match.groups())) if match else None


def quarter(text: str) -> Edition | None:
    """Find a quarter in a date or a file name; None if there is none.

    Examples
    --------
    >>> found = [quarter(text) for text in ("2026-06-30", "commune_T2-2026.csv", "2025_T4", "x")]
    >>> [each and each.text for each in found]
    ['2e trimestre 2026', '2e trimestre 2026', '4e trimestre 2025', None]
    """
    if match := re.search(r"(20\d\d)-(0[1-9]|1[0-2])-\d\d", text):
        return editions.of_quarter(int(match[1]), (int(match[2]) + 2) // 3)
    if match := re.search(r"(20\d\d)[-_ ]?T([1-4])", text):
        return editions.of_quarter(int(match[1]), int(match[2]))
    if match := re.search(r"T([1-4])[-_ ]?(20\d\d)", text):
        return editions.of_quarter(int(match[2]), int(match[1]))
    return None


def edition(cell: str) -> Edition | None:
    """Take an edition from a cell: a day, a year, or what else the publisher calls it.

    Examples
    --------
    >>> [str(edition(cell).end) for cell in ("2024-08-01", "2022", "2026-13-39")]
    ['2024-08-01', '2022-12-31', 'None']
    >>> edition("2026-13-39").text, edition("")
    ('2026-13-39', None)
    """
    if re.fullmatch(r"20\d\d", cell):
        return editions.of_year(int(cell))
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return editions.named(cell)
    try:
        return editions.of_day(date.fromisoformat(cell))
    except ValueError:
        return editions.named(cell)
