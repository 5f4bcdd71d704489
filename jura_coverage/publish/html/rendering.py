"""Templates of pages and drawings, and how they are filled."""

import re

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from jura_coverage import french, words
from jura_coverage.publish.html import assets

TEMPLATES = Environment(
    loader=FileSystemLoader(assets.FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.globals["words"] = words
_PARTS = re.compile(
    r"<(?P<name>script|style|code|pre)\b.*?</(?P=name)>|(?P<tag><[^>]*>)|(?P<text>[^<]+)", re.DOTALL
)
_HEARD = re.compile(r'(?<= )(?:aria-label|alt|placeholder|title)="[^"]*"')


def rendered(template: str, **values: object) -> str:
    """Fill a template, with everything that is read set as print has it."""
    return typeset(TEMPLATES.get_template(template).render(**values))


def typeset(markup: str) -> str:
    """Set what is read of HTML or SVG, see :func:`jura_coverage.french.typeset`, but for code.

    Examples
    --------
    >>> typeset('<p title="l&#39;eau">d&#39;<b>Arc</b>, <code>l&#39;eau</code></p>')
    '<p title="l’eau">d’<b>Arc</b>, <code>l&#39;eau</code></p>'
    """
    return _PARTS.sub(_part, markup)


def _part(met: re.Match[str]) -> str:
    if text := met["text"]:
        return _set(text + "<")[:-1]  # an apostrophe may stand before an element
    return _HEARD.sub(lambda said: _set(said[0]), met["tag"]) if met["tag"] else met[0]


def _set(escaped: str) -> str:
    return french.typeset(escaped.replace("&#39;", "'"))
