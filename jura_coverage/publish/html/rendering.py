"""Templates of pages and drawings, and how they are filled."""

import re
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from jura_coverage import french, words
from jura_coverage.publish.html import assets


class Compiled(FileSystemBytecodeCache):
    """Keeps compiled templates where Python keeps compiled modules, and if it keeps them."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept of a template, if anything can be read."""
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template; where nothing can be written, it is compiled again next time."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(parents=True, exist_ok=True)
                super().dump_bytecode(bucket)


FOLDER = assets.FOLDER / "templates"
TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER),
    bytecode_cache=Compiled(str(Path(cache_from_source(str(FOLDER / "templates.py"))).parent)),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.globals["words"] = words
_PARTS = re.compile(
    r"<(?P<name>script|style|code|pre)\b(?:[^<]++|<(?!/(?P=name)>))*+</(?P=name)>"
    r"|(?P<tag><[^>]*>)|(?P<text>[^<]+)"
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
