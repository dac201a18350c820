"""A result gives what the store answered as Python values, frames and texts, and alters nothing."""

import csv
import io
import json
import pickle
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from kg.errors import ColumnTypeError, MissingExtraError
from kg.iris import BR, ID, PREFIXES
from kg.result import Column, Result, Text, shorten
from kg.store.base import Table
from kg.terms import XSD, Iri, Literal, Term

FLIGHTS = Iri(ID + "matter/flights")
TALKS = Iri(ID + "event/istanbul-talks")
LABELS = {FLIGHTS: "सीधी उड़ानें", TALKS: "Talks"}
END = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def typed(value: str, datatype: str) -> Literal:
    return Literal(value, XSD + datatype)


def labels(nodes: Iterable[str]) -> Mapping[str, str]:
    return {node: LABELS[Iri(node)] for node in nodes if node in LABELS}


def cell(term: Term | None, kind: str | None = None) -> object:
    """The value of one term in a column of type `kind`, or in a query without a header."""
    table = Table(("x",), [(term,)])
    return Result.from_table(table, [("x", kind)] if kind else None).rows[0][0]


COLUMNS = (
    ("matter", "node"), ("since", "date"), ("claims", "integer"), ("share", "decimal"),
    ("open", "boolean"), ("until", "dateTime"), ("quote", "text"),
)  # fmt: skip
ROWS: list[tuple[Term | None, ...]] = [
    (FLIGHTS, typed("2025-04-10", "date"), typed("3", "integer"), typed("0.5", "decimal"),
     typed("true", "boolean"), typed("9999-12-31T23:59:59Z", "dateTime"),
     Literal("उड़ानें, \"जल्द\"\nशुरू", language="hi")),
    (Iri(ID + "matter/un-dues"), None, None, None, None, None, None),
]  # fmt: skip
TABLE = Table(tuple(name for name, _ in COLUMNS), ROWS)


@pytest.fixture
def result() -> Result:
    return Result.from_table(TABLE, COLUMNS, labels, title="What is open")


def test_a_column_of_nodes_is_followed_by_their_labels(result: Result) -> None:
    assert [column.name for column in result.columns] == [
        "matter", "matter_label", "since", "claims", "share", "open", "until", "quote",
    ]  # fmt: skip
    assert result.columns[1] == Column("matter_label", "text")
    assert result.column("matter_label") == ("सीधी उड़ानें", "un-dues")


def test_the_names_of_columns_do_not_depend_on_the_rows(result: Result) -> None:
    empty = Result.from_table(Table(TABLE.columns, []), COLUMNS, labels)
    assert empty.columns == result.columns
    assert len(empty) == 0


def test_all_labels_are_looked_up_at_once() -> None:
    asked: list[list[str]] = []

    def look_up(nodes: Iterable[str]) -> Mapping[str, str]:
        asked.append(list(nodes))
        return {}

    rows: list[tuple[Term | None, ...]] = [(FLIGHTS, TALKS), (FLIGHTS, None)]
    Result.from_table(Table(("a", "b"), rows), [("a", "node"), ("b", "node")], look_up)
    assert asked == [[TALKS, FLIGHTS]]


def test_rows_are_python_values(result: Result) -> None:
    assert result.rows[0] == (
        FLIGHTS, "सीधी उड़ानें", date(2025, 4, 10), 3, Decimal("0.5"), True, END,
        'उड़ानें, "जल्द"\nशुरू',
    )  # fmt: skip
    assert isinstance(result.rows[0][0], Iri)
    assert list(result) == list(result.rows)
    assert next(result.records())["claims"] == 3
    assert repr(result) == (
        "<Result 'What is open': 2 rows of matter, matter_label, since, claims, share, open, until,"
        " quote>"
    )


def test_a_text_keeps_its_language(result: Result) -> None:
    quote = result.column("quote")[0]
    assert isinstance(quote, Text)
    assert quote.language == "hi"
    copied = pickle.loads(pickle.dumps(quote))  # noqa: S301 - our own bytes
    assert (copied, copied.language) == (quote, "hi")


