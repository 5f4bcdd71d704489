"""The files that a page embeds: ours, and those of other projects that are listed and checked."""

import base64
import hashlib
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jura_coverage.errors import UnknownAssetError

FOLDER = Path(__file__).parent
VENDOR = FOLDER / "vendor"
STYLES = FOLDER / "styles"
# The pages that have scripts, by the names of their folders.
SCRIPTED = ("map", "national")
# The parts of a style, in the order of their rules: of two rules alike the later one holds.
SHARED_STYLE = ("tokens", "site")
PAGE_STYLE = (
    *SHARED_STYLE, "page/base", "page/layout", "page/choice", "page/legend", "page/controls",
    "page/simulation", "page/lists", "page/map", "page/card", "page/text", "page/table",
    "page/narrow", "page/print",
)  # fmt: skip
NATIONAL_STYLE = (
    *SHARED_STYLE, "page/base", "page/layout", "page/choice", "page/legend", "page/controls",
    "page/simulation", "page/card", "page/text", "page/table", "page/narrow", "page/print",
    "national/map",
)  # fmt: skip
SITE_STYLE = (*SHARED_STYLE, "site/base", "site/index", "site/table", "site/print")
PLAN_STYLE = (
    *SITE_STYLE[:-1], "plan/choice", "plan/drawing", "plan/front", "site/print", "plan/print",
)  # fmt: skip


@cache
def listed() -> dict[str, dict[str, str]]:
    """Give the entries of ``vendor.toml`` by file name."""
    with (VENDOR / "vendor.toml").open("rb") as file:
        return {entry["file"]: entry for entry in tomllib.load(file)["assets"]}


def vendored(name: str) -> bytes:
    """Read a file of another project.

    Raises
    ------
    UnknownAssetError
        If it is not listed, or is not the file that was listed.
    """
    if name not in listed():
        raise UnknownAssetError(f"{name} : absent de vendor.toml ; attendu un fichier répertorié.")
    content = (VENDOR / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != listed()[name]["sha256"]:
        raise UnknownAssetError(f"{name} : contenu différent de celui de vendor.toml.")
    return content


def script(name: str) -> str:
    """Give a vendored script, without the pointer to its source map."""
    return re.sub(r"//# sourceMappingURL=\S+\s*$", "", _text(vendored(name)))


def style(name: str) -> str:
    """Give a vendored style sheet, without the images that it would ask the network for."""
    return re.sub(r"[\w-]+\s*:\s*url\((?!data:)[^)]*\)\s*;", "", _text(vendored(name)))


def scripts(page: str) -> Path:
    """Give the folder of the modules of a page of :data:`SCRIPTED`."""
    return FOLDER.parent / page / "scripts"


def bundle(page: str) -> str:
    """Give our own script of a page, which ``scripts/bundle.js`` writes from its modules."""
    return _text((FOLDER.parent / page / "bundled" / "page.js").read_bytes())


def page_style() -> str:
    """Give the rules of the map's page."""
    return _parts(PAGE_STYLE)


def national_style() -> str:
    """Give the rules of the page of many départements."""
    return _parts(NATIONAL_STYLE)


def site_style() -> str:
    """Give the rules of the pages around the map."""
    return _parts(SITE_STYLE)


def plan_style() -> str:
    """Give the rules of the report on posts."""
    return _parts(PLAN_STYLE)


def shared_style() -> str:
    """Give what every page has: colours, sizes, whose page it is and where else it leads."""
    return _parts(SHARED_STYLE)


def _parts(names: tuple[str, ...]) -> str:
    return "".join(_text((STYLES / f"{name}.css").read_bytes()) for name in names)


def _text(content: bytes) -> str:
    """Decode with line ends as a browser reads them, or the hash of the policy would not fit."""
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


@cache
def font_face() -> str:
    """Give the style rule that embeds the typeface."""
    encoded = base64.b64encode(vendored("source-sans-3.woff2")).decode()
    return (
        '@font-face{font-family:"Source Sans 3";font-weight:200 900;font-display:swap;'
        f'src:url(data:font/woff2;base64,{encoded}) format("woff2")}}'
    )


def policy(
    *,
    styles: Sequence[str],
    scripts: Sequence[str] = (),
    images: Sequence[str] = (),
    framed: Sequence[str] = (),
) -> str:
    """Allow these very styles and scripts, what is embedded, and nothing else.

    Parameters
    ----------
    styles, scripts
        Their texts, as they stand in the page.
    images
        Where images may come from besides the page itself.
    framed
        Policies of the pages that stand in frames of this one, for a frame may do no more than the
        page around it: their very styles and scripts are allowed too.

    Returns
    -------
    str
        A Content-Security-Policy.
    """
    allowed = {
        kind: dict.fromkeys([*map(csp_hash, texts), *_hashes(framed, kind)])
        for kind, texts in (("script-src", scripts), ("style-src", styles))
    }
    rules = [
        "default-src 'none'",
        *(" ".join([kind, *hashes]) for kind, hashes in allowed.items() if hashes),
        "font-src data:",
        " ".join(["img-src data:", *images]),
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join(rules)


def _hashes(policies: Sequence[str], kind: str) -> list[str]:
    """Give the texts that policies allow, and no other source that they name."""
    rules = [rule for policy in policies for rule in policy.split("; ") if rule.startswith(kind)]
    return [source for rule in rules for source in re.findall(r"'sha256-[\w+/]{43}='", rule)]


def csp_hash(text: str) -> str:
    """Give the source expression that allows this very script or style, and no other."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
