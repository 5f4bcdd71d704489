"""Words once: no French sentence stands twice in the sources."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple, cast

import jupytext
import numpy as np
import pytest

from jura_coverage import french, words
from jura_coverage.measures.pairs import FloatArray
from jura_coverage.measures.travel import Parts, TravelEngine
from jura_coverage.publish.html import assets
from tests.modules import MODULES, PACKAGE, parsed

ROOT = Path(__file__).parents[1]
# Fewer words in a row are a turn of phrase, not a sentence.
LEAST_WORDS = 6
VALUE = " … "  # stands for what is filled in
# What may stand twice, and why.
EXCEPTIONS = {
    # One clause of two different sentences of a reader, each beside the rule that it explains.
    "corrigez la cellule ou laissez-la vide",
    "donnez le code insee de la commune",
    "un code insee à 5 caractères",
    "un octet qui n'est pas de l'utf-8",
    "une table de communes ou de lieux",
    "vérifiez que c'est le bon fichier",
    # The definition of a flag, as a term of `words` and in the prose of two notebooks.
    "mal desservie et loin d'un conseiller",
}


class Text(NamedTuple):
    """A text of the sources, with where it stands."""

    path: Path
    line: int
    text: str


def joined(node: ast.AST) -> str:
    """Put a string of the code together, with :data:`VALUE` for what is not written there."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr():
            return "".join(map(joined, node.values))
        case ast.BinOp(op=ast.Add()):
            return joined(node.left) + joined(node.right)
        case _:
            return VALUE


def others(node: ast.AST) -> list[ast.AST]:
    """Give what :func:`joined` puts :data:`VALUE` for."""
    match node:
        case ast.Constant():
            return []
        case ast.JoinedStr():
            return [other for part in node.values for other in others(part)]
        case ast.FormattedValue():
            return [node.value]
        case ast.BinOp(op=ast.Add()):
            return others(node.left) + others(node.right)
        case _:
            return [node]


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Give every string of a module but its docstrings, each once, with its line."""
    todo: list[ast.AST] = [tree]
    while todo:
        match todo.pop():
            case ast.Expr(value=ast.Constant()):
                continue  # a docstring
            case (ast.Constant() | ast.JoinedStr() | ast.BinOp(op=ast.Add())) as node:
                yield node.lineno, joined(node)
                todo += others(node)
            case node:
                todo += ast.iter_child_nodes(node)


def of_python(path: Path) -> Iterator[Text]:
    for line, text in strings(parsed(path)):
        yield Text(path, line, text)


def of_template(path: Path) -> Iterator[Text]:
    """Give what a template says between its tags, and in attributes."""
    for line, written in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        filled = re.sub(r"\{\{.*?\}\}", VALUE, written)
        for text in re.split(r"<[^>]*>|\{%.*?%\}", filled) + re.findall(r'="([^"]*)"', filled):
            yield Text(path, line, text)


def of_script(path: Path) -> Iterator[Text]:
    """Give the strings of a script, those that it joins as one."""
    code = re.sub(r"/\*.*?\*/|^\s*//.*?$", "", path.read_text("utf-8"), flags=re.DOTALL | re.M)
    code = re.sub(r"\$\{[^}]*\}", VALUE, code)
    for chain in re.finditer(r'`[^`]*`|"[^"\n]*"(?:\s*\+\s*(?:"[^"\n]*"|NBSP(?=\s*\+)))*', code):
        text = "".join(re.findall(r'["`]([^"\n`]*)["`]', chain[0].replace("NBSP", '" "')))
        yield Text(path, code[: chain.start()].count("\n") + 1, text)


def of_notebook(path: Path) -> Iterator[Text]:
    for number, cell in enumerate(jupytext.read(path).cells):
        if cell.cell_type == "markdown":
            for text in re.split(r"\n\n|\n- |\n\|", cell.source):
                yield Text(path, number, text)
        else:
            for _, text in strings(ast.parse(cell.source)):
                yield Text(path, number, text)


def sources() -> Iterator[Text]:
    for path in MODULES:
        yield from of_python(path)
    for path in sorted((PACKAGE / "publish").rglob("*.j2")):
        yield from of_template(path)
    for page in assets.SCRIPTED:
        for path in sorted(assets.scripts(page).rglob("*.js")):
            yield from of_script(path)
    for path in sorted((ROOT / "notebooks").glob("*.py")):
        yield from of_notebook(path)


def pieces(text: str) -> Iterator[str]:
    """Cut a text at its punctuation, commas aside, and give the words of each piece."""
    for piece in re.split(r"[.?!;:()…«»|]", re.sub(r"<[^>]*>", " ", text).casefold()):
        found = re.findall(r"[a-zà-ÿœ0-9]+(?:['-][a-zà-ÿœ0-9]+)*'?", piece)
        if found:
            yield " ".join(found)


def repetitions(texts: list[Text]) -> dict[str, list[str]]:
    """Name where each piece stands that is found in another place too, alone or in a longer one."""
    said = [(each, piece) for each in texts for piece in pieces(each.text)]
    whole = "|".join(f" {piece} " for _, piece in said)
    found = {}
    for piece in {piece for _, piece in said if piece.count(" ") >= LEAST_WORDS - 1}:
        if whole.count(f" {piece} ") > 1:
            found[piece] = [
                f"{each.path.name}:{each.line}"
                for each, other in said
                if f" {piece} " in f" {other} "
            ]
    return found


@pytest.fixture(scope="module")
def repeated() -> dict[str, list[str]]:
    """French sentences that stand twice, with where."""
    titles = {
        next(pieces(jupytext.read(path).cells[0].source.splitlines()[0]))
        for path in (ROOT / "notebooks").glob("*.py")
    }  # notebook 00 lists them, and a test keeps it in step
    return {
        piece: where
        for piece, where in repetitions(list(sources())).items()
        if piece not in titles and re.search("[a-zà-ÿ]{3}", piece)  # codes are no sentence
    }


@pytest.mark.slow
def test_no_sentence_stands_twice(repeated: dict[str, list[str]]) -> None:
    assert {piece: where for piece, where in repeated.items() if piece not in EXCEPTIONS} == {}


@pytest.mark.slow
def test_every_exception_is_still_one(repeated: dict[str, list[str]]) -> None:
    assert set(repeated) >= EXCEPTIONS


def test_a_sentence_is_found_wherever_it_stands(tmp_path: Path) -> None:
    """In a string over two lines, filled in, joined by a script, in a template, in a notebook."""
    sentence = "Vingt minutes est la référence de l'État"
    files = {
        "a.py": 'TEXT = (\n    "Vingt minutes est "\n    "la référence de l\'État"\n)',
        "b.py": f'def say(x):\n    return f"{{x}} : {sentence} ; {{x}}"',
        "c.j2": f"<p>{{{{ x }}}} <b>{sentence}.</b></p>",
        "d.js": 'const said = "Vingt minutes est" +\n  NBSP + "la référence de l\'État"; // "',
        "f.js": "return `${x} Vingt minutes est la référence de l'État (${y}).`",
        "e.py": "# %% [markdown]\n# - Vingt minutes est la\n#   référence de l'État\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    readers = (of_python, of_python, of_template, of_script, of_script, of_notebook)
    for read, name in zip(readers, files, strict=True):
        texts = list(read(tmp_path / name))
        assert sentence.casefold() in {piece for each in texts for piece in pieces(each.text)}, name
        assert repetitions([*texts, *texts])
        assert not repetitions([each for each in texts if each.text.strip()][:1]), name


def test_sentences_are_typed_with_the_apostrophe_of_the_keyboard() -> None:
    """What sets them makes the printer's of it; typed as such, two that are alike would differ."""
    assert [each for each in sources() if re.search(r"\w’\w", each.text)] == []