@pytest.mark.parametrize(
    ("term", "kind", "value"),
    [
        (None, "integer", None),
        (typed("2.0", "decimal"), "integer", 2),
        (typed("2", "long"), "integer", 2),
        (typed("2", "integer"), "decimal", Decimal(2)),
        (typed("0.1", "double"), "decimal", Decimal("0.1")),
        (typed("2025-04-10Z", "date"), "date", date(2025, 4, 10)),
        (typed("2025-04-10T07:00:00.1234567Z", "dateTime"), "dateTime",
         datetime(2025, 4, 10, 7, 0, 0, 123456, tzinfo=UTC)),
        (typed("0", "boolean"), "boolean", False),
        (typed("2025-04", "gYearMonth"), "string", "2025-04"),
        (typed("3", "integer"), "text", "3"),
        (FLIGHTS, "iri", FLIGHTS),
        (FLIGHTS, "string", FLIGHTS),
        (Literal("over five hours", language="en"), "node", "over five hours"),
    ],
)  # fmt: skip
def test_a_value_of_a_declared_type(term: Term | None, kind: str, value: object) -> None:
    assert cell(term, kind) == value


@pytest.mark.parametrize(
    ("term", "kind"),
    [
        (Literal("3"), "integer"),
        (typed("2.5", "decimal"), "integer"),
        (typed("true", "boolean"), "integer"),
        (typed("INF", "double"), "integer"),
        (FLIGHTS, "integer"),
        (typed("1", "integer"), "boolean"),
        (typed("2025-04-10T00:00:00Z", "dateTime"), "date"),
        (typed("2025-02-30", "date"), "date"),
        (typed("12025-01-01", "date"), "date"),
        (typed("2025-04-10", "date"), "dateTime"),
        (Literal("2025-04"), "date"),
        (Literal("http://a/"), "iri"),
    ],
)
def test_a_value_of_another_type_than_declared(term: Term, kind: str) -> None:
    with pytest.raises(ColumnTypeError) as caught:
        cell(term, kind)
    assert (caught.value.column, caught.value.expected) == ("x", kind)


def test_columns_other_than_those_of_the_answer() -> None:
    with pytest.raises(ColumnTypeError):
        Result.from_table(TABLE, COLUMNS[1:])


@pytest.mark.parametrize(
    ("terms", "kind"),
    [
        ([], "string"),
        ([None], "string"),
        ([FLIGHTS, None], "iri"),
        ([Literal("a")], "string"),
        ([Literal("a"), Literal("अ", language="hi")], "text"),
        ([typed("1", "integer")], "integer"),
        ([typed("1", "integer"), typed("1.5", "decimal")], "decimal"),
        ([typed("1", "integer"), typed("1e0", "double")], "double"),
        ([typed("true", "boolean")], "boolean"),
        ([typed("2025-04-10", "date")], "date"),
        ([typed("2025-04-10T00:00:00Z", "dateTime")], "dateTime"),
        ([FLIGHTS, Literal("a")], "mixed"),
        ([typed("soon", "date")], "string"),
        ([typed("NaN", "decimal")], "string"),
        ([typed("2025-04-10", "date"), typed("2025-04-10T00:00:00Z", "dateTime")], "mixed"),
    ],
)
def test_types_of_a_query_without_a_header(terms: list[Term | None], kind: str) -> None:
    result = Result.from_table(Table(("x",), [(term,) for term in terms]), None, labels)
    assert result.columns == (Column("x", kind),)


def test_polars(result: Result) -> None:
    frame = result.to_polars()
    assert frame.schema == {
        "matter": pl.String, "matter_label": pl.String, "since": pl.Date, "claims": pl.Int64,
        "share": pl.Float64, "open": pl.Boolean, "until": pl.Datetime("us", "UTC"),
        "quote": pl.String,
    }  # fmt: skip
    assert frame.row(0) == (*result.rows[0][:4], 0.5, *result.rows[0][5:])
    assert frame.row(1)[2:] == (None,) * 6


def test_pandas(result: Result) -> None:
    frame = result.to_pandas()
    assert list(frame.columns) == [column.name for column in result.columns]
    assert frame["claims"].dtype == "Int64"
    assert frame["claims"][0] == 3
    assert frame["since"][0] == pd.Timestamp(2025, 4, 10)
    assert frame["until"][0] == END
    assert frame["open"].dtype == "boolean"
    assert frame.iloc[1][["since", "claims", "share", "open", "until", "quote"]].isna().all()


