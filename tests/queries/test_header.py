"""Every malformed header is an error that names the file, the line and what was expected."""

from pathlib import Path

import pytest

from kg.errors import QueryHeaderError
from kg.iris import ID
from kg.queries import Column, Query
from kg.terms import XSD, Iri, Literal

FILE = Path("events/timeline.rq")

TITLES = """\
#+ title:
#+   en: What happened
#+   hi: क्या हुआ
#+ description:
#+   en: The events of one actor.
#+   hi: एक पक्ष की घटनाएँ।
"""
PARAMS = """\
#+ params:
#+   - name: a
#+     type: actor
"""
COLUMNS = """\
#+ columns:
#+   - name: event
#+     type: node
#+   - {name: when, type: text}
"""
BODY = """\
PREFIX br: <https://w3id.org/bilateral/ontology#>
SELECT ?event ?when
WHERE { GRAPH ?g { ?event br:party $a ; br:edtf ?when } }
"""


def read(text: str) -> Query:
    return Query.parse(text, "events/timeline", FILE)


def problem(text: str) -> tuple[int, str]:
    with pytest.raises(QueryHeaderError) as caught:
        read(text)
    assert caught.value.file == FILE
    return caught.value.line, caught.value.message


def parameter(lines: str, use: str = "FILTER(?when = $p)") -> str:
    """A query whose second parameter, `p`, has these further lines; `p` is declared at line 10."""
    indented = "".join(f"#+     {line}\n" for line in lines.splitlines())
    body = BODY.replace("} }", f"}} {use} }}")
    return TITLES + PARAMS + f"#+   - name: p\n{indented}" + COLUMNS + body


def test_a_whole_header() -> None:
    query = read(TITLES + PARAMS + COLUMNS + "#+ view: timeline\n" + BODY)
    assert query.titles == {"en": "What happened", "hi": "क्या हुआ"}
    assert query.description("hi") == "एक पक्ष की घटनाएँ।"
    assert query.columns == (Column("event", "node"), Column("when", "text"))
    assert query.view == "timeline"
    assert query.kind == "select"
    assert query.sparql == BODY
    (only,) = query.parameters
    assert (only.name, only.type, only.required, only.many, only.default) == (
        "a", "actor", True, False, None,
    )  # fmt: skip


def test_scalars_are_text_until_their_type_says_otherwise() -> None:
    query = read(parameter("type: string\ndefault: NO"))
    assert query.parameters[1].default == (Literal("NO"),)
    query = read(parameter("type: integer\ndefault: 010"))
    assert query.parameters[1].default == (Literal("10", XSD + "integer"),)


def test_a_parameter_with_a_default_is_optional() -> None:
    query = read(parameter("type: concept\ndefault: act:agree"))
    assert not query.parameters[1].required
    assert query.parameters[1].default == (Iri("https://w3id.org/bilateral/scheme/act/agree"),)


def test_a_list_has_a_list_of_defaults() -> None:
    query = read(parameter("type: integer\nmany: true\ndefault: [1, 2]", "FILTER(?when IN ($p))"))
    assert query.parameters[1].default == (
        Literal("1", XSD + "integer"),
        Literal("2", XSD + "integer"),
    )


