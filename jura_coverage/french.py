"""French text: numbers, plurals, lists, names folded for searching, signs that one can read."""

import math
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, TypeGuard

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
MISSING = "non disponible"
POST_DECIMALS = 2
MONTHS_A_YEAR = 12
# Controls but tabs and ends of lines, what turns the direction of reading, halves of characters,
# and what XML cannot hold.
_SIGNLESS = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufffe\uffff]"
)
# A file or an address, or what print has otherwise: an apostrophe, a space where no line may break.
_TYPED = re.compile(
    r"(?<![^\s«»(\">])[^\s<>]*(?:[/\\]|\.(?=\w))[^\s<>]*"
    r"|(?<=[^\W\d_])'(?=[\w«<])"
    r"| (?=[?!:;»%€])|(?<=«) |(?<=\d) (?=\d{3}(?!\d)|(?:km|m|min|h|ko|Mo|[kMG]bit)\b)"
)
# Prepositions with the article "le", and with "les".
_CONTRACTED = {"à": ("au", "aux"), "de": ("du", "des")}
_ELIDED = re.compile("[Ll]['’]")
_PRINTED = {"'": "’", " ": NO_BREAK_SPACE}
_PICTURES = {**{code: chr(0x2400 + code) for code in range(0x20)}, 0x7F: "\N{SYMBOL FOR DELETE}"}


def number(value: float | None, decimals: int = 0) -> str:
    """Write a number the French way; a missing one says so.

    Examples
    --------
    >>> number(260188).replace(NO_BREAK_SPACE, " "), number(46.88, 1), number(-3), number(-0.2)
    ('260 188', '46,9', '−3', '0')
    >>> number(None), number(math.nan)
    ('non disponible', 'non disponible')
    """
    if not _is_known(value):
        return MISSING
    text = f"{round(value, decimals) + 0.0:,.{decimals}f}".replace(",", NO_BREAK_SPACE)
    return text.replace(".", ",").replace("-", MINUS)


def shortest(value: float, decimals: int) -> str:
    """Write a chosen number, such as a threshold, without idle zeros.

    Examples
    --------
    >>> shortest(20.0, 2), shortest(7.5, 2)
    ('20', '7,5')
    """
    text = number(value, decimals)
    return text.rstrip("0").rstrip(",") if "," in text else text


def percent(share: float | None, decimals: int = 1) -> str:
    """Write a share (0 to 1) in percent, never rounding a part up to the whole or down to nothing.

    Examples
    --------
    >>> [percent(share).replace(NO_BREAK_SPACE, " ") for share in (0.05, 0.99996, 1, 0.00001, 0)]
    ['5,0 %', 'plus de 99,9 %', '100 %', 'moins de 0,1 %', '0 %']
    """
    if not _is_known(share):
        return MISSING
    step = 10.0**-decimals
    unit = f"{NO_BREAK_SPACE}%"
    if share in (0, 1):
        return number(100 * share) + unit
    if round(100 * share, decimals) >= 100:
        return f"plus de {number(100 - step, decimals)}{unit}"
    if round(100 * share, decimals) <= 0:
        return f"moins de {number(step, decimals)}{unit}"
    return number(100 * share, decimals) + unit


def euros(value: float) -> str:
    """Write an amount in whole euros.

    Examples
    --------
    >>> euros(42500).replace(NO_BREAK_SPACE, " ")
    '42 500 €'
    """
    return f"{number(value)}{NO_BREAK_SPACE}€"


def percent_reached(share: float | None) -> str:
    """Write a share (0 to 1) in whole percent, rounded down: 49.9 % has not reached 50 %.

    Examples
    --------
    >>> said = [percent_reached(share) for share in (0.499, 0.5, 0.001, 0, 0.29, None)]
    >>> [each.replace(NO_BREAK_SPACE, " ") for each in said]
    ['49 %', '50 %', 'moins de 1 %', '0 %', '29 %', 'non disponible']
    """
    if not _is_known(share) or 0 < share < 0.01:
        return percent(share, 0)
    return percent(math.floor(100 * share + 1e-9) / 100, 0)


def minutes(value: float | None) -> str:
    """Write minutes with one decimal.

    Examples
    --------
    >>> minutes(46.88).replace(NO_BREAK_SPACE, " ")
    '46,9 min'
    """
    text = number(value, 1)
    return text if text == MISSING else f"{text}{NO_BREAK_SPACE}min"


def day(written: str) -> str:
    """Write a day as France does; what is no day stays as it is.

    Examples
    --------
    >>> day("2026-06-30"), day("")
    ('30/06/2026', '')
    """
    return re.sub(r"^(\d{4})-(\d{2})-(\d{2})$", r"\3/\2/\1", written)


