"""Pictures and tables of notebooks: French, with a text each, and nothing missing drawn as zero."""

import html
import re

import matplotlib.colors
import matplotlib.dates
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.filters import markdown2html

from jura_coverage import french
from jura_coverage.measures import equity, internet
from jura_coverage.posts import Decision
from jura_coverage.publish import notebook, themes
from jura_coverage.study import Result

pytestmark = pytest.mark.slow


def test_the_threshold_grid_agrees_with_the_run(jura: Result) -> None:
    grid = notebook.threshold_grid(jura, poor_shares=[0.05], far_minutes=[20])
    assert grid.to_numpy().tolist() == [[86]]


def test_a_picture_is_the_same_twice(jura: Result) -> None:
    theme = themes.situation(jura)
    first, second = (notebook.theme_map(jura, theme) for _ in range(2))
    assert first.png() == second.png()
    assert "86" in first.text


def test_a_picture_of_intervals_says_them() -> None:
    likely = pd.DataFrame({"low": [1000, 0], "high": [3000, 5]}, index=["A", "B"])
    picture = notebook.intervals(
        likely, title="Essai", unit="habitants", values=pd.Series([2000, 9], index=["A", "B"])
    )
    said = picture.text.replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Essai (habitants). A : 2 000 (de 1 000 à 3 000) ; B : 9 (de 0 à 5)"
    assert picture.png().startswith(b"\x89PNG")
    alone = notebook.intervals(likely, title="Essai", unit="rang").text
    assert alone.endswith("B : de 0 à 5")


def test_dots_are_no_curve() -> None:
    series = {"a": pd.Series([1.0, 3.0], index=[0, 2])}
    for dots, word in ((False, "Courbe"), (True, "Points")):
        picture = notebook.lines(series, title="T", x="X", y="Y", dots=dots)
        (drawn,) = picture.figure.axes[0].lines
        assert (drawn.get_linestyle() == "None") == dots
        assert picture.text == f"{word}. T. Y selon x. a : de 1 à 3"


