"""Text set into Markdown: read as it stands, whatever it holds."""

import re

# What opens a mark, a link, an entity, a formula or HTML anywhere; an underscore only beside a
# word; and what opens a list, a quotation or a heading at the start.
_ACTIVE = re.compile(
    r"[\\`*\[\]<>#|~$&@]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=www)\.|^[^\w\s]|(?<=^\d)[.)]"
    r"|(?<=^\d\d)[.)]"
)
_BREAKS = re.compile(r"[ \t]*[\n\r\t\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*")


def literal(text: str) -> str:
    """Write a text, such as a name from a file, so that Markdown shows each of its characters.

    Line breaks become spaces. Text in backquotes, which Markdown leaves alone, needs none of this.

    Examples
    --------
    >>> literal("Relais d'Arbois (a_b) : 3 postes"), literal("<b>"), literal("- 1_")
    ("Relais d'Arbois (a_b) : 3 postes", '&#60;b&#62;', '&#45; 1&#95;')
    """
    line = _BREAKS.sub(" ", text).strip(" ")
    return _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", line)
