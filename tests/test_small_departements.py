"""Départements of one commune or two, of one post: every command ends well, in the singular too."""

import html
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from shapely.geometry import box, mapping

from tests.command import call, typed
from tests.official_files import written

pytestmark = pytest.mark.slow

# Some thirty kilometres apart, so that a post in one is far from the other.
NAMES = ("Les Bessons", "Le Deschaux")
RESIDENTS = (1000, 1)
NOUNS = (
    "communes|habitants|postes|structures|lieux|locaux|arrêts|jours|lignes|personnes|transferts|"
    "tournées|conseillers|intercommunalités|sites|places|choix signalés"
)
# What no sentence says: none or one in the plural, a range of nothing, a plural for one of a kind,
# a preposition beside its article.
ILL = (
    re.compile(rf"(?<![\d ,.−])(?<!\d )[01] (?:{NOUNS})\b"),
    re.compile(r"\bde (\d+) à \1\b"),
    re.compile(r"\b(?:des|les|aux) [01] [^\W\d]", re.IGNORECASE),
    re.compile(r"\b(?:à|de) (?:Le|Les) (?:Bessons|Deschaux)"),
    re.compile(r"chacun de ces arrêts : [^,;]* \(48\d{3}\) ;"),
)


@dataclass(frozen=True)
class Kind:
    """How many communes, and where posts are."""

    communes: int
    posts: tuple[int, ...]

    def files(self, folder: Path) -> list[str]:
        features = [
            {
                "type": "Feature", "geometry": mapping(box(x, 44.5, x + 0.05, 44.55)),
                "properties": {
                    "code": f"4800{place}", "nom": name, "population": residents,
                    "codeEpci": "200000001", "epci": {"nom": "CC"},
                },
            }
            for place, name, residents, x in (
                (1, NAMES[0], RESIDENTS[0], 3.2), (2, NAMES[1], RESIDENTS[1], 3.6)
            )
        ][: self.communes]  # fmt: skip
        communes = json.dumps({"type": "FeatureCollection", "features": features})
        best = (
            "code_insee;nbr;type;nbr_elig_8;elig_ftth;elig_coax;elig_cu_30;elig_thdr;elig_cu_8;"
            "elig_4gf;elig_hdr;elig_sat;date\n"
        ) + "".join(
            f"4800{place + 1};100;all;100;90;0;0;0;0;10;0;0;2026-06-30\n"
            for place in range(self.communes)
        )
        posts = "host,code_insee,posts\n" + "".join(
            f"Structure {number},4800{place},1\n" for number, place in enumerate(self.posts)
        )
        return [
            str(written(folder, "communes.geojson", communes)),
            str(written(folder, "debit.csv", best)), str(written(folder, "postes.csv", posts)),
        ]  # fmt: skip


KINDS = {
    "one commune and its post": Kind(1, (1,)),
    "two communes and one post": Kind(2, (1,)),
    "two communes and both posts in one": Kind(2, (1, 1)),
}
COMMANDS = (
    ["run", "--out"], ["plan", "--out"], ["sheets", "--out"], ["export", "--out"],
    ["explain", "48001"], ["keep"], ["move"], ["add"], ["rounds"], ["rounds", "--stops", "1"],
)  # fmt: skip


def options(files: list[str]) -> list[str]:
    communes, broadband, advisors = files
    return ["--departement", "48", "--communes", communes, "--broadband", broadband,
            "--advisors", advisors]  # fmt: skip


def texts(folder: Path) -> str:
    """What one reads in the files of a folder, as one types it."""
    found = []
    for path in sorted(folder.rglob("*.html")) + sorted(folder.rglob("*.csv")):
        text = path.read_text(encoding="utf-8-sig")
        text = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.DOTALL)
        found.append(html.unescape(re.sub(r"<[^>]+>", "\n", text)))
    return typed("\n".join(found))


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_every_command_ends_well_and_speaks_in_the_singular(kind: Kind, tmp_path: Path) -> None:
    files = kind.files(tmp_path)
    said = []
    for number, command in enumerate(COMMANDS):
        out = tmp_path / f"out{number}"
        more = [str(out)] if command[-1] == "--out" else []
        ended = call(*command, *more, *options(files))
        assert ended.status == 0, (command, ended.err)
        said += [ended.told, typed(ended.err), texts(out)]
    ended = call("check", *files, "--departement", "48")
    assert ended.status == 0, ended.err
    said.append(ended.told)
    lines = "\n".join(said).splitlines()
    assert [line.strip() for line in lines if any(each.search(line) for each in ILL)] == []


def test_at_the_end_of_the_only_post_its_commune_is_flagged(tmp_path: Path) -> None:
    """10 of 100 premises are poorly served; without an advisor, none is near."""
    files = KINDS["one commune and its post"].files(tmp_path)
    ended = call("sheets", "Les Bessons", "--out", tmp_path / "out", *options(files))
    assert ended.status == 0, ended.err
    sheet = texts(tmp_path / "out")
    rows = " ".join(sheet[sheet.index("Ce que changerait chaque choix") :].split())
    assert "aucun conseiller oui" in rows


@pytest.mark.parametrize("command", [["add"], ["plan", "--out"]])
def test_without_a_candidate_one_sentence_says_so(tmp_path: Path, command: list[str]) -> None:
    files = KINDS["two communes and one post"].files(tmp_path)
    more = [str(tmp_path / "out")] if command[-1] == "--out" else []
    ended = call(*command, *more, *options(files), "--least-residents", "5000")
    assert ended.status != 0
    assert "Aucune commune candidate" in ended.said
    assert "Traceback" not in ended.err
