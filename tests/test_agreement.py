"""How far two coders agree: what is asked of each word, and figures that can be checked by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.agreement import KINDS, Agreement, Disagreement, compare
from kg.errors import SchemaProblem
from kg.loaders import sheet as loader
from kg.model import Article
from tests import sheets

ROOT = Path(__file__).parents[1]
FIRST = ROOT / "data" / "articles" / "russia-us" / "2025-04-10-istanbul.hi.yaml"
SECOND = ROOT / "tests" / "data" / "agreement" / "2025-04-10-istanbul.hi.second.yaml"

TEN = "one two three four five six seven eight nine ten"
MATTER = """\
matters:
  - {id: NAME, label: {en: Bridge}, parties: [FRA, DEU], issue: ISSUE}
"""


def _coded(folder: Path, name: str, body: str, text: str = TEN) -> Path:
    return sheets.article(folder, name, body=body, text=text)


def _mentions(*marks: tuple[str, str, str]) -> str:
    """Mentions of those words, each with its actor and its sense."""
    lines = (
        f"  - {{exact: {exact}, refers: actor/{actor}, sense: {sense}}}\n"
        for exact, actor, sense in marks
    )
    return "mentions:\n" + "".join(lines)


def _france(*words: str) -> str:
    return _mentions(*((word, "FRA", "state") for word in words))


def _both(folder: Path, a: str, b: str, text: str = TEN) -> dict[str, Agreement]:
    agreements, _ = compare(_coded(folder, "a", a, text), _coded(folder, "b", b, text))
    return {one.kind: one for one in agreements}


def _article(path: Path) -> Article:
    sheet = loader.load(path).sheet
    assert isinstance(sheet, Article)
    return sheet


# -------------------------------------------------------------------------------------- the figures


@pytest.mark.parametrize("sheet", [FIRST, SECOND], ids=["first", "second"])
def test_a_sheet_agrees_with_itself(sheet: Path) -> None:
    agreements, disagreements = compare(sheet, sheet)
    assert not disagreements
    assert {one.kind: one.agreed for one in agreements} == dict.fromkeys(KINDS, 1.0)
    assert {one.alpha for one in agreements if one.kind != "stance"} == {1.0}


@pytest.mark.parametrize(
    ("a", "b", "alpha"),
    [
        # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), part A: binary data of
        # two observers, 0100000010 and 1110010000, have alpha 0.095
        pytest.param(("two", "nine"), ("one", "two", "three", "six"), 0.095, id="published"),
        # 2 of 10 words differ; 4 of the 20 codings are marks: 1 - (2/10) / (2*4*16 / (20*19))
        pytest.param(("one", "two"), ("two", "three"), 0.40625, id="by hand"),
        pytest.param(("one", "two"), ("one", "two"), 1.0, id="all"),
    ],
)
def test_alpha_is_the_nominal_one_over_all_words(
    tmp_path: Path, a: tuple[str, ...], b: tuple[str, ...], alpha: float
) -> None:
    found = _both(tmp_path, _france(*a), _france(*b))["mention"]
    assert (found.words, found.marked) == (10, len({*a, *b}))
    assert found.agreed == pytest.approx(len({*a} & {*b}) / len({*a, *b}))
    assert found.alpha == pytest.approx(alpha, abs=0.0005)


def test_chance_weighs_each_value_by_how_often_it_was_used(tmp_path: Path) -> None:
    """One word of ten differs: FRA 2 times, DEU 1 and unmarked 17 of 20 codings."""
    a = _mentions(("one", "FRA", "state"), ("two", "FRA", "state"))
    b = _mentions(("one", "FRA", "state"), ("two", "DEU", "state"))
    by_chance = 1 - (3 * 2 + 16 * 15) / (20 * 19)
    assert _both(tmp_path, a, b)["mention"].alpha == pytest.approx(1 - (1 / 10) / by_chance)


def test_where_nothing_was_marked_there_is_no_figure(tmp_path: Path) -> None:
    found = _both(tmp_path, _france("one"), _france("one"))
    assert found["quotation"] == Agreement("quotation", 10, 0, None, None)
    assert found["speaker"] == Agreement("speaker", 0, 0, None, None)


# --------------------------------------------------------------------------- what is asked of words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEN, 10),
        ("रूस-यूएस परामर्श", 2),
        ("साथ -साथ", 2),
        ("क\N{ZERO WIDTH JOINER}ष क\N{ZERO WIDTH NON-JOINER}ष", 2),
        ("Norland's dues, Norland’s dues", 4),
        ("“quoted” (glossed) on 27. 2.", 5),
    ],
)
def test_the_unit_is_the_word(tmp_path: Path, text: str, words: int) -> None:
    assert _both(tmp_path, "", "", text)["mention"].words == words


def test_a_quote_that_cuts_a_word_marks_the_whole_word(tmp_path: Path) -> None:
    found = _both(tmp_path, _france("thr"), _france("three"))
    assert found["mention"].agreed == 1


def test_a_word_with_two_marks_agrees_only_if_both_do(tmp_path: Path) -> None:
    both = _mentions(("one two", "FRA", "state"), ("one two", "DEU", "state"))
    assert _both(tmp_path, both, _france("one two"))["mention"].agreed == 0


def test_what_a_mark_is_is_asked_only_where_both_marked(tmp_path: Path) -> None:
    """A word that one of them left out is no disagreement on its sense as well."""
    a = _mentions(("one", "FRA", "state"), ("two", "FRA", "state"), ("three", "FRA", "state"))
    b = _mentions(("one", "FRA", "state"), ("two", "FRA", "speaker"))
    found = _both(tmp_path, a, b)
    assert (found["mention"].words, found["mention"].marked) == (10, 3)
    assert (found["sense"].words, found["sense"].agreed) == (2, 0.5)


def test_what_does_not_vary_has_no_alpha(tmp_path: Path) -> None:
    body = "statements:\n  - {exact: one two three}\n"
    found = _both(tmp_path, body, "statements:\n  - {exact: two three four}\n")
    assert found["statement"].marked == 4
    assert found["stance"] == Agreement("stance", 2, 2, 1.0, None)


def test_an_assertion_may_have_a_stance_of_its_own(tmp_path: Path) -> None:
    said = "{about: event/talks, eventType: talks, quote: {exact: two}%s}"
    body = "statements:\n  - {exact: one two three, says: [" + said + "]}\n"
    found = _both(tmp_path, body % "", body % ", stance: denies")
    assert found["stance"].agreed == pytest.approx(2 / 3)
    assert found["event type"] == Agreement("event type", 10, 1, 1.0, 1.0)


@pytest.mark.parametrize(
    ("a", "b", "agreed"),
    [
        pytest.param(("bridge", "energy"), ("the-bridge", "energy"), 1, id="slugs of their own"),
        pytest.param(("bridge", "energy"), ("bridge", "trade"), 0, id="another issue"),
    ],
)
def test_matters_are_compared_by_their_issue(
    tmp_path: Path, a: tuple[str, str], b: tuple[str, str], agreed: float
) -> None:
    said = (
        "statements:\n  - {exact: one two, says: [{act: agree, of: matter/NAME, when: 2025-03}]}\n"
    )
    bodies = [
        (MATTER + said).replace("NAME", name).replace("ISSUE", issue) for name, issue in (a, b)
    ]
    found = _both(tmp_path, *bodies)
    assert found["act"].agreed == 1
    assert found["issue of the act"].agreed == agreed


def test_a_matter_of_another_sheet_is_the_same_for_both(tmp_path: Path) -> None:
    said = "statements:\n  - {exact: one, says: [{act: agree, of: matter/%s, when: 2025-03}]}\n"
    assert _both(tmp_path, said % "x", said % "x")["issue of the act"].agreed == 1
    assert _both(tmp_path, said % "x", said % "y")["issue of the act"].agreed == 0


def test_events_are_compared_without_their_slugs(tmp_path: Path) -> None:
    body = "mentions:\n  - {exact: one, refers: event/%s}\n"
    found = _both(tmp_path, body % "talks", body % "the-talks")
    assert found["mention"].agreed == 1


# ------------------------------------------------------------------------------------- differences


def test_neighbouring_words_that_differ_alike_are_one_stretch(tmp_path: Path) -> None:
    a = _coded(tmp_path, "a", _france("one two three"))
    b = _coded(tmp_path, "b", _france("three four"))
    _, differences = compare(a, b)
    assert differences == [
        Disagreement("mention", 0, 7, "one two", "actor/FRA", ""),
        Disagreement("mention", 14, 18, "four", "", "actor/FRA"),
    ]


def test_texts_that_differ_are_not_compared(tmp_path: Path) -> None:
    a, b = _coded(tmp_path, "a", ""), _coded(tmp_path, "b", "", TEN + ".")
    with pytest.raises(SchemaProblem, match="one text") as refused:
        compare(a, b)
    assert refused.value.file == b


@pytest.mark.parametrize("first", [True, False])
def test_a_registry_is_no_coding(tmp_path: Path, first: bool) -> None:
    pair = sheets.registry(tmp_path), _coded(tmp_path, "a", "")
    with pytest.raises(SchemaProblem, match="a registry has no text"):
        compare(*pair if first else reversed(pair))


# ---------------------------------------------------------------------------- the seed, coded twice

BOOK = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
SETTLED = BOOK.partition("## 17. Settled after the first comparison")[2]
#: of the table: kind -> agreed now, alpha now, as they are written
STATED = {
    cells[0]: (cells[5], cells[6])
    for row in re.findall(r"(?m)^\| (.+) \|$", SETTLED)
    if len(cells := row.split(" | ")) == 7 and cells[0] != "Kind"
}


@pytest.fixture(scope="module")
def measured() -> dict[str, Agreement]:
    agreements, _ = compare(FIRST, SECOND)
    return {one.kind: one for one in agreements}


def test_the_second_coding_is_of_the_same_bytes() -> None:
    assert SECOND.with_name("2025-04-10-istanbul.hi.txt").read_bytes() == (
        FIRST.with_name("2025-04-10-istanbul.hi.txt").read_bytes()
    )
    assert _article(FIRST).coding.codebook == _article(SECOND).coding.codebook
    assert _article(FIRST).coding.by != _article(SECOND).coding.by


def test_the_codebook_states_every_kind() -> None:
    assert list(STATED) == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_figures_of_the_codebook_are_those_measured(
    kind: str, measured: dict[str, Agreement]
) -> None:
    found, (agreed, alpha) = measured[kind], STATED[kind]
    assert found.agreed is not None
    assert agreed == f"{100 * found.agreed:.1f} %"
    assert alpha == ("—" if found.alpha is None else f"{found.alpha:.2f}")


def test_the_numbers_told_of_the_two_codings_are_theirs() -> None:
    first, second = _article(FIRST), _article(SECOND)
    pairs = [
        sum(bool(said.corrects) for statement in sheet.statements for said in statement.says)
        for sheet in (first, second)
    ]
    assert f"The first coder wrote {pairs[0]} pairs, the second {pairs[1]}" in SETTLED
    assert len(first.matters) == len(second.matters) == 11
    assert "Both declared eleven matters" in SETTLED
    issues = [sorted(matter.issue for matter in sheet.matters) for sheet in (first, second)]
    assert len(set(issues[0]) - set(issues[1])) == 1