def remarked() -> Iterator[Text]:
    """Give the text of every remark that the sources make, as far as it is written there."""
    for path in MODULES:
        for node in ast.walk(parsed(path)):
            match node:
                case ast.Call(func=ast.Name(id="remarks"), args=[_, text, *_]):
                    written: list[ast.AST] = [text]
                case ast.Call(func=ast.Name(id="Remark"), keywords=keywords):
                    written = [each.value for each in keywords if each.arg == "text"]
                case _:
                    continue
            for each in written:
                # Both texts of a choice, whatever chooses.
                for part in (each.body, each.orelse) if isinstance(each, ast.IfExp) else (each,):
                    yield Text(path, node.lineno, joined(part))


def test_a_remark_has_one_colon_which_comes_before_what_it_concerns() -> None:
    texts = list(remarked())
    assert len(texts) > 50  # they are found
    twice = [f"{each.path.name}:{each.line}: {each.text}" for each in texts if " : " in each.text]
    assert twice == []


@pytest.mark.parametrize(
    ("spread", "said"),
    [
        ((2.0, 3.0, 6.0), "de 7 minutes au plus pour 10 km et de 7 minutes au plus pour 20 km"),
        ((1.0, 0.0, 0.0), "de 1 minute au plus"),
        ((0.0, 0.0, 0.0), "Les minutes sont des estimations."),
    ],
)
def test_the_error_of_minutes_is_that_of_the_engine(
    spread: tuple[float, float, float], said: str
) -> None:
    def spread_minutes(kilometres: FloatArray) -> Parts:
        region, origin, trip = (np.full_like(kilometres, each) for each in spread)
        return region, origin, trip

    engine = cast("TravelEngine", SimpleNamespace(spread_minutes=spread_minutes))
    assert said in words.estimated(engine).replace("\N{NO-BREAK SPACE}", " ")


def test_the_page_writes_its_own_words_as_python_does() -> None:
    """Words of the page that come with no payload: each stands in the scripts as in Python."""
    scripts = "".join(
        path.read_text("utf-8")
        for page in assets.SCRIPTED
        for path in sorted(assets.scripts(page).rglob("*.js"))
    )
    assert f"MISSING = {json.dumps(french.MISSING, ensure_ascii=False)}" in scripts
    for said in (words.CLOSED_AS_LISTED, words.UNDATED, *words.SITUATION_NAMES.values()):
        assert said not in scripts
