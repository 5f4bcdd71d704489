"""The package's modules, as tests of their code read them."""

import ast
from functools import cache
from pathlib import Path

import jura_coverage

PACKAGE = Path(jura_coverage.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))


@cache
def parsed(path: Path) -> ast.Module:
    """Read the code of a file once, for whichever test asks; none changes it."""
    return ast.parse(path.read_text(encoding="utf-8"))
