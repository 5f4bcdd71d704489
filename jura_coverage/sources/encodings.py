"""What encoding a text is in, told by its bytes alone: UTF-8, else what spreadsheets write."""

import codecs
import re
from itertools import islice
from pathlib import Path

from jura_coverage.remarks import Remark, remarks

CP1252, MAC_ROMAN = "cp1252", "mac_roman"
SPOKEN = {CP1252: "cp1252", MAC_ROMAN: "MacRoman (Macintosh)"}
READ_IN = "Fichier lu en {encoding}, faute d'être en UTF-8"
_CHUNK = 1 << 20
_NOT_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Where letters beyond ASCII stand, with their neighbours; so many tell what they are.
_BEYOND = re.compile(rb".{0,2}[\x80-\xff]+.{0,2}", re.DOTALL)
_LOOKED_AT = 10_000
# Small letters but among capitals, capitals but after small ones, and signs but between letters.
_SIGNS = "[‘“”«»…–—•€°™]"
_LIKELY = re.compile(
    "(?<![A-Z]{2})[àâçéèêëîïôùûüÿœæ]|(?<![a-zÀ-ÿ])[ÀÂÇÉÈÊËÎÏÔÙÛÜŸŒÆ]|"
    f"’|(?<![a-zA-Z]){_SIGNS}|{_SIGNS}(?![a-zA-Z])"
)
_UTF_16_BYTES = 1000


def plain(raw: bytes) -> bytes:
    """Give the text of a table as UTF-8 where it is UTF-16, with line ends where a Mac had others.

    Excel calls UTF-16 « Texte Unicode », and still writes « CSV (Macintosh) ».
    """
    raw = as_utf_8(raw)
    return raw if b"\n" in raw else raw.replace(b"\r", b"\n")


def as_utf_8(raw: bytes) -> bytes:
    """Give text as UTF-8 where it is UTF-16, with or without its mark; else as it is."""
    kind = _utf_16(raw)
    try:
        return raw.decode(kind).encode() if kind else raw
    except UnicodeError:
        return raw


def _utf_16(raw: bytes) -> str:
    """Name the UTF-16 that bytes are, by their mark or by where plain letters have a zero."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = raw[:_UTF_16_BYTES]
    first, second = start[::2], start[1::2]
    for zeros, letters, kind in ((second, first, "utf-16-le"), (first, second, "utf-16-be")):
        if 10 * zeros.count(0) > 9 * len(zeros) and not letters.count(0):
            return kind
    return ""


def encoding_of(raw: bytes) -> str:
    """Name the encoding of a text; empty if it is no text.

    What is not UTF-8 comes from Windows, or from a Macintosh where that gives more letters that
    French has.
    """
    if not raw.strip() or b"\0" in raw:
        return ""
    if first_wrong_byte(raw) is None:
        return "utf-8-sig"
    beyond = b"\n".join(each[0] for each in islice(_BEYOND.finditer(raw), _LOOKED_AT))
    possible = not _NOT_CP1252.search(raw)
    windows, macintosh = (
        len(_LIKELY.findall(beyond.decode(each, errors="replace"))) for each in (CP1252, MAC_ROMAN)
    )
    most = 2 * macintosh >= sum(byte > 127 for byte in beyond)
    if most and macintosh > possible * windows and not _CONTROL.search(raw):
        return MAC_ROMAN
    return CP1252 if possible else ""


def encoding_remarks(path: Path, encoding: str) -> tuple[Remark, ...]:
    """Say that a file was read in another encoding than it should have."""
    odd = [path.name] if encoding in SPOKEN else []
    spoken = SPOKEN.get(encoding, "")
    return tuple(remarks("repaired", READ_IN.format(encoding=spoken), odd))


def first_wrong_byte(raw: bytes) -> int | None:
    """Find where bytes are no UTF-8, without decoding them all at once; None if they all are."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(raw), _CHUNK):
        pending = len(decoder.getstate()[0])
        part = raw[start : start + _CHUNK]
        try:
            decoder.decode(part, final=start + len(part) == len(raw))
        except UnicodeDecodeError as error:
            return start - pending + error.start
    return None
