"""Text of files as one may show it anywhere: what has no sign is shown as one."""

import re

# Controls, what turns the direction of writing, halves of characters, and what XML cannot hold.
# Tabulations and ends of lines stay.
_SIGNLESS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufffe\uffff]"
)


def legible(text: str) -> str:
    r"""Put the sign � wherever a character has none, or would rearrange those around it.

    Examples
    --------
    >>> legible("Dole\x1b[31m, \u202eelôD")
    'Dole�[31m, �elôD'
    """
    return _SIGNLESS.sub("\N{REPLACEMENT CHARACTER}", text)
