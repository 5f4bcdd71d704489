"""Notebooks: read from their ``.py`` sources, executed, and written as pages that work offline."""

import html
import re
from pathlib import Path
from typing import Any

import jupytext
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from pygments.formatter import Formatter
from pygments.formatters import HtmlFormatter

from jura_coverage.publish.html import assets
from jura_coverage.publish.html.rendering import TEMPLATES, typeset
from jura_coverage.publish.html.site import ALONE, Site

FOLDER = Path(__file__).parents[1] / "notebooks"
TIMEOUT_S = 300
PAGE = TEMPLATES.from_string(
    """{% import "site.html.j2" as around %}
<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ policy|safe }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<link rel="icon" href="data:,">
<style>{{ style|safe }}</style>
</head>
<body>
{{ around.banner(site) }}
<main>
{% if home %}<nav><a href="{{ home }}">Accueil</a></nav>{% endif %}
{{ body|safe }}
</main>
</body>
</html>
"""
)
# What the notebook found comes first; the code is a click away.
BODY = """
{%- extends "basic/index.html.j2" -%}
{% block input %}<details class="code"><summary>Code</summary>{{ super() }}</details>{% endblock %}
"""
STYLE = """
main{max-width:60rem;padding-block:32px 64px}
h1{margin-top:8px}
img{max-width:100%;height:auto}
iframe{display:block;width:100%;margin:12px 0;border:none}
table{border-collapse:collapse;margin:12px 0;font-variant-numeric:tabular-nums}
th,td{padding:4px 14px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}
th,.left{text-align:left}
.right{text-align:right}
th{font-weight:400}
thead th{font-weight:600}
thead th,thead td{border-bottom-color:var(--ink)}
.wide{overflow-x:auto}
.prompt,.anchor-link{display:none}
.code{margin:14px 0;font-size:.92rem;color:var(--muted)}
.code .input{margin:6px 0;border-left:3px solid var(--line)}
.code .input{background:var(--ground);color:var(--ink)}
summary{cursor:pointer}
.highlight pre{margin:0;padding:10px 14px;overflow-x:auto;font-size:.86rem;line-height:1.45}
code{font-size:.92em;overflow-wrap:anywhere}
pre{overflow-x:auto;font-size:.92rem;line-height:1.45}
pre code{overflow-wrap:normal}
"""


def sources() -> list[Path]:
    """List the notebooks in their order."""
    return sorted(FOLDER.glob("[0-9][0-9]-*.py"))


def read(path: Path, *, parameters: str = "") -> Any:
    """Read a notebook; `parameters` is code that follows its cell of parameters."""
    notebook = jupytext.read(path)
    if parameters:
        cell = next(
            position
            for position, each in enumerate(notebook.cells)
            if "parameters" in each.metadata.get("tags", [])
        )
        notebook.cells[cell].source += f"\n{parameters}"
    return notebook


def executed(notebook: Any, *, folder: Path, kernel: str = "python3") -> Any:
    """Run a notebook from top to bottom in a kernel of its own, of this name in Jupyter.

    Raises
    ------
    CellExecutionError
        If a cell fails.
    """
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT_S,
        kernel_name=kernel,
        extra_arguments=["--log-level=ERROR"],  # else it warns of its own way of speaking to us
        resources={"metadata": {"path": str(folder)}},
    )
    return client.execute()


def title(source: Path) -> str:
    """Give the question that a notebook answers."""
    text: str = read(source).cells[0].source
    return text.splitlines()[0].removeprefix("# ")


def page(notebook: Any, *, home: str = "", site: Site = ALONE) -> str:
    """Give an executed notebook as one page that asks nothing of any site.

    Parameters
    ----------
    notebook
        From :func:`executed`.
    home
        Where the index lies, seen from the page; none if empty.
    site
        Whose page it is.
    """
    exporter: Any = HTMLExporter(raw_template=BODY)  # type: ignore[no-untyped-call]
    body, _ = exporter.from_notebook_node(notebook)
    highlighter: Formatter[str] = HtmlFormatter(style="sas")
    colours = highlighter.get_style_defs(".highlight")
    style = assets.font_face() + assets.site_style() + STYLE + colours + site.skin.style
    text: str = PAGE.render(
        policy=assets.policy(styles=[style], framed=_policies_of_maps(notebook)),
        title=notebook.cells[0].source.splitlines()[0].removeprefix("# "),
        style=style,
        body=typeset(_accessible(body)),
        home=home,
        site=site,
    )
    return text


def _policies_of_maps(notebook: Any) -> list[str]:
    """Find the policies of the maps among what the cells gave; text that is set bears none."""
    shown = [
        output.get("data", {}).get("text/html", "")
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    ]
    maps = [html.unescape(each) for each in shown if "srcdoc=" in each]
    return [
        html.unescape(policy)
        for each in maps
        for policy in re.findall(r'Content-Security-Policy" content="([^"]*)"', each)[:1]
    ]


def classed(body: str) -> str:
    """Name sides by classes: the policy of a page allows its own style sheet alone."""
    return re.sub(r'style="text-align: ?(left|right|center);?"', r'class="\1"', body)


def _accessible(body: str) -> str:
    """Name the frames of maps, and let the keyboard reach what scrolls."""
    plain = classed(body).replace('style="border:none !important;"', "")  # as STYLE has it
    named = re.sub(r'<iframe (?:"\w+"="" )*', '<iframe title="Carte interactive" ', plain)
    return reachable(named)


def reachable(body: str) -> str:
    """Let the keyboard reach what scrolls where the page is narrow: tables and code."""
    around = r'<div class="wide" role="group" aria-label="Tableau" tabindex="0">\g<0></div>'
    wide = re.sub(r"<table.*?</table>", around, body, flags=re.DOTALL)
    return wide.replace("<pre>", '<pre tabindex="0">')


def publish(folder: Path, *, home: str = "", site: Site = ALONE) -> list[Path]:
    """Execute every notebook and write its page; `home` and `site` as in :func:`page`."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sources():
        path = folder / f"{source.stem}.html"
        ran = executed(read(source), folder=folder)
        path.write_text(page(ran, home=home, site=site), encoding="utf-8")
        written.append(path)
    return written
