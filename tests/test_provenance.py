"""How sources and their editions are told."""

import pytest

from jura_coverage import words
from jura_coverage.sources.catalogue import Source
from jura_coverage.sources.editions import of_quarter, of_year

TWO_FILES = [
    Source(role="broadband", file=name, sha256="", title="Débits", dated=of_quarter(2026, 2))
    for name in ("debits.csv", "fibre.csv")
]
NEEDS = Source(role="needs", file="age.csv", sha256="", title="Âge", dated=of_year(2020))


def test_an_edition_in_several_files_is_told_once() -> None:
    """And twice where the files differ, or nothing is known of one: its name is told."""
    told = words.editions([*TWO_FILES, NEEDS])
    assert [edition for _, edition in told] == ["2e trimestre 2026", "2020"]
    other = Source(role="broadband", file="cuivre.csv", sha256="", title="Cuivre")
    assert len(words.editions([*TWO_FILES, other])) == 2
    assert "non précisée (fichier cuivre.csv)" in words.editions_line([*TWO_FILES, other])


@pytest.mark.parametrize(
    ("attribution", "licence", "cited"),
    [
        ("ministère de l'Économie", "Licence Ouverte 2.0",
         "Débits. Édition : 2020. Ministère de l'Économie. Licence Ouverte 2.0."),
        ("© IGN", "licence inventée", "Débits. Édition : 2020. © IGN. Licence inventée."),
        ("", "", "Débits. Édition : 2020."),
    ],
)  # fmt: skip
def test_each_sentence_of_a_source_begins_with_a_capital(
    attribution: str, licence: str, cited: str
) -> None:
    source = Source(
        role="broadband", file="a.csv", sha256="", title="Débits", dated=of_year(2020),
        attribution=attribution, licence=licence,
    )  # fmt: skip
    assert words.source_line(source) == cited
