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


def rendered(template: str, **values: object) -> str:
    """Fill a template, with French punctuation tied to its words in everything that is read."""
    html = TEMPLATES.get_template(template).render(**values)
    body = html.index("<body>")
    end = html.find("<script", body)
    end = len(html) if end < 0 else end
    text = re.sub(r">[^<]+<", lambda found: french.unbroken(found[0]), html[body:end])
    return html[:body] + text + html[end:]