def test_windows_line_ends_change_nothing() -> None:
    text = TITLES + PARAMS + COLUMNS + BODY
    assert read(text.replace("\n", "\r\n")) == read(text)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (BODY, 1, "no header"),
        ("", 1, "no header"),
        ("\ufeff" + TITLES + COLUMNS + BODY, 1, "byte order mark"),
        ("#+\n" + BODY, 1, "empty"),
        ("#+ title\n" + BODY, 1, "the header is not a mapping"),
        ("#+ title: [\n" + BODY, 2, "not YAML"),
        ("#+ title: \x01\n" + BODY, 1, "not YAML"),
        ("#+title: x\n" + BODY, 1, "followed by a space"),
        (TITLES + COLUMNS + BODY + "#+ view: x\n", 14, "below the header"),
        (TITLES + "#+ titel: x\n" + BODY, 7, "unknown key 'titel'; expected title"),
        (TITLES + "#+ colour: x\n" + BODY, 7, "unknown key 'colour'"),
        (TITLES + "#+ title: x\n" + BODY, 7, "the header has the key 'title' twice"),
        (TITLES + "#+ view: No View\n" + BODY, 7, "the view is 'No View'"),
        (TITLES + "#+ params: x\n" + BODY, 7, "params is not a list"),
        (TITLES + "#+ params: !!python/name:os.system x\n" + BODY, 7, "no tags"),
        (TITLES.replace("en: What", "en: &a What") + "#+ view: *a\n" + BODY, 2, "no aliases"),
        (TITLES.replace("#+   hi: क्या हुआ\n", "") + BODY, 2, "the title has no 'hi'"),
        (TITLES.replace("#+   en: What happened\n", "") + BODY, 2, "the title has no 'en'"),
        (TITLES.replace("क्या हुआ", "") + BODY, 3, "the title in hi is empty"),
        (TITLES.replace("hi: एक", "fr: एक") + BODY, 6, "the description has an unknown key 'fr'"),
        (TITLES[: TITLES.index("#+ desc")] + BODY, 1, "the header has no 'description'"),
    ],
)  # fmt: skip
def test_malformed_headers(text: str, line: int, message: str) -> None:
    found_line, found = problem(text)
    assert message in found
    assert found_line == line


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        ("required: true", 10, "a parameter has no 'type'"),
        ("type: strnig", 11, "the type of parameter 'p' is 'strnig'; expected string"),
        ("type: string\ntype: string", 12, "has the key 'type' twice"),
        ("type: string\ndefualt: x", 12, "unknown key 'defualt'; expected default"),
        ("type: string\nrequired: yes", 12, "is 'yes'"),
        ("type: string\nrequired: true\ndefault: x", 13, "is required and has a default"),
        ("type: date\ndefault: soon", 12, "the default of parameter 'p' is 'soon'; expected a day"),
        ("type: date\ndefault: [2025-01-01]", 12, "is a list"),
        ("type: date\ndefault: {a: b}", 12, "is not text"),
        ("type: string\ndescription: {en: One}", 12, "has no 'hi'"),
    ],
)
def test_malformed_parameters(lines: str, line: int, message: str) -> None:
    found_line, found = problem(parameter(lines))
    assert message in found
    assert found_line == line


def test_an_empty_list_is_no_default() -> None:
    text = parameter("type: date\nmany: true\ndefault: []", "FILTER(?when IN ($p))")
    assert problem(text) == (13, "the default of parameter 'p' is an empty list")


@pytest.mark.parametrize("name", ["A", "valid-at", "1st", "", "नाम"])
def test_names_of_parameters_are_plain(name: str) -> None:
    _, message = problem(TITLES + PARAMS.replace("name: a", f"name: {name!r}") + COLUMNS + BODY)
    assert "the name of a parameter" in message


def test_two_parameters_of_one_name() -> None:
    line, message = problem(TITLES + PARAMS + PARAMS.partition("\n")[2] + COLUMNS + BODY)
    assert (line, message) == (10, "params has the name 'a' twice")


@pytest.mark.parametrize(
    ("columns", "line", "message"),
    [
        (COLUMNS.replace("node", "nodes"), 12, "column 'event' is 'nodes'; expected node"),
        (COLUMNS.replace("when", "event"), 13, "columns has the name 'event' twice"),
        (COLUMNS.replace("when", "date"), 11, "event, date; the SELECT gives event, when"),
        ("", 1, "the columns are none; the SELECT gives event, when"),
        (COLUMNS + "#+   - {name: event_label, type: text}\n", 14, "is made by the result"),
        (COLUMNS + "#+   - {name: x, type: text, width: 3}\n", 14, "unknown key 'width'"),
    ],
)  # fmt: skip
def test_columns_are_those_of_the_select(columns: str, line: int, message: str) -> None:
    found_line, found = problem(TITLES + PARAMS + columns + BODY)
    assert message in found
    assert found_line == line


def test_the_order_of_the_columns_is_that_of_the_select() -> None:
    body = BODY.replace("?event ?when", "?when ?event")
    assert "the SELECT gives when, event" in problem(TITLES + PARAMS + COLUMNS + body)[1]


@pytest.mark.parametrize(
    "projection",
    [
        "?event (STR(?w) AS ?when)",
        "DISTINCT ?event (COUNT(*) AS ?when)",
        "REDUCED ?event((?x * ?y)AS ?when) # ?more\n",
        "?event (COALESCE((SUM(?x)), 'AS ?z') AS ?when)",
        "?event (EXISTS { SELECT ?z (1 AS ?y) { ?z ?z ?z } } AS ?when)",
    ],
)
def test_a_projection_is_read_with_its_expressions(projection: str) -> None:
    body = BODY.replace("?event ?when\nWHERE", f"{projection} WHERE")
    assert read(TITLES + PARAMS + COLUMNS + body).body.projection == ("event", "when")