def lasting(least: int, most: int) -> str:
    """Write months as years and months; between two numbers, as whole years if they are many.

    Examples
    --------
    >>> said = [lasting(*months) for months in ((43, 43), (12, 12), (5, 5), (0, 0))]
    >>> [each.replace(NO_BREAK_SPACE, " ") for each in said]
    ['3 ans et 7 mois', '1 an', '5 mois', "moins d'un mois"]
    >>> said = [lasting(*months) for months in ((42, 54), (6, 18))]
    >>> [each.replace(NO_BREAK_SPACE, " ") for each in said]
    ['3 à 4 ans', '6 à 18 mois']
    """
    if least != most:
        is_long = least >= MONTHS_A_YEAR
        ends = [each // MONTHS_A_YEAR if is_long else each for each in (least, most)]
        return f"{' à '.join(map(number, ends))}{NO_BREAK_SPACE}{'ans' if is_long else 'mois'}"
    years, rest = divmod(least, MONTHS_A_YEAR)
    parts = [count(years, "an")] if years else []
    parts += [count(rest, "mois", "mois")] if rest else []
    return enumeration(parts) if parts else "moins d'un mois"


def count(quantity: float | None, noun: str, plural: str | None = None) -> str:
    r"""Write a quantity with its noun, in the plural from two on; a missing one says so.

    Examples
    --------
    >>> count(1, "commune"), count(0, "commune"), count(2, "cheval", "chevaux")
    ('1\xa0commune', '0\xa0commune', '2\xa0chevaux')
    >>> count(-3, "commune"), count(-1, "commune")
    ('−3\xa0communes', '−1\xa0commune')
    >>> count(None, "commune")
    'non disponible'
    """
    if not _is_known(quantity):
        return MISSING
    said = noun if abs(quantity) < 2 else plural or noun + "s"
    return f"{number(quantity)}{NO_BREAK_SPACE}{said}"


def posts(quantity: float) -> str:
    """Write a number of posts; what is shared between places is a fraction of one at each.

    Examples
    --------
    >>> [posts(each).replace(NO_BREAK_SPACE, " ") for each in (2, 1.5, 0.5, 1 / 3)]
    ['2 postes', '1,5 poste', '0,5 poste', '0,33 poste']
    """
    noun = "poste" if round(quantity, POST_DECIMALS) < 2 else "postes"
    return f"{shortest(quantity, POST_DECIMALS)}{NO_BREAK_SPACE}{noun}"


def linked(preposition: Literal["à", "de"], name: str) -> str:
    """Put "à" or "de" before the name of a commune, and make one word of it with its article.

    Examples
    --------
    >>> names = ("Dole", "Arbois", "Le Deschaux", "Les Bessons", "L'Étoile", "La Loye")
    >>> [linked("à", name) for name in names]
    ['à Dole', 'à Arbois', 'au Deschaux', 'aux Bessons', "à l'Étoile", 'à La Loye']
    >>> [linked("de", name) for name in names]
    ['de Dole', "d'Arbois", 'du Deschaux', 'des Bessons', "de l'Étoile", 'de La Loye']
    """
    article, _, rest = name.partition(" ")
    if rest and article.lower() in ("le", "les"):
        return f"{_CONTRACTED[preposition][article.lower() == 'les']} {rest}"
    if _ELIDED.match(name):
        return f"{preposition} l{name[1:]}"
    vowel = unicodedata.normalize("NFD", name)[:1].lower() in tuple("aeiouœæ")
    return f"d'{name}" if vowel and preposition == "de" else f"{preposition} {name}"


def enumeration(items: Sequence[str], *, before_last: str = "et") -> str:
    """Join items with commas and a last "et", or "ou" where one of them is meant.

    Examples
    --------
    >>> enumeration(["a", "b", "c"]), enumeration(["a"]), enumeration("ab", before_last="ou")
    ('a, b et c', 'a', 'a ou b')
    """
    *head, last = items
    return f"{', '.join(head)} {before_last} {last}" if head else last


def capital(text: str) -> str:
    """Begin with a capital, and leave the rest as it is.

    Examples
    --------
    >>> capital("écran d'Arc"), capital("")
    ("Écran d'Arc", '')
    """
    return text[:1].upper() + text[1:]


def typeset(text: str) -> str:
    """Set a text as print has it: printer's apostrophes, and no line that begins amiss.

    What follows a number or is part of it, high punctuation and quotes stay with what they go
    with. Files and addresses, which one may copy, stay as they are typed.

    Examples
    --------
    >>> typeset("Qui ? « L'Étoile » : à 10 km d'ici").replace(NO_BREAK_SPACE, "_")
    'Qui_? «_L’Étoile_»_: à 10_km d’ici'
    >>> typeset("l'eau.csv, et l'« avis » de 12 500 personnes").replace(NO_BREAK_SPACE, "_")
    "l'eau.csv, et l’«_avis_» de 12_500 personnes"
    """
    return _TYPED.sub(lambda met: _PRINTED.get(met[0], met[0]), text)


def legible(text: str) -> str:
    r"""Show by a sign whatever has none, would turn text around, or cannot be encoded.

    Examples
    --------
    >>> legible("Dole\x1b[31m, \u202eelôD\ud800"), legible("Dôle\r\n")
    ('Dole␛[31m, �elôD�', 'Dôle\r\n')
    """
    return _SIGNLESS.sub(
        lambda found: _PICTURES.get(ord(found[0]), "\N{REPLACEMENT CHARACTER}"), text
    )


@lru_cache(maxsize=2**16)
def fold(name: str) -> str:
    """Reduce a commune name to what people type: no accent, hyphen, apostrophe or first article.

    Examples
    --------
    >>> [fold(name) for name in ("Les Rousses", "L'Étoile", "Saint-Claude", "ST CLAUDE", "Cœur")]
    ['rousses', 'etoile', 'saint claude', 'saint claude', 'coeur']
    """
    plain = unicodedata.normalize("NFD", name.lower().replace("œ", "oe").replace("æ", "ae"))
    words = re.sub(r"[^a-z0-9\u0300-\u036f]+", " ", plain)
    words = re.sub(r"[\u0300-\u036f]", "", words).strip()
    words = re.sub(r"\bst(e?)\b", r"saint\1", words)
    return re.sub(r"^(le|la|les|l)\s+(?=\S)", "", words)


def _is_known(value: float | None) -> TypeGuard[float]:
    """Tell a number from None, NaN and pandas' NA, without loading pandas for a line of help."""
    try:
        return not math.isnan(value)  # type: ignore[arg-type]
    except TypeError:
        return False
