"""Style sheets: colours are tokens, and so is every size that is used twice."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from jura_coverage.publish.html import assets
from jura_coverage.publish.sheets import page

TOKENS = assets.STYLES / "tokens.css"
SHEETS = sorted([*(each for each in assets.STYLES.rglob("*.css") if each != TOKENS), page.STYLE])
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|color-mix)a?\(")
NAMED = re.compile(r"\b(?:black|white|red|green|blue|gr[ae]y|silver|orange|purple|yellow)\b")
SIZE = re.compile(r"(?<![\w#.-])-?((?:\d*\.)?\d+)(px|rem|mm|pt)\b")
# Sizes of one kind are alike by intent: 4 px between two words and on a corner by chance.
KINDS = {
    "text": re.compile(r"font(-size)?$"),
    "radius": re.compile(r"border.*-radius"),
    "border": re.compile(r"border(?!-collapse)|outline(?!-offset)"),
    "size": re.compile(
        r"grid-template|padding|margin|gap|column-gap|width|height|min-|max-|top|left|right|bottom|inset"
    ),
}


def declarations(path: Path) -> Iterator[tuple[str, str]]:
    """Give each property and its value; page boxes take no custom properties for their size."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"@page\s*\{[^{}]*", "", text)
    for found in re.finditer(r"([\w-]+)\s*:\s*([^;{}]+);", text):
        yield found[1], found[2]


def kind_of(name: str) -> str | None:
    return next((kind for kind, pattern in KINDS.items() if pattern.match(name)), None)


def sizes(path: Path) -> Iterator[tuple[str, float, str]]:
    for name, value in declarations(path):
        if kind := kind_of(name):
            for number, unit in SIZE.findall(value):
                yield kind, float(number), unit


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_colours_stand_in_the_tokens_only(path: Path) -> None:
    raw = [
        f"{name}: {value}"
        for name, value in declarations(path)
        if COLOUR.search(value) or NAMED.search(value)
    ]
    assert raw == []


def test_a_size_that_stands_twice_is_a_token() -> None:
    used = Counter(each for path in SHEETS for each in sizes(path))
    assert {each for each, times in used.items() if times > 1} == set()


def test_no_size_repeats_a_token() -> None:
    prefixes = {"text": "--text-", "radius": "--radius-", "size": "--size-"}
    tokens = {
        (kind, float(number), unit)
        for name, value in declarations(TOKENS)
        for kind, prefix in prefixes.items()
        if name.startswith(prefix)
        for number, unit in SIZE.findall(value)
    }
    assert tokens & {each for path in SHEETS for each in sizes(path)} == set()


def test_every_token_is_defined_once_and_used() -> None:
    defined = [name for name, _ in declarations(TOKENS) if name.startswith("--")]
    assert len(set(defined)) == len(defined)
    everything = "".join(path.read_text(encoding="utf-8") for path in [TOKENS, *SHEETS])
    assert set(re.findall(r"var\((--[\w-]+)\)", everything)) == set(defined)


def test_every_part_belongs_to_a_page() -> None:
    parts = {*assets.PAGE_STYLE, *assets.NATIONAL_STYLE, *assets.PLAN_STYLE}
    written = {
        path.relative_to(assets.STYLES).with_suffix("").as_posix()
        for path in assets.STYLES.rglob("*.css")
    }
    assert parts == written