def luminance(colour: tuple[float, ...]) -> float:
    """Relative luminance of WCAG 2."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    "rows", [[[100, 105, 110], [150, 190, 200]], [[0, 1, 50], [None, 86, 99]], [[7, 7, 7]]]
)
def test_figures_of_a_grid_stand_out_from_their_cells(rows: list[list[float | None]]) -> None:
    """At least 4.5 to 1, on the colours that are really drawn; a missing cell is white."""
    values = np.array(rows, dtype=float)
    (axes,) = notebook.grid(pd.DataFrame(values), title="T", x="X", y="Y").figure.axes
    (image,) = axes.images
    colours = image.to_rgba(values)
    colours[np.isnan(values)] = 1
    for text in axes.texts:
        column, row = map(int, text.get_position())
        cell = luminance(colours[row, column])
        figure = luminance(matplotlib.colors.to_rgb(text.get_color()))
        darker, lighter = sorted((cell, figure))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, text.get_text()


def test_words_stand_to_the_left_and_figures_to_the_right() -> None:
    rows = pd.DataFrame({"n": [1234.5, None], "part": [0.05, None],
                         "mot": ["2 mairies", "2026"]})  # fmt: skip
    html = notebook.table(rows, written={"part": french.percent})._repr_html_()
    assert "5,0\N{NO-BREAK SPACE}%" in html
    assert html.count("text-align:right") == 6  # two columns with their heads
    assert html.count("<th ") == 3  # numbers that only count the rows are not shown
    named = notebook.table(rows.set_axis(["x", "y"]).rename_axis("Ligne"))._repr_html_()
    assert '<th scope="col" style="text-align:left">Ligne</th>' in named
    assert named.count('scope="row"') == 2


def test_tables_are_french() -> None:
    table = notebook.table(pd.DataFrame({"a": [1234.5, None], "b": ["<x>", True]}))
    html = table._repr_html_().replace("\N{NO-BREAK SPACE}", " ")
    assert "1 234,5" in html
    assert "–" in html
    assert "&lt;x&gt;" in html
    assert "oui" in html


def test_what_is_missing_is_drawn_as_missing() -> None:
    values = pd.Series([2, None], index=["A", "B"], dtype="Int64")
    assert notebook.bars(values, title="T", unit="u").text == "T (u). A : 2 ; B : non disponible"
    assert notebook.bars(values[:0], title="T", unit="u").text == "T (u). Rien n'est connu."
    nothing = pd.DataFrame({"x": [float("nan")]}, index=["y"])
    picture = notebook.grid(nothing, title="T", x="X", y="Y")
    assert "non disponible" in picture.text
    assert [text.get_text() for text in picture.figure.axes[0].texts] == ["–"]
    line = notebook.lines({"a": nothing["x"][:0]}, title="T", x="X", y="Y")
    assert line.text.endswith("a : non disponible")
    assert picture.png()
    assert line.png()


def test_a_quarter_stands_at_the_end_of_its_year() -> None:
    days = pd.to_datetime(["2017-12-31", "2018-03-31", "2018-12-31"])
    picture = notebook.lines({"a": pd.Series([1.0, 2, 3], index=days)}, title="T", x="X", y="Y")
    picture.figure.canvas.draw()
    axis = picture.figure.axes[0].xaxis
    (line,) = picture.figure.axes[0].lines
    ends = dict(zip((text.get_text() for text in axis.get_ticklabels()), axis.get_ticklocs(),
                    strict=True))  # fmt: skip
    drawn = matplotlib.dates.date2num(line.get_xdata())  # type: ignore[no-untyped-call]
    assert drawn[0] == ends["fin\n2017"]
    assert drawn[2] == ends["fin\n2018"]


def test_the_end_of_copper_is_told_as_the_source_does(jura: Result) -> None:
    table = notebook.closures(jura)
    status, year = jura.communes["copper_status"], jura.communes["copper_closure_year"]
    assert table.index[0] == "déjà fermé"
    assert table.at["déjà fermé", "Communes"] == (status == internet.CLOSED).sum() == 2
    assert table.at["en 2027", "Communes"] == ((year == 2027) & (status == internet.PLANNED)).sum()
    assert table.index[-1].startswith("date non fixée")
    assert table["Communes"].iloc[-1] == (status == internet.UNPLANNED).sum()
    without = jura.communes["premises"] - jura.communes["ftth"]
    assert table["Locaux sans fibre"].sum() == without.sum()
    assert table["Dont en cuivre"].sum() == 259  # shared/data/README.md


def test_a_technology_that_no_table_tells_apart_is_missing(jura: Result) -> None:
    technologies = notebook.technologies(jura)
    assert technologies.isna().tolist() == [name == "copper_slow" for name in internet.TECHNOLOGIES]
    assert technologies.sum() == 192_870  # Arcep's own total


def test_what_is_said_of_the_estimate_agrees_with_the_run(jura: Result) -> None:
    within = notebook.within(jura, errors={"x": 0}, limits=equity.LIMITS)["x"]
    summed = equity.summary(jura.communes["minutes"], jura.communes["residents"])
    assert within.tolist() == [summed[f"residents_within_{limit}"] for limit in equity.LIMITS]
    tried = notebook.sensitivity(jura, errors={"0": 0, "+1": 1, "-1": -1})
    own, whole = tried.loc["0"], jura.figures
    assert own["Communes éloignées"] == whole.communes_far
    assert own["Habitants éloignés"] == whole.residents_far
    assert own["Trajet moyen"] == pytest.approx(whole.minutes)
    # Every trip takes 1.5 to 2.8 minutes more or less.
    more, less = tried["Trajet moyen"]["+1"] - own["Trajet moyen"], own["Trajet moyen"]
    assert 1.5 < more < 2.8
    assert 1.5 < less - tried["Trajet moyen"]["-1"] < 2.8


def test_what_drives_the_flags_is_shown(jura: Result, jura_decision: Decision) -> None:
    counted = notebook.flags_by_policy(jura_decision.certainty)
    chosen = counted[(counted["Minutes"] == 20) & counted["Seuil de locaux"].str.startswith("5")]
    assert chosen["Communes"].tolist() == [86, 3]
    assert chosen["Habitants"].iloc[0] == jura.figures.residents_flagged
    influence = notebook.influence(jura_decision.influence)
    assert influence["En tout"].is_monotonic_decreasing
    assert influence[["En tout", "Seul"]].ge(0).all(axis=None)
    assert influence["Nature"].value_counts().to_dict() == {"erreur": 6, "choix": 3}


def test_equity_covers_every_choice(jura_decision: Decision) -> None:
    table = notebook.fairness(jura_decision)
    assert table.index.is_unique
    assert {"aujourd'hui", french.count(5, "poste"), "après les transferts"} <= set(table.index)
    assert table.index[-1].startswith("avec la tournée")
    near = table["Habitants à 20 min"]
    gained = near - near.loc["aujourd'hui"]
    assert gained[french.count(5, "poste")] == jura_decision.add.plans[-1].residents_gained
    assert gained["après les transferts"] == jura_decision.move.best.residents_gained
    assert gained.iloc[-1] == jura_decision.widest_week.residents_served


def test_numbers_below_zero_have_a_true_minus() -> None:
    assert ">−5<" in notebook.table(pd.Series([-5], name="n"))._repr_html_()
    assert notebook.bars(pd.Series([-5], index=["A"]), title="T", unit="u").text.endswith("A : −5")


MARKS = st.text(alphabet=list("\\`*_{}[]()<>#+-.!|~$&@:/=^'\" \n1aé"), max_size=14)


@given(text=MARKS)
def test_markdown_shows_each_character_of_a_text(text: str) -> None:
    shown = markdown2html(f"La fin de « {notebook.literal(text)} ».\n\n- {notebook.literal(text)}")
    assert not re.findall(r"<(?!/?(?:p|ul|li)>)", shown)  # no tag but those of the two paragraphs
    read = [html.unescape(each) for each in re.findall(r"<(?:p|li)>(.*?)</(?:p|li)>", shown, re.S)]
    line = re.sub(r" *\n[ \n]*", " ", text).strip(" ")
    assert " ".join(read[0].split()) == " ".join(f"La fin de « {line} ».".split())
    assert " ".join("".join(read[1:]).split()) == " ".join(line.split())


def test_a_label_is_no_formula() -> None:
    values = pd.Series([1.0, 2.0], index=[r"$\frac{$", "$x$"])
    assert notebook.bars(values, title="Essai", unit="habitants").png().startswith(b"\x89PNG")
    axes = notebook.bars(values, title="Essai", unit="habitants").figure.axes[0]
    assert not any(label.get_text() == "$x$" for label in axes.get_yticklabels())
