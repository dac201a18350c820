"""What a query asks, on which claims its rows rest, and what differs between two pictures."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kg.cli import run

Done = tuple[int, str, str]


@pytest.fixture(autouse=True)
def _store(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE", str(store))


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    return Call(capsys)


class Call:
    """Runs a command line."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Done:
        code = run([*arguments])
        return code, *self._capsys.readouterr()

    def rows(self, *arguments: str) -> list[dict[str, str]]:
        code, out, err = self(*arguments, "--format", "csv")
        assert (code, err) == (0, "")
        return [*csv.DictReader(io.StringIO(out))]


MOVES = ("query", "commitments/moves", "--a", "RUS", "--b", "USA")


class TestExplain:
    def test_shows_the_sparql_with_the_values_in_place(self, call: Call) -> None:
        code, out, _ = call("query", "lifecycle/subjects", "--a", "RUS", "--b", "USA", "--explain")
        assert code == 0
        assert "<https://w3id.org/bilateral/id/actor/RUS>" in out
        assert "$a" not in out
        assert "# reads graph:derived" in out

    def test_names_the_documents_and_the_queries_behind_an_answer(self, call: Call) -> None:
        code, out, _ = call(*MOVES, "--explain")
        assert code == 0
        assert "document/russia-us/2025-04-10-istanbul.hi" in out
        assert "# ---- lifecycle/acts" in out

    def test_what_is_shown_can_be_asked(self, call: Call, tmp_path: Path) -> None:
        _, out, _ = call("query", "events/timeline", "--a", "RUS", "--b", "USA", "--explain")
        file = tmp_path / "timeline.rq"
        file.write_text(out, encoding="utf-8")
        asked = call.rows("sparql", str(file))
        assert len(asked) == len(call.rows("query", "events/timeline", "--a", "RUS", "--b", "USA"))


class TestEvidence:
    def test_every_row_leads_to_words_of_a_source(self, call: Call) -> None:
        rows, evidence = call.rows(*MOVES), call.rows(*MOVES, "--evidence")
        assert {int(each["row"]) for each in evidence} == {*range(1, len(rows) + 1)}
        assert all(each["quote"] or each["gist"] for each in evidence)
        assert all(each["document"] and each["claim"] for each in evidence)

    def test_a_row_that_names_its_claims_rests_on_these(self, call: Call) -> None:
        asked = ("query", "claims/split", "--a", "RUS", "--b", "USA")
        rows, evidence = call.rows(*asked), call.rows(*asked, "--evidence")
        for number, row in enumerate(rows, 1):
            assert {one["claim"] for one in evidence if one["row"] == str(number)} == {row["claim"]}

    def test_a_status_rests_on_the_steps_of_its_axis(self, call: Call) -> None:
        asked = ("query", "commitments/ledger", "--a", "RUS", "--b", "USA")
        rows, evidence = call.rows(*asked), call.rows(*asked, "--evidence")
        effects = call.rows("query", "lifecycle/effects")
        axes = {one["status"]: one["axis"] for one in effects}
        moved = {
            (one["step"], axis)
            for one in effects
            for axis in (one["axis"], one["ends"], axes.get(one["ends"]))
        }
        seen = 0
        for number, row in enumerate(rows, 1):
            mine = [one for one in evidence if one["row"] == str(number)]
            for one in mine:
                if one["property"].endswith("actType"):
                    assert (one["value"], row["axis"]) in moved
                    seen += 1
        assert seen > len(rows)

    def test_the_words_of_the_seed_are_given_with_their_place(self, call: Call) -> None:
        evidence = call.rows(
            "query", "commitments/history", "--matter", "matter/rus-usa-istanbul-proposals",
            "--evidence",
        )  # fmt: skip
        seed = [one for one in evidence if one["document"].endswith("istanbul.hi")]
        anchored = [one for one in seed if one["quote"]]
        assert anchored
        assert all(int(one["end"]) > int(one["start"]) >= 0 for one in anchored)

    def test_a_table_has_both(self, call: Call) -> None:
        code, out, _ = call(*MOVES, "--evidence")
        assert code == 0
        assert "move_since" in out
        assert "attribution" in out


def test_the_list_stands_by_topic(call: Call) -> None:
    code, out, _ = call("query", "--list")
    blocks = [block.splitlines() for block in out.strip().split("\n\n")]
    assert code == 0
    assert [block[0] for block in blocks[:2]] == ["actors", "agreements"]
    for topic, *lines in blocks:
        assert all(line.startswith(f"  {topic}/") for line in lines)


class TestDiff:
    def test_in_words(self, call: Call) -> None:
        code, out, err = call(
            "diff", "relation", "RUS", "USA", "--reported-by", "2025-04-10",
            "--reported-by", "2025-04-11",
        )  # fmt: skip
        assert (code, err) == (0, "")
        assert "Lifting of sanctions on Aeroflot · stage · Russia: nothing told → proposed" in out
        assert "english.pravda.ru, 2025-04-11" in out

    def test_as_data(self, call: Call) -> None:
        code, out, _ = call(
            "diff", "relation", "IND", "CHN", "--valid-at", "2025-10-01", "--valid-at",
            "2025-11-01", "--format", "json",
        )  # fmt: skip
        rows = json.loads(out)
        assert code == 0
        assert any(
            row["kind"] == "status"
            and row["subject"].endswith("ind-chn-direct-flights")
            and (row["after"] or "").endswith("fulfilled")
            for row in rows
        )

    def test_one_moment_stands_against_now(self, call: Call) -> None:
        code, out, _ = call("diff", "relation", "RUS", "USA", "--loaded-by", "2020-01-01")
        assert code == 0
        assert "nothing told" in out
        assert call("diff", "relation", "RUS", "USA", "--loaded-by", "2999-01-01")[1] == (
            "Nothing differs.\n"
        )

    def test_what_a_withdrawal_would_change(self, call: Call) -> None:
        rows = call.rows(
            "diff", "relation", "RUS", "USA", "--without", "russia-us/2025-06-16-round-cancelled.ru"
        )
        claims = [row for row in rows if row["kind"] == "claims"]
        assert claims
        assert all(int(row["before"]) > int(row["after"] or 0) for row in claims)
        # the chronicle tells the same
        assert not [row for row in rows if row["kind"] == "status"]

    @pytest.mark.parametrize(
        ("options", "code"),
        [
            ((), 2),
            (("--valid-at", "2025-01-01") * 3, 2),
            (("--valid-at", "someday"), 2),
            (("--without", "russia-us/2025-04-10-istanbul.hi"), 2),
            (("--without", "no-such"), 4),
        ],
    )
    def test_a_wrong_use_is_told(self, call: Call, options: tuple[str, ...], code: int) -> None:
        done = call("diff", "relation", "RUS", "USA", *options)
        assert done[0] == code
        assert done[2].startswith(("kg: ", "Usage:"))
        assert "Traceback" not in done[2]


def test_a_node_that_is_not_known_is_told_apart_from_an_empty_answer(call: Call) -> None:
    code, _, err = call("query", "commitments/history", "--matter", "matter/rus-usa-direct-flihgts")
    assert code == 4
    assert "nearest: matter/rus-usa-direct-flights" in err