def test_arrow(result: Result) -> None:
    table = result.to_arrow()
    assert table.column_names == [column.name for column in result.columns]
    assert table.to_pylist()[0] == {**next(result.records()), "share": 0.5}


@pytest.mark.parametrize("kind", [*dict(COLUMNS).values(), "iri", "string"])
def test_frames_of_no_rows_have_their_types(kind: str) -> None:
    empty = Result.from_table(Table(("x",), []), [("x", kind)])
    full = Result.from_table(Table(("x",), [(None,)]), [("x", kind)])
    assert empty.to_polars().schema == full.to_polars().schema
    assert empty.to_arrow().schema == full.to_arrow().schema
    assert list(empty.to_pandas().dtypes) == list(full.to_pandas().dtypes)


def test_moments_without_a_zone_are_utc_in_frames() -> None:
    terms: list[tuple[Term | None, ...]] = [
        (typed("2025-04-10T07:00:00", "dateTime"),),
        (typed("2025-04-10T10:00:00+03:00", "dateTime"),),
    ]
    result = Result.from_table(Table(("x",), terms), [("x", "dateTime")])
    expected = [datetime(2025, 4, 10, 7, tzinfo=UTC)] * 2
    assert result.to_polars()["x"].to_list() == expected
    assert list(result.to_pandas()["x"]) == expected
    assert result.to_arrow()["x"].to_pylist() == expected


def test_mixed_values_are_texts_in_frames() -> None:
    result = Result.from_table(Table(("x",), [(FLIGHTS,), (typed("true", "boolean"),)]))
    assert result.to_polars()["x"].to_list() == [FLIGHTS, "true"]


@pytest.mark.parametrize(("package", "extra"), [("pandas", "notebook"), ("pyarrow", "events")])
def test_a_library_that_is_not_installed(
    result: Result, monkeypatch: pytest.MonkeyPatch, package: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)  # as Python marks what cannot be imported
    take = {"pandas": result.to_pandas, "pyarrow": result.to_arrow}[package]
    with pytest.raises(MissingExtraError) as caught:
        take()
    assert (caught.value.package, caught.value.extra) == (package, extra)


def test_csv(result: Result) -> None:
    assert result.to_csv() == (
        "matter,matter_label,since,claims,share,open,until,quote\n"
        f"{FLIGHTS},सीधी उड़ानें,2025-04-10,3,0.5,true,9999-12-31T23:59:59Z,"
        '"उड़ानें, ""जल्द""\nशुरू"\n'
        f"{ID}matter/un-dues,un-dues,,,,,,\n"
    )


TEXTS = st.text(alphabet=st.one_of(st.sampled_from(",\"\r\n'|<>&\\=\x00\x1bअ"), st.characters()))


def one_text(value: str) -> Result:
    return Result((Column("a", "text"), Column("b", "text")), ((value, "b"),))


@settings(deadline=None)  # the machine may be busy
@given(TEXTS.filter(lambda text: "\x00" not in text))
def test_csv_is_read_as_it_was_written(value: str) -> None:
    lines = list(csv.reader(io.StringIO(one_text(value).to_csv(), newline="")))
    assert lines == [["a", "b"], [value, "b"]]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_csv_for_a_spreadsheet_holds_no_formula(value: str) -> None:
    assert one_text(value).to_csv().splitlines(keepends=True)[1].lstrip('"').startswith(value[0])
    (_, (safe, _)) = csv.reader(io.StringIO(one_text(value).to_csv(spreadsheet=True), newline=""))
    assert safe == f"'{value}"


def test_csv_for_a_spreadsheet_holds_nothing_that_a_terminal_obeys() -> None:
    told = one_text("A\0B\x1b[31m\x9b\tc\nd").to_csv(spreadsheet=True)
    assert told == 'a,b\n"A\\x00B\\x1b[31m\\x9b\tc\nd",b\n'


def test_csv_for_a_spreadsheet_leaves_numbers_as_they_are() -> None:
    result = Result((Column("n", "integer"),), ((-3,),))
    assert result.to_csv(spreadsheet=True) == "n\n-3\n"


