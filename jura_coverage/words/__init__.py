"""What is said of a study and of choices about posts, in French: each sentence once.

Every public name of the modules below is a name of this room. They load on first use: what is said
of posts loads the solver.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jura_coverage.words.accessibility import *
    from jura_coverage.words.adding import *
    from jura_coverage.words.buildings import *
    from jura_coverage.words.caveats import *
    from jura_coverage.words.certainty import *
    from jura_coverage.words.check import *
    from jura_coverage.words.commune import *
    from jura_coverage.words.comparison import *
    from jura_coverage.words.effects import *
    from jura_coverage.words.ends import *
    from jura_coverage.words.figures import *
    from jura_coverage.words.gains import *
    from jura_coverage.words.grounds import *
    from jura_coverage.words.hours import *
    from jura_coverage.words.in_short import *
    from jura_coverage.words.moving import *
    from jura_coverage.words.national import *
    from jura_coverage.words.pareto import *
    from jura_coverage.words.phrases import *
    from jura_coverage.words.provenance import *
    from jura_coverage.words.roads import *
    from jura_coverage.words.sharing import *
    from jura_coverage.words.simulation import *
    from jura_coverage.words.terms import *
    from jura_coverage.words.touring import *

# In the order in which a name is looked for: what loads much, a solver last, comes after what does
# not.
MODULES = (
    "terms", "hours", "caveats", "provenance", "figures", "commune", "buildings", "accessibility",
    "comparison", "check", "simulation", "roads", "national", "phrases", "grounds",
    "effects", "certainty", "ends", "gains", "adding", "moving", "touring", "pareto", "sharing",
    "in_short",
)  # fmt: skip


def __getattr__(name: str) -> Any:
    for module in () if name.startswith("_") else MODULES:
        found = vars(import_module(f"{__name__}.{module}")).get(name)
        if found is not None and not isinstance(found, ModuleType):
            globals()[name] = found  # it is looked for once
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    modules = [vars(import_module(f"{__name__}.{module}")) for module in MODULES]
    return sorted({name for names in modules for name in names if not name.startswith("_")})
