"""Where is the internet poor and the next digital advisor far, and how do we know?

The public interface is the rooms named in ``__all__``, each a word of the field. They load on
first use, so that importing the package costs nothing and loads neither folium nor scipy.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

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


def lazily(room: str, names: Mapping[str, str]) -> Callable[[str], Any]:
    """Make the ``__getattr__`` of a room whose names load on first use.

    Parameters
    ----------
    room
        Its ``__name__``.
    names
        For each name the module below the room that defines it.
    """

    def found(name: str) -> Any:
        if name in names:
            value = getattr(import_module(f"{room}.{names[name]}"), name)
            setattr(sys.modules[room], name, value)  # it is looked for once
            return value
        raise AttributeError(f"module {room!r} has no attribute {name!r}")

    return found


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