def test_json(result: Result) -> None:
    text = result.to_json()
    assert "सीधी उड़ानें" in text
    assert json.loads(text)[0] == {
        "matter": FLIGHTS,
        "matter_label": "सीधी उड़ानें",
        "since": "2025-04-10",
        "claims": 3,
        "share": 0.5,
        "open": True,
        "until": "9999-12-31T23:59:59Z",
        "quote": 'उड़ानें, "जल्द"\nशुरू',
    }
    assert json.loads(text)[1]["claims"] is None


@pytest.mark.parametrize(("value", "text"), [("NaN", "nan"), ("INF", "inf"), ("-INF", "-inf")])
def test_json_has_no_number_for_the_infinite(value: str, text: str) -> None:
    result = Result.from_table(Table(("x",), [(typed(value, "double"),)]))
    assert json.loads(result.to_json()) == [{"x": text}]


def test_markdown(result: Result) -> None:
    lines = result.to_markdown().splitlines()
    assert lines[0].startswith("| matter | matter_label | since |")
    assert lines[1] == "| --- | --- | --- | --- | --- | --- | --- | --- |"
    assert lines[2].endswith('| उड़ानें, "जल्द"<br>शुरू |')


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("a|b", r"a\|b"),
        ("a\\|b", r"a\\\|b"),
        ("<script>&amp;", "&lt;script&gt;&amp;amp;"),
        ("a\r\nb\u2028c", "a<br>b<br>c"),
        ("\x1b[31mred\x07", r"\x1b[31mred\x07"),
    ],
)
def test_markdown_keeps_a_cell_a_cell(value: str, cell: str) -> None:
    assert one_text(value).to_markdown().splitlines()[2] == f"| {cell} | b |"


def printed(result: Result) -> str:
    console = Console(file=io.StringIO(), width=100)
    console.print(result.to_table())
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_terminal_shows_labels_with_short_names_below(result: Result) -> None:
    text = printed(result)
    assert "What is open" in text
    assert "सीधी उड़ानें" in text
    assert "matter:flights" in text
    assert "matter_label" not in text
    assert ID not in text


def test_a_terminal_gets_no_commands_and_no_markup_from_the_data() -> None:
    text = printed(one_text("\x1b[31mred\x9b [bold]bold[/bold] \x07"))
    assert r"\x1b[31mred\x9b [bold]bold[/bold] \x07" in text


def test_wide_letters_keep_the_columns_straight() -> None:
    from rich.cells import cell_len

    lines = printed(
        Result((Column("a", "text"), Column("b", "text")), (("会谈", "x"), ("ab", "y")))
    )
    assert len({cell_len(line) for line in lines.splitlines()}) == 1


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (FLIGHTS, "matter:flights"),
        (ID + "claim/abc", "id:claim/abc"),
        (ID + "document/russia-us/x", "document:russia-us/x"),
        (BR + "Act", "br:Act"),
        (PREFIXES["act"] + "agree", "act:agree"),
        (BR, BR),
        ("http://example.org/a", "http://example.org/a"),
    ],
)
def test_short_names(iri: str, short: str) -> None:
    assert shorten(iri) == short


class Page(HTMLParser):
    """The elements, attributes and texts of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_a_notebook_shows_a_table(result: Result) -> None:
    page = Page(result._repr_html_())
    assert page.texts[:3] == ["What is open", "matter", "since"]
    assert ("td", {"dir": "auto", "title": str(FLIGHTS)}) in page.elements
    assert ("td", {"dir": "auto", "lang": "hi"}) in page.elements


@settings(deadline=None)  # the machine may be busy
@given(TEXTS)
def test_what_stands_in_the_data_is_no_html(value: str) -> None:
    columns = (Column("<b>", "node"), Column("<b>_label", "text"), Column("c", "text"))
    result = Result(columns, ((Iri(f"http://a/{value}"), value, Text(value, '"><script>')),), value)
    page = Page(result._repr_html_())
    assert {tag for tag, _ in page.elements} <= {
        "table", "caption", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert {name for _, attributes in page.elements for name in attributes} <= {
        "scope", "dir", "lang", "title",
    }  # fmt: skip


def test_a_notebook_shows_the_beginning_of_a_long_result() -> None:
    result = Result((Column("n", "integer"),), tuple((number,) for number in range(250)))
    page = Page(result._repr_html_())
    assert page.texts[-1] == "+50"
    assert sum(tag == "td" for tag, _ in page.elements) == 201
