"""The commands over the project's own data: what they print, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import kg
from kg.cli import run
from kg.cli.common import FORMATS
from kg.resources import data_dir
from tests import sheets


class Done(NamedTuple):
    code: int
    out: str
    err: str


Kg = Callable[..., Done]


@pytest.fixture
def call(store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kg:
    """Runs a command line on that store, as named by the environment."""
    monkeypatch.setenv("KG_STORE", str(store))

    def call(*arguments: object) -> Done:
        code = run(list(map(str, arguments)))
        return Done(code, *capsys.readouterr())

    return call


class TestResolve:
    def test_shows_the_candidate_with_its_evidence(self, call: Kg) -> None:
        done = call("resolve", "Дарчиева", "--format", "json")
        assert (done.code, done.err) == (0, "")
        first = json.loads(done.out)[0]
        assert first["thing_label"] == "Alexander Darchiev"
        assert (first["linked"], first["step"]) == (True, "inflected")
        assert (first["form"], first["language"]) == ("Александр Дарчиев", "ru")
        assert 0.85 <= first["score"] <= 1

    @pytest.mark.parametrize("format_", FORMATS)
    def test_writes_the_usual_forms(self, call: Kg, format_: str) -> None:
        done = call("resolve", "अलेक्जेंडर डार्चिएव ने", "--format", format_, "--lang", "hi")
        assert done.code == 0
        assert "डार्चिएव" in done.out

    def test_the_kind_and_the_number(self, call: Kg) -> None:
        places = call("resolve", "Россия", "--kind", "place", "--format", "csv").out.splitlines()
        assert "/place/russia," in places[1]
        assert all("/actor/" not in line for line in places)
        both = call("resolve", "Россия", "-n", "2", "--format", "csv").out.splitlines()
        assert [line.split(",")[3] for line in both[1:]] == ["false", "false"]

    def test_shows_what_was_judged(self, call: Kg) -> None:
        done = call("resolve", "North American Department", "--format", "json")
        first = json.loads(done.out)[0]
        assert (first["step"], first["verdict"], first["linked"]) == ("judged", "same", True)

    def test_finds_nothing(self, call: Kg) -> None:
        done = call("resolve", "Qwrtpsdfg")
        assert (done.code, done.out) == (4, "")
        assert done.err == "kg: nothing is known by the name 'Qwrtpsdfg'\n"


class TestParameters:
    """Actors given by names: certain ones only."""

    @pytest.mark.parametrize("name", ["रूस", "Россией", "RUS", "Russland"])
    def test_what_is_certain_is_taken(self, call: Kg, name: str) -> None:
        assert call("query", "relations/documents", "--a", name, "--b", "США").code == 0

    def test_what_is_not_is_told_with_what_is_near(self, call: Kg) -> None:
        done = call("query", "relations/documents", "--a", "रूसी", "--b", "США")
        assert (done.code, done.out) == (4, "")
        assert "actor/rus-" in done.err


class TestLoad:
    def test_says_what_it_did_on_stderr(self, call: Kg, tmp_path: Path) -> None:
        sheets.registry(tmp_path)
        sheets.article(tmp_path)
        first = call("load", tmp_path, "--store", tmp_path / "store")
        assert (first.code, first.out) == (0, "")
        assert first.err.startswith("2 loaded; ")
        second = call("load", tmp_path, "--store", tmp_path / "store")
        assert second.err == "0 loaded, 2 unchanged; 0 quads written\n"

    def test_tells_all_problems_and_loads_the_rest(self, call: Kg, tmp_path: Path) -> None:
        sheets.registry(tmp_path)
        sheets.article(tmp_path, body=sheets.BODY.replace("A road map was", "A roadmap was"))
        done = call("load", tmp_path, "--store", tmp_path / "store")
        assert (done.code, done.out) == (1, "")
        problem, loaded = done.err.splitlines()
        assert problem.startswith(f"kg: {tmp_path}/bonn.yaml:")
        assert "A road map was agreed." in problem
        assert loaded == "kg: loaded all the same: test-actors"


class TestWithdraw:
    @pytest.fixture
    def ours(self, call: Kg, tmp_path: Path) -> Path:
        sheets.registry(tmp_path)
        sheets.article(tmp_path)
        call("load", tmp_path, "--store", tmp_path / "store")
        return tmp_path / "store"

    def test_says_what_it_did_on_stderr(self, call: Kg, ours: Path) -> None:
        done = call("withdraw", "test/bonn", "--reason", "a misprint", "--store", ours)
        assert done == (0, "", "1 withdrawn: test/bonn\n")
        reasons = call(
            "sparql", "-e", "SELECT ?why { GRAPH graph:provenance { ?how br:reason ?why } }",
            "--format", "csv", "--store", ours,
        )  # fmt: skip
        assert reasons.out == "why\na misprint\n"
        assert call("load", ours.parent / "bonn.yaml", "--store", ours).err.startswith("1 loaded;")

    def test_what_others_rest_on_is_a_wrong_use(self, call: Kg, ours: Path) -> None:
        done = call("withdraw", "test-actors", "--store", ours)
        assert (done.code, done.out) == (2, "")
        head, resting = done.err.splitlines()
        assert head.startswith("kg: test-actors: cannot be withdrawn")
        assert resting == "kg: test/bonn rests on actor/agency, actor/de-ministry, actor/envoy"
        both = call("withdraw", "test-actors", "--with-dependants", "--store", ours)
        assert both == (0, "", "2 withdrawn: test-actors, test/bonn\n")

    def test_a_document_that_is_not_there(self, call: Kg, ours: Path) -> None:
        done = call("withdraw", "test/bon", "--store", ours)
        assert (done.code, done.out) == (4, "")
        assert done.err == "kg: no document 'test/bon' is loaded; nearest: test/bonn\n"


class TestRebuild:
    def test_says_what_it_did_on_stderr(self, call: Kg, tmp_path: Path) -> None:
        store = tmp_path / "store"
        call("load", sheets.registry(tmp_path), "--store", store)
        done = call("rebuild", "--store", store)
        assert (done.code, done.out) == (0, "")
        first, second = done.err.splitlines()
        assert first == "ontology and states: those of this version"
        assert second.endswith(" quads derived")

    def test_names_what_was_left_over_and_what_is_of_another_version(
        self, call: Kg, tmp_path: Path
    ) -> None:
        store = tmp_path / "store"
        call("load", sheets.registry(tmp_path), "--store", store)
        with kg.open(store) as graph:
            sheets.age_ontology(graph, "0" * 64)
            sheets.age_mapping(graph)
            graph._backend.insert(
                b"<http://a/s> <http://a/p> <http://a/o> "
                b"<https://w3id.org/bilateral/graph/document/x/0> .\n"
            )
        lines = call("rebuild", "--store", store).err.splitlines()
        assert lines[0] == "ontology and states: installed"
        assert lines[2] == "1 made by another version, load them again: test-actors"


class TestLoadedBy:
    """Every command that asks a store asks it also as it was."""

    LONG_AGO = ("--loaded-by", "2001-01-01")

    def test_info(self, call: Kg) -> None:
        assert json.loads(call("info", *self.LONG_AGO, "--format", "json").out) == [
            {"what": "quads", "kind": "all", "number": 0}
        ]
        assert call("info", "--loaded-by", "2999-01-01") == call("info")

    def test_query(self, call: Kg) -> None:
        ledger = ("query", "relations/parties")
        assert json.loads(call(*ledger, *self.LONG_AGO, "--format", "json").out) == []
        assert call(*ledger, *self.LONG_AGO).out.splitlines()[0].endswith("loaded_by = 2001-01-01")
        now = call(*ledger, "--loaded-by", "2999-01-01T00:00:00Z", "--format", "csv")
        assert now == call(*ledger, "--format", "csv")

    def test_sparql(self, call: Kg) -> None:
        query = ("sparql", "-e", "ASK { GRAPH ?g { ?event a br:Event } }")
        assert call(*query).out == "true\n"
        assert call(*query, *self.LONG_AGO).out == "false\n"

    def test_export(self, call: Kg, tmp_path: Path) -> None:
        files = [tmp_path / f"{n}.nq" for n in range(2)]
        for file, when in zip(files, ("2001-01-01", "2999-01-01"), strict=True):
            call("export", "--format", "nq", "-o", file, "--loaded-by", when)
        assert files[0].read_bytes() == b""
        assert b"istanbul" in files[1].read_bytes()

    @pytest.mark.parametrize(
        ("lang", "words"),
        [("en", "as loaded by 1 Jan 2999"), ("hi", "जैसा 1 जन॰ 2999 तक लोड किया गया था"),
         ("ru", "по данным, загруженным к 1 янв. 2999")],
    )  # fmt: skip
    def test_view(self, call: Kg, tmp_path: Path, lang: str, words: str) -> None:
        page = tmp_path / "page.html"
        view = ("view", "relation", "RUS", "USA", "-o", page, "--lang", lang)
        assert call(*view, "--loaded-by", "2999-01-01").code == 0
        assert words in page.read_text(encoding="utf-8")

    def test_what_is_no_moment(self, call: Kg) -> None:
        done = call("info", "--loaded-by", "yesterday")
        assert (done.code, done.out) == (2, "")
        assert "loaded_by must be a day such as 2025-04-11" in done.err


class TestValidate:
    def test_says_nothing_of_what_is_right(self, call: Kg) -> None:
        assert call("validate", data_dir()) == (0, "", "")

    def test_prints_a_line_for_each_problem(self, call: Kg, tmp_path: Path) -> None:
        sheets.registry(tmp_path)
        wrong = sheets.BODY.replace("A road map was", "A roadmap was")
        sheets.article(tmp_path, body=wrong.replace("exact: The envoy,", "exact: An envoy,"))
        done = call("validate", tmp_path)
        assert done.code == 1
        lines = done.out.splitlines()
        assert [line.rpartition("/")[2].partition(":")[0] for line in lines] == ["bonn.yaml"] * 2
        assert done.err == "kg: 2 problems in 1 file\n"

    def test_tells_on_stderr_what_is_no_problem(self, call: Kg, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text('{"text": "र\u0942स", "label": [[0, 1, "Person"]]}\n')
        done = call("validate", path)
        assert (done.code, done.out) == (0, "")
        assert done.err == f"kg: {path}:1: the mark cuts a written character, found 'र'\n"

    @pytest.mark.parametrize("command", ["validate", "load", "convert"])
    def test_a_wrong_profile_is_told_once(self, call: Kg, command: str, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        path.write_text('{"text": "Ann", "label": [[0, 3, "Person"]]}\n' * 3)
        profile = tmp_path / "mine.yaml"
        profile.write_text("profile: mine\nentitys: {}\n")
        out = (f"{tmp_path}/", "--to", "sheet") if command == "convert" else ()
        done = call(command, path, *out, "--profile", profile)
        assert (done.code, done.out) == (1, "")
        assert done.err == f"kg: {profile}:2:1: entitys: unknown key\n"

    def test_needs_no_store(
        self, call: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("KG_STORE")
        monkeypatch.chdir(tmp_path)
        assert call("validate", sheets.registry(tmp_path)).code == 0
        assert not (tmp_path / "store").exists()


class TestQuery:
    LEDGER = ("query", "commitments/ledger", "--a", "RUS", "--b", "USA")

    @pytest.mark.parametrize("format_", FORMATS)
    def test_every_format_has_every_row(self, call: Kg, format_: str) -> None:
        done = call(*self.LEDGER, "--format", format_)
        assert (done.code, done.err) == (0, "")
        assert "Resuming direct flights" in done.out

    def test_csv_and_json_tell_the_same(self, call: Kg) -> None:
        table = list(csv.DictReader(io.StringIO(call(*self.LEDGER, "--format", "csv").out)))
        records = json.loads(call(*self.LEDGER, "--format", "json").out)
        assert [row["matter"] for row in table] == [row["matter"] for row in records]
        assert list(table[0]) == list(records[0])

    def test_a_table_is_not_cut_where_there_is_no_terminal(
        self, call: Kg, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("COLUMNS", raising=False)
        assert "Restoring the normal work of the diplomatic missions" in call(*self.LEDGER).out

    def test_a_table_says_who_the_parties_are(self, call: Kg) -> None:
        table = call("query", "commitments/ledger", "--a", "रूस", "--b", "USA", "--lang", "ru")
        title, *_ = table.out.splitlines()
        assert title.endswith(": a = Россия, b = Соединенные Штаты")

    def test_a_query_that_constructs_gives_turtle(self, call: Kg) -> None:
        done = call("query", "derive/subjects")
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith("@prefix ")
        assert "event:istanbul-talks-2025-04-10" in done.out
        assert call("query", "derive/subjects", "--format", "csv").code == 2

    def test_labels_are_in_the_language_asked_for(self, call: Kg) -> None:
        records = json.loads(call(*self.LEDGER, "--lang", "hi", "--format", "json").out)
        assert {"चरण"} & {row["axis_label"] for row in records}

    @pytest.mark.parametrize("name", ["RUS", "रूस", "Россия", "actor/RUS"])
    def test_actors_are_given_in_any_way(self, call: Kg, name: str) -> None:
        done = call("query", "commitments/ledger", "--a", name, "--b", "USA", "--format", "csv")
        assert done == call(*self.LEDGER, "--format", "csv")

    def test_an_option_is_a_parameter(self, call: Kg) -> None:
        before = call(*self.LEDGER, "--valid-at", "2025-01-01", "--format", "json")
        assert json.loads(before.out) == []

    @pytest.mark.parametrize(
        ("option", "code"), [(("--a", "Russland-Ost"), 4), (("--valid-at", "yesterday"), 2)]
    )
    def test_a_wrong_value_is_told(self, call: Kg, option: tuple[str, str], code: int) -> None:
        done = call(*self.LEDGER, *option)
        assert (done.code, done.out) == (code, "")
        assert option[1] in done.err


class TestSparql:
    def test_select(self, call: Kg) -> None:
        query = "SELECT ?body { GRAPH ?g { ?body br:represents id:actor\\/rus-government } }"
        records = json.loads(call("sparql", "-e", query, "--format", "json").out)
        assert {"body"} == set(records[0])

    def test_csv_holds_no_formula_and_nothing_that_a_terminal_obeys(self, call: Kg) -> None:
        query = r"""SELECT ("=cmd|' /C calc'!A0" AS ?a) ("\u001B[31m" AS ?b) (-1 AS ?c) {}"""
        told = call("sparql", "-e", query, "--format", "csv").out
        assert told == "a,b,c\n'=cmd|' /C calc'!A0,\\x1b[31m,-1\n"
        assert json.loads(call("sparql", "-e", query, "--format", "json").out) == [
            {"a": "=cmd|' /C calc'!A0", "b": "\x1b[31m", "c": -1}
        ]

    def test_ask_from_a_file(self, call: Kg, tmp_path: Path) -> None:
        file = tmp_path / "ask.rq"
        file.write_text(r"ASK { GRAPH ?g { id:actor\/RUS a br:State } }", encoding="utf-8")
        assert call("sparql", file) == (0, "true\n", "")

    def test_construct(self, call: Kg) -> None:
        query = "CONSTRUCT { ?s a br:State } WHERE { GRAPH ?g { ?s a br:State } }"
        done = call("sparql", "-e", query)
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith("@prefix actor: <https://w3id.org/bilateral/id/actor/> .\n")
        assert "\nactor:RUS a br:State .\n" in done.out
        assert done == call("sparql", "-e", query, "--format", "ttl")

    @pytest.mark.parametrize(
        ("query", "format_", "message"),
        [
            ("DESCRIBE id:actor\\/RUS", "csv", "triples are written as ttl"),
            ("ASK { GRAPH ?g { ?s a br:State } }", "ttl", "ttl is for CONSTRUCT"),
            ("SELECT", "table", "SPARQL"),
            ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "table", "SERVICE is refused"),
        ],
    )
    def test_what_cannot_be_is_a_wrong_use(
        self, call: Kg, query: str, format_: str, message: str
    ) -> None:
        done = call("sparql", "-e", query, "--format", format_)
        assert (done.code, done.out) == (2, "")
        assert message in done.err

    def test_a_file_that_is_not_utf8(self, call: Kg, tmp_path: Path) -> None:
        file = tmp_path / "latin.rq"
        file.write_bytes("ASK { ?é ?p ?o }".encode("latin-1"))
        done = call("sparql", file)
        assert (done.code, done.err) == (
            2,
            f"kg: {file}: not UTF-8 (byte 7) (see `kg sparql --help`)\n",
        )


class TestAgreement:
    @pytest.fixture
    def pair(self, tmp_path: Path) -> tuple[Path, Path]:
        """Two sheets of one text, which differ on one attribution."""
        other = sheets.BODY.replace("attribution: secondHand", "attribution: quoted")
        return sheets.article(tmp_path, "one"), sheets.article(tmp_path, "other", body=other)

    def test_prints_figures_for_each_kind(self, call: Kg, pair: tuple[Path, Path]) -> None:
        records = json.loads(call("agreement", *pair, "--format", "json").out)
        alphas = {record["kind"]: record["alpha"] for record in records}
        assert alphas["mention"] == 1
        assert 0 < alphas["attribution"] < 1

    def test_lists_the_differences(self, call: Kg, pair: tuple[Path, Path]) -> None:
        (record,) = json.loads(call("agreement", *pair, "--differences", "--format", "json").out)
        assert (record["kind"], record["a"], record["b"]) == ("attribution", "secondHand", "quoted")
        assert record["text"].startswith("The bridge will be reopened")

    def test_a_registry_is_no_coding(self, call: Kg, tmp_path: Path) -> None:
        registry = sheets.registry(tmp_path)
        done = call("agreement", registry, registry)
        assert (done.code, done.out) == (1, "")
        assert "a registry has no text" in done.err


def test_info_counts(call: Kg) -> None:
    records = json.loads(call("info", "--format", "json").out)
    assert {"what": "things", "kind": "Matter"}.items() <= next(
        record for record in records if record["kind"] == "Matter"
    ).items()


@pytest.mark.parametrize("format_", ["trig", "nq"])
def test_export_is_the_same_each_time(call: Kg, tmp_path: Path, format_: str) -> None:
    files = [tmp_path / f"{n}.{format_}" for n in range(2)]
    for file in files:
        assert call("export", "--format", format_, "-o", file) == (0, "", "")
    assert files[0].read_bytes() == files[1].read_bytes()
    assert b"istanbul" in files[0].read_bytes()


def test_view_writes_a_page_and_says_where(call: Kg, tmp_path: Path) -> None:
    page = tmp_path / "rus-usa.html"
    assert call("view", "relation", "RUS", "USA", "-o", page) == (0, f"{page}\n", "")
    assert "<html" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "command",
    [["info"], ["query", "relations/parties"], ["sparql", "-e", "ASK {}"], ["export"]],
    ids=lambda command: command[0],
)
class TestStore:
    def test_one_that_is_not_there_is_not_made(
        self, call: Kg, tmp_path: Path, command: list[str]
    ) -> None:
        done = call(*command, "--store", tmp_path / "none")
        assert (done.code, done.out) == (3, "")
        assert "no store here" in done.err
        assert not (tmp_path / "none").exists()

    def test_one_that_is_in_use_is_told(self, call: Kg, store: Path, command: list[str]) -> None:
        with kg.open(store):
            done = call(*command)
        assert (done.code, done.out) == (3, "")
        assert "another process has this store open" in done.err


def test_that_nothing_is_known_of_a_relation_is_told(call: Kg, tmp_path: Path) -> None:
    done = call("view", "relation", "IND", "PAK", "-o", tmp_path / "page.html")
    assert done.code == 0
    assert done.err == "nothing is known between the two: the page is empty\n"