def test_select_star_leaves_the_columns_open() -> None:
    body = BODY.replace("?event ?when", "*")
    assert "SELECT *" in problem(TITLES + PARAMS + COLUMNS + body)[1]


def test_a_construct_has_no_columns() -> None:
    body = BODY.replace("SELECT ?event ?when", "CONSTRUCT { ?event a br:Event }")
    assert read(TITLES + PARAMS + body).kind == "construct"
    assert problem(TITLES + PARAMS + COLUMNS + body) == (11, "CONSTRUCT has no columns")


@pytest.mark.parametrize(
    "body", ["", "# nothing\n", "DELETE WHERE { ?s ?p $a }", "LOAD <file:///x>"]
)
def test_a_query_reads(body: str) -> None:
    assert problem(TITLES + PARAMS + body) == (
        10,
        "a query is one of SELECT, CONSTRUCT, ASK, DESCRIBE",
    )


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    file = tmp_path / "bad.rq"
    file.write_bytes(TITLES.encode() + b"#+ view: \xff\n")
    with pytest.raises(QueryHeaderError) as caught:
        Query.read(file)
    assert (caught.value.line, caught.value.message) == (7, "not UTF-8")


@pytest.mark.parametrize(
    ("language", "title"),
    [("hi", "क्या हुआ"), ("hi-IN", "क्या हुआ"), ("en", "What happened"), ("ru", "What happened")],
)
def test_a_title_in_the_readers_language_or_in_english(language: str, title: str) -> None:
    assert read(TITLES + PARAMS + COLUMNS + BODY).title(language) == title


def test_a_query_knows_its_parameters_and_what_they_mean() -> None:
    query = read(parameter("type: string\ndescription: {en: A word, hi: शब्द}"))
    assert query.has("p")
    assert not query.has("lang")
    assert query.parameters[1].description("hi") == "शब्द"
    assert query.parameters[0].description("hi") == ""


CLOCKS = "#+ clocks: [valid_at, according_to]\n"
CLOCKED = BODY.replace(
    "} }",
    '} FILTER(IF($unknown = "exclude", ?when, ?when) <= COALESCE($valid_at, 9)) '
    "FILTER(COALESCE($according_to, $a) = $a) }",
)


def test_clocks_are_parameters_of_the_usual_meaning() -> None:
    query = read(TITLES + PARAMS + CLOCKS + COLUMNS + CLOCKED)
    assert [(each.name, each.type, each.required) for each in query.parameters] == [
        ("a", "actor", True), ("valid_at", "day", False), ("according_to", "actor", False),
        ("unknown", "doubt", False),
    ]  # fmt: skip
    assert query.parameters[-1].default == (Literal("include"),)
    bound = query.bind({"a": f"{ID}actor/FRA", "valid_at": "2025-04-11", "unknown": "exclude"})
    assert '"exclude" = "exclude"' in bound
    assert "739352" in bound


@pytest.mark.parametrize(
    ("clocks", "message"),
    [
        ("[valid_at, valid_at]", "the clock 'valid_at' stands twice"),
        ("[loaded_by]", "a clock is 'loaded_by'"),
        ("valid_at", "clocks is not a list"),
    ],
)
def test_malformed_clocks(clocks: str, message: str) -> None:
    line, found = problem(TITLES + PARAMS + f"#+ clocks: {clocks}\n" + COLUMNS + CLOCKED)
    assert line == 10
    assert message in found


def test_what_an_answer_goes_on_from_may_have_columns_and_parameters_of_its_own() -> None:
    columns = COLUMNS.replace("when", "since")
    query = read(TITLES + PARAMS + CLOCKS + columns + "#+ answer: ledger\n" + BODY)
    assert query.answer == "ledger"
    assert [column.name for column in query.columns] == ["event", "since"]


@pytest.mark.parametrize(
    ("stacks", "message"),
    [
        ("[[event, place]]", "'place'; expected a column, once"),
        ("[[event], [event]]", "'event'; expected a column, once"),
        ("[event]", "a stack is not a list"),
    ],
)
def test_malformed_stacks(stacks: str, message: str) -> None:
    _, found = problem(TITLES + PARAMS + COLUMNS + f"#+ stacks: {stacks}\n" + BODY)
    assert message in found


def test_the_background_is_of_columns() -> None:
    columns = COLUMNS + "#+ background: [event]\n"
    assert read(TITLES + PARAMS + columns + BODY).background == ("event",)
    _, found = problem(TITLES + PARAMS + COLUMNS + "#+ background: [place]\n" + BODY)
    assert "the background names 'place'; expected a column" in found
