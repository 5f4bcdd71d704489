"""The site that pages belong to: which stand together, whose they are, and what they must say."""

import re
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from jura_coverage import french
from jura_coverage.errors import DataError, Fault, ParameterError, reason

INDEX, MAP, PLAN, SHEETS, ACCESSIBILITY = (
    "index.html", "carte.html", "plan.html", "fiches.html", "accessibilite.html",
)  # fmt: skip
LABELS = {
    INDEX: "Accueil",
    MAP: "Carte interactive",
    PLAN: "Rapport sur les postes",
    SHEETS: "Fiches de décision",
    ACCESSIBILITY: "Accessibilité",
}
OWN = Path(__file__).parent / "skins"
SKIN, STYLE = "skin.toml", "style.css"
GREATEST_BYTES = 100_000
# What a rule could ask another site for, or end the style with.
FOREIGN = ("url(", "@import", "image-set(", "<")
CONFORMITIES = ("non conforme", "partiellement conforme", "totalement conforme")
ADDRESSES = ("home", "contact", "legal", "privacy")


@dataclass(frozen=True, kw_only=True)
class Skin:
    """Whose pages these are, in its colours.

    Parameters
    ----------
    heading
        What stands at the head of every page, a line each; nothing if empty.
    publisher
        Who publishes them.
    home, contact, legal, privacy
        Addresses of the publisher's own pages; `contact` may be that of a service's mail.
    conformity
        What an audit of accessibility found, one of :data:`CONFORMITIES`; empty without any.
    style
        Rules of CSS that follow those of the pages.
    """

    heading: tuple[str, ...] = ()
    publisher: str = ""
    home: str = ""
    contact: str = ""
    legal: str = ""
    privacy: str = ""
    conformity: str = ""
    style: str = ""

    @property
    def lacking(self) -> list[str]:
        """The lines of the file that are left empty, if the pages are anybody's."""
        return [
            name for name in ("publisher", *ADDRESSES) if self.heading and not getattr(self, name)
        ]

    @property
    def mentions(self) -> list[tuple[str, str]]:
        """What the foot of every page leads to: French labels and addresses, empty if not told."""
        labels = ("Accueil du site", "Contact", "Mentions légales", "Données personnelles")
        addresses = [getattr(self, name) for name in ADDRESSES]
        return [
            (label, address)
            for label, address in zip(labels, addresses, strict=True)
            if address or self.heading
        ]


@dataclass(frozen=True, kw_only=True)
class Site:
    """Pages that stand together, each of which leads to the others.

    Parameters
    ----------
    pages
        French labels of the pages by their addresses from the folder of the site.
    sheets
        Addresses of decision sheets by the codes of their EPCI, where there are some.
    skin
        Whose pages they are.
    """

    pages: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)
    skin: Skin = Skin()

    @classmethod
    def of(cls, *pages: str, skin: Skin) -> "Site":
        """Make the site of pages of :data:`LABELS`, and of the one on accessibility."""
        return cls(pages={each: LABELS[each] for each in (*pages, ACCESSIBILITY)}, skin=skin)

    @property
    def below(self) -> "Site":
        """The same site, seen from a folder in its own."""
        return replace(
            self,
            pages={f"../{each}": label for each, label in self.pages.items()},
            sheets={code: f"../{each}" for code, each in self.sheets.items()},
        )


ALONE = Site()


def read_skin(path: Path | None) -> Skin:
    """Read a skin from its folder.

    Parameters
    ----------
    path
        A folder with :data:`SKIN` and, if its pages look otherwise than ours, :data:`STYLE`; or
        the name of one of our own; None for the neutral one.

    Raises
    ------
    ParameterError
        If there is no such skin.
    DataError
        With all that is wrong with it.
    """
    if path is None:
        return Skin()
    own = OWN / path
    folder = own if path.name == str(path) and not path.is_dir() and own.is_dir() else path
    if not folder.is_dir():
        names = french.enumeration(sorted(f"« {each.name} »" for each in OWN.iterdir()))
        raise ParameterError(
            f"--skin : trouvé « {path} » ; attendu {names}, ou un dossier qui contient {SKIN}."
        )
    told = _told(folder / SKIN)
    style = _text(folder / STYLE) if (folder / STYLE).exists() else ""
    faults = [*_faults(told, folder / SKIN), *_foreign(style, folder / STYLE)]
    if faults:
        raise DataError(faults)
    return Skin(style=style, **{**told, "heading": tuple(told.get("heading", ()))})


def copy_skin(name: str, folder: Path) -> None:
    """Copy one of our own skins into a folder, to be filled in."""
    for each in (OWN / name).iterdir():
        shutil.copyfile(each, folder / each.name)


def _told(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line \d+", str(error))
        raise DataError([Fault(
            file=str(path), place=line[0].replace("line", "ligne") if line else "",
            found="une ligne qui n'est pas du TOML",
            expected='des lignes comme « publisher = "DDT du Jura" »',
            action="Corrigez cette ligne.",
        )]) from error  # fmt: skip


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(GREATEST_BYTES + 1)
        if len(content) <= GREATEST_BYTES:
            return content.decode("utf-8-sig")
        found = f"plus de {GREATEST_BYTES // 1000} ko"
    except OSError as error:
        found = f"un fichier illisible ({reason(error)})"
    except UnicodeDecodeError:
        found = "un octet qui n'est pas de l'UTF-8"
    raise DataError([Fault(
        file=str(path), found=found, expected="quelques lignes de texte en UTF-8",
        action="Repartez d'une copie de l'habillage fourni, que « jura-coverage skin » écrit.",
    )])  # fmt: skip


def _faults(told: Mapping[str, Any], path: Path) -> list[Fault]:
    """List what a skin cannot be told."""
    return [
        Fault(
            file=str(path), place=f"« {name} »", found=f"« {value} »", expected=expected,
            action="Corrigez cette ligne.",
        )
        for name, value in told.items()
        if (expected := _expected(name, value))
    ]  # fmt: skip


def _expected(name: str, value: object) -> str:
    """Say what should stand where a line is wrong; nothing if it is right."""
    known = [each.name for each in fields(Skin) if each.name != "style"]
    if name not in known:
        return f"l'un des noms {french.enumeration(known)}"
    if name == "heading":
        lines = isinstance(value, list) and all(isinstance(each, str) for each in value)
        return "" if lines else 'des textes entre crochets, comme ["Préfet", "du Jura"]'
    if not isinstance(value, str):
        return "un texte entre guillemets"
    if name in ADDRESSES and value and not value.startswith(("https://", "http://", "mailto:")):
        return "une adresse qui commence par https:// ou mailto:"
    if name == "conformity" and value and value not in CONFORMITIES:
        return f"{french.enumeration([f'« {each} »' for each in CONFORMITIES])}, ou rien"
    return ""


def _foreign(style: str, path: Path) -> list[Fault]:
    """List what a style asks another site for."""
    return [
        Fault(
            file=str(path), found=f"« {each} »",
            expected="des règles qui ne cherchent ni image, ni police, ni feuille de style",
            action="Retirez-la : une page ne demande rien à personne.",
        )
        for each in FOREIGN
        if each in style.lower()
    ]  # fmt: skip
