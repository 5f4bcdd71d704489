"""Where is the internet poor and the next digital advisor far, and how do we know?

The public interface is the modules named in ``__all__``. They load on first use, so that
importing the package costs nothing and loads neither folium nor scipy.
"""

from importlib import import_module
from types import ModuleType

__version__ = "0.1.0"

__all__ = [
    "access",
    "advice",
    "answers",
    "areas",
    "broadband",
    "catalogue",
    "classify",
    "columns",
    "comparison",
    "decision",
    "departements",
    "download",
    "equity",
    "errors",
    "export",
    "fetch",
    "french",
    "geo",
    "geocoding",
    "inspection",
    "maps",
    "outputs",
    "pairs",
    "parameters",
    "pipeline",
    "placing",
    "plots",
    "posts",
    "programme",
    "read",
    "remarks",
    "report",
    "robustness",
    "schemas",
    "sheets",
    "siting",
    "supply",
    "territory",
    "travel",
]


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
