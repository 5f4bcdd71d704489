"""Where is the internet poor and the next digital advisor far, and how do we know?

The public interface is the rooms named in ``__all__``, each a word of the field. They load on
first use, so that importing the package costs nothing and loads neither folium nor scipy.
"""

from importlib import import_module
from types import ModuleType

__version__ = "0.1.0"

__all__ = [
    "columns",
    "errors",
    "french",
    "geography",
    "measures",
    "parameters",
    "posts",
    "publish",
    "remarks",
    "sources",
    "study",
    "territory",
    "words",
]


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
