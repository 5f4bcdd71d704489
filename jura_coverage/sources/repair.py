"""Codes, positions and dates of official files, put right where only one thing can be meant."""

import re

import pandas as pd

from jura_coverage import french, geography
from jura_coverage.geography.departements import CODES
from jura_coverage.remarks import Remark, remarks
from jura_coverage.sources import checks, delimited


def commune_codes(codes: pd.Series, departements: pd.Series | None = None) -> pd.Series:
    """Give back the leading zeros that spreadsheets lose, and fold arrondissements.

    A zero is given back only where nothing else can be meant: the département of the row says so,
    or, where the file names none, no other code of the file has kept its zero.

    Parameters
    ----------
    codes
        Codes as they stand in the file.
    departements
        Département of each row as it stands in the file, if the file says it.

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
    """
    upper = codes.str.upper()
    short = upper.str.fullmatch("[1-9][0-9]{3}")
    padded = "0" + upper
    if departements is None:
        meant = pd.Series(not upper.str.fullmatch("0[0-9]{4}").any(), index=codes.index)
    else:
        meant = padded.str[:2] == departements.str.zfill(2)
    return upper.mask(short & meant, padded).map(geography.whole_commune)


def code_remarks(before: pd.Series, after: pd.Series, *, file: str) -> list[Remark]:
    """Say which codes were put right, and which rows have none that can be used.

    Parameters
    ----------
    before
        Codes as they stand in the file, of the rows to speak of.
    after
        What :func:`commune_codes` made of them, perhaps of more rows.
    file
        The file to name.
    """
    after = after[before.index]
    upper = before.str.upper()
    zeros = upper.str.len() < after.str.len()
    folded = (upper != after) & ~zeros
    unusable = without_unusable(after) == ""
    return [
        *remarks(
            "repaired",
            f"{file} : {french.count(int(zeros.sum()), 'code')} Insee au zéro initial rendu",
            after[zeros].unique(),
        ),
        *remarks(
            "merger",
            f"{file} : "
            + french.count(
                int(folded.sum()),
                "ligne d'un arrondissement de Paris, Lyon ou Marseille, comptée dans sa commune",
                "lignes d'arrondissements de Paris, Lyon ou Marseille, réunies dans leur commune",
            ),
            after[folded].unique(),
        ),
        *remarks(
            "set_aside",
            f"{file} : {french.count(int(unusable.sum()), 'ligne')} au code Insee inutilisable",
            [f"« {code} » (ligne {line})" for line, code in before[unusable].items()],
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
                f"{file} : latitude et longitude inversées, remises en ordre",
                names[swapped[names.index]],
            ),
            *remarks(
                "position",
                f"{file} : position impossible (0, 0, hors de France ou illisible), ignorée",
                names[wrong[names.index]],
            ),
        ],
    )


def day(text: str) -> str:
    """Find a day in a file name, as the State writes them; empty if there is none.

    Examples
    --------
    >>> day("france-services_liste-fs-20240801.csv"), day("lieux-2026-06-30.csv"), day("x.csv")
    ('2024-08-01', '2026-06-30', '')
    """
    match = re.search(r"(20\d\d)-?([01]\d)-?([0-3]\d)", text)
    return "-".join(match.groups()) if match else ""


def quarter(text: str) -> str:
    """Find an edition in a date or a file name, in French; empty if there is none.

    Examples
    --------
    >>> quarter("2026-06-30"), quarter("commune_T2-2026.csv"), quarter("2025_T4"), quarter("x")
    ('2e trimestre 2026', '2e trimestre 2026', '4e trimestre 2025', '')
    """
    if match := re.search(r"(20\d\d)-(\d\d)-\d\d", text):
        year, number = match[1], (int(match[2]) + 2) // 3
    elif match := re.search(r"(20\d\d)[-_ ]?T([1-4])", text):
        year, number = match[1], int(match[2])
    elif match := re.search(r"T([1-4])[-_ ]?(20\d\d)", text):
        year, number = match[2], int(match[1])
    else:
        return ""
    return f"{number}{'er' if number == 1 else 'e'} trimestre {year}"
