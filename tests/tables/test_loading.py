"""A file is in wholly or not at all, once; what cannot be read is kept with its reason."""

from __future__ import annotations

import gzip
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from kg.errors import InvalidInputError, NotAStoreError, StoreLockedError, StoreNotFoundError
from kg.tables import EventTable, load
from tests.tables.coded import NOW, loaded, mirror, row, text, write

OUTSIDE = "lies outside 1900-01-01 to 2025-06-01"


def problem(raised: pytest.ExceptionInfo[InvalidInputError]) -> str:
    (one,) = raised.value.problems
    return str(one)


def rejects(table: EventTable) -> list[list[str]]:
    (one,) = table.manifest().loads
    lines = (table.folder / one.rejects).read_text(encoding="utf-8").splitlines()
    return [line.split("\t", 2) for line in lines]


class TestWhole:
    """The same twice, killed, two at a time."""

    def test_the_same_file_again_adds_nothing(self, tmp_path: Path) -> None:
        table = EventTable(tmp_path / "table")
        path = write(tmp_path / "a.tab", "icews", row("icews"), mirror())
        load(table, [path], "icews", now=NOW)
        before = table.manifest()
        report = load(table, [path], "icews", now=NOW)
        assert (report.loads, report.unchanged) == ((), ("a.tab",))
        assert table.manifest() == before

    def test_the_same_file_is_not_of_two_formats(self, tmp_path: Path) -> None:
        table, _ = loaded(tmp_path, "icews", row("icews"))
        (one,) = tmp_path.glob("*.csv")
        with pytest.raises(InvalidInputError) as raised:
            load(table, [one], "gdelt", now=NOW)
        assert "in the table already, as another format; expected --format icews" in problem(raised)

    def test_the_same_events_in_another_file_add_nothing(self, tmp_path: Path) -> None:
        table, _ = loaded(tmp_path, "icews", row("icews"), mirror())
        path = write(
            tmp_path / "b.tab", "icews", row("icews"), row("icews", Event_ID="9", Story_ID="9")
        )
        (one,) = load(table, [path], "icews", now=NOW).loads
        assert (one.new, one.repeated) == (1, 1)
        assert table.scan().collect().height == 2

    def test_an_id_is_of_the_content_and_not_of_the_place_in_a_file(self, tmp_path: Path) -> None:
        lines = [row("icews"), row("icews", Event_ID="9", Story_ID="9")]
        one, _ = loaded(tmp_path, "icews", *lines)
        (tmp_path / "other").mkdir()
        other, _ = loaded(tmp_path / "other", "icews", *reversed(lines))
        assert set(one.scan().collect()["event"]) == set(other.scan().collect()["event"])

    @pytest.mark.parametrize("pack", ["gz", "zip"])
    def test_compressed_files_are_the_same(self, tmp_path: Path, pack: str) -> None:
        data = text("icews", [row("icews")]).encode()
        path = tmp_path / f"a.{pack}"
        if pack == "gz":
            path.write_bytes(gzip.compress(data))
        else:
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("a.tab", data)
        table = EventTable(tmp_path / "table")
        assert load(table, [path], "icews", now=NOW).loads[0].new == 1

    def test_what_a_killed_load_left_does_not_count_and_goes(self, tmp_path: Path) -> None:
        table, _ = loaded(tmp_path, "icews", row("icews"))
        stray = table.folder / "events/year=2025/month=4/stray.parquet"
        stray.write_bytes((table.folder / table.manifest().parts[0].path).read_bytes())
        assert table.scan().collect().height == 1
        load(
            table, [write(tmp_path / "b.tab", "icews", row("icews", Story_ID="9", Event_ID="9"))],
            "icews", now=NOW,
        )  # fmt: skip
        assert not stray.exists()

    def test_two_loads_at_a_time_are_refused(self, tmp_path: Path) -> None:
        table, _ = loaded(tmp_path, "icews", row("icews"))
        path = write(tmp_path / "b.tab", "icews", row("icews", Story_ID="9"))
        with table.writing(), pytest.raises(StoreLockedError):
            load(table, [path], "icews", now=NOW)

    def test_months_are_apart_and_only_those_asked_for_are_read(self, tmp_path: Path) -> None:
        table, _ = loaded(
            tmp_path, "icews", row("icews"), row("icews", Event_ID="2", Event_Date="2024-12-31")
        )
        paths = {part.path.rpartition("/")[0] for part in table.manifest().parts}
        assert paths == {"events/year=2025/month=4", "events/year=2024/month=12"}
        assert table.scan(until=NOW.date().replace(year=2024)).collect().height == 0

    def test_a_month_in_very_many_files_is_put_together(self, tmp_path: Path) -> None:
        table = EventTable(tmp_path / "table")
        for number in range(26):
            path = write(
                tmp_path / f"{number}.tab",
                "icews",
                row("icews", Event_ID=str(number), Story_ID=str(number)),
            )
            load(table, [path], "icews", now=NOW)
        assert len(table.manifest().parts) < 5
        frame = table.scan().collect()
        assert (frame.height, frame["event"].n_unique()) == (26, 26)

    def test_a_table_that_is_not_there_or_not_ours(self, tmp_path: Path) -> None:
        table = EventTable(tmp_path)
        with pytest.raises(StoreNotFoundError):
            table.scan()
        (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
        with pytest.raises(NotAStoreError):
            table.scan()


class TestRejects:
    """A row that is none is kept aside with its reason, and counted."""

    @pytest.mark.parametrize(
        ("kind", "different", "reason"),
        [
            ("icews", {"Event_Date": "9999-01-01"}, f"9999-01-01 {OUTSIDE}"),
            ("icews", {"Event_Date": "10.04.2025"}, "10.04.2025 is no day"),
            ("icews", {"Event_Date": "NA"}, "nothing is no day"),
            ("icews", {"CAMEO_Code": "999"}, "no code 999 in cameo-icews"),
            ("icews", {"CAMEO_Code": "40"}, "no code 40 in cameo-icews"),
            ("icews", {"Latitude": "91.5"}, "latitude 91.5 is out of range"),
            ("icews", {"Longitude": "-180.01"}, "longitude -180.01 is out of range"),
            ("icews", {"Latitude": "nan"}, "latitude nan is no number"),
            ("icews", {"Longitude": "NA"}, "one coordinate without the other"),
            ("icews", {"Latitude": "north"}, "latitude north is no number"),
            ("icews", {"Intensity": "nan"}, "score nan is no number"),
            ("icews", {"Intensity": "1e400"}, "score 1e400 is no number"),
            ("gdelt", {"AvgTone": "-inf"}, "tone -inf is no number"),
            ("icews", {"Sentence_Number": "two"}, "sentence two is no number"),
            ("icews", {"Event_ID": "NA"}, "no id"),
            ("gdelt", {"SQLDATE": "99990101"}, f"99990101 {OUTSIDE}"),
            ("gdelt", {"EventCode": "---"}, "no code --- in cameo-gdelt"),
            ("gdelt", {"DATEADDED": "soon"}, "published on soon, which is no day"),
            ("polecat", {"Event_Type": "CHAT"}, "no code chat in plover"),
            ("mentions", {"Confidence": "high"}, "confidence high is no number"),
        ],
    )  # fmt: skip
    def test_a_reason(
        self, tmp_path: Path, kind: str, different: dict[str, str], reason: str
    ) -> None:
        bad = row(kind, **different)
        table, report = loaded(tmp_path, kind, row(kind), bad)
        (one,) = report.loads
        assert (one.rows, one.new, one.rejected) == (2, 1, 1)
        number = "3" if kind in ("icews", "polecat") else "2"
        assert rejects(table) == [[number, reason, bad]]

    @pytest.mark.parametrize("cells", [19, 21])
    def test_a_wrong_number_of_columns(self, tmp_path: Path, cells: int) -> None:
        bad = "\t".join((row("icews") + "\tmore").split("\t")[:cells])
        table, _ = loaded(tmp_path, "icews", row("icews"), bad)
        assert rejects(table) == [["3", f"{cells} columns, expected 20", bad]]

    def test_an_id_that_stands_for_another_event(self, tmp_path: Path) -> None:
        other = row("icews", Story_ID="9")
        table, _ = loaded(tmp_path, "icews", row("icews"), other)
        assert rejects(table) == [["3", "its id stands for another event in line 2", other]]

    def test_an_id_that_stands_for_another_event_of_an_earlier_load(self, tmp_path: Path) -> None:
        table, _ = loaded(tmp_path, "icews", row("icews"), mirror())
        other = row("icews", Event_ID="2", Event_Date="2025-05-01")
        path = write(tmp_path / "b.tab", "icews", other, row("icews", Event_ID="5", Story_ID="5"))
        (one,) = load(table, [path], "icews", now=NOW).loads
        assert (one.new, one.rejected) == (1, 1)
        kept = (table.folder / one.rejects).read_text(encoding="utf-8")
        assert kept == f"2\tits id stands for another event in the table\t{other}\n"

    def test_rows_are_all_accounted_for(self, tmp_path: Path) -> None:
        lines = [
            row("icews"), mirror(), row("icews", Event_ID="3", CAMEO_Code="0"), "short",
            row("icews", Event_ID="5", Story_ID="5"), row("icews", Event_ID="5", Story_ID="6"),
        ]  # fmt: skip
        _, report = loaded(tmp_path, "icews", *lines)
        (one,) = report.loads
        assert one.new + one.repeated + one.rejected == one.rows == len(lines)


class TestEncoding:
    """UTF-8, or Windows-1252 line by line, or kept aside."""

    def test_windows_1252(self, tmp_path: Path) -> None:
        path = tmp_path / "a.tab"
        lines = [row("icews"), row("icews", Event_ID="2", Story_ID="9", City="Málaga")]
        data = text("icews", lines).encode("cp1252")
        path.write_bytes(data.replace(b"\n", b"\r\n"))
        table = EventTable(tmp_path / "table")
        report = load(table, [path], "icews", now=NOW)
        assert report.windows == 1
        assert report.loads[0].rejected == 0
        assert set(table.scan().collect()["city"]) == {"Istanbul", "Málaga"}

    def test_a_line_in_no_encoding(self, tmp_path: Path) -> None:
        path = tmp_path / "a.tab"
        bad = row("icews", Event_ID="2", City="?").encode().replace(b"?", b"\x81")
        path.write_bytes(text("icews", [row("icews")]).encode() + bad + b"\n")
        table = EventTable(tmp_path / "table")
        load(table, [path], "icews", now=NOW)
        ((number, reason, _),) = rejects(table)
        assert (number, reason) == ("3", "neither UTF-8 nor Windows-1252")


class TestErrors:
    """A file of which nothing can be made is one clear error, and nothing of it is loaded."""

    @pytest.mark.parametrize(
        ("make", "format_", "words"),
        [
            (lambda: text("icews", [row("icews")]).replace("\t", ","), "icews",
             "1: not a file of icews; expected 20 columns between tabs under their names, found"),
            (lambda: text("icews", [row("icews")]).replace("Story ID", "Story"), "icews",
             "1: not a file of icews: no column Story ID; expected"),
            (lambda: text("icews", [row("icews")]), "gdelt", "found 20 columns"),
            (lambda: "\t".join(["1"] * 58) + "\n", "gdelt", "found 58 columns"),
            (lambda: "", "icews", "the file is empty"),
            (lambda: "\n" + text("icews", [row("icews")]), "icews", "1: the first line is empty"),
            (lambda: text("icews", [row("icews", CAMEO_Code="9"), "x"]), "icews",
             "2: none of its 2 rows can be read; expected rows of icews events, found no code 9"),
        ],
    )  # fmt: skip
    def test_a_file_of_another_kind(
        self, tmp_path: Path, make: Callable[[], str], format_: str, words: str
    ) -> None:
        path = tmp_path / "a.csv"
        path.write_text(make(), encoding="utf-8")
        table = EventTable(tmp_path / "table")
        with pytest.raises(InvalidInputError) as raised:
            load(table, [path], format_, now=NOW)
        assert words in problem(raised)
        assert not table.is_there

    def test_a_file_of_names_alone_is_in_and_has_no_rows(self, tmp_path: Path) -> None:
        table, report = loaded(tmp_path, "icews")
        assert (report.loads[0].rows, report.loads[0].new) == (0, 0)
        assert table.scan().collect().height == 0

    @pytest.mark.parametrize("head", [[], [row("icews")]])
    def test_a_line_without_an_end_is_not_read_into_memory(
        self, tmp_path: Path, head: list[str]
    ) -> None:
        path = tmp_path / "a.gz"
        with gzip.open(path, "wb", compresslevel=1) as file:
            if head:
                file.write(text("icews", head).encode())
            for _ in range(40):
                file.write(b"x" * (1 << 20))
        with pytest.raises(InvalidInputError) as raised:
            load(EventTable(tmp_path / "table"), [path], "icews", now=NOW)
        number = 3 if head else 1
        expected = "a line has no end; expected lines of at most 16 MB, as in a table"
        assert problem(raised) == f"{path}:{number}: {expected}"

    def test_utf_16(self, tmp_path: Path) -> None:
        path = tmp_path / "a.tab"
        path.write_text(text("icews", [row("icews")]), encoding="utf-16")
        with pytest.raises(InvalidInputError) as raised:
            load(EventTable(tmp_path / "table"), [path], "icews", now=NOW)
        assert "the file is UTF-16; expected UTF-8; convert it: iconv -f UTF-16" in problem(raised)

    def test_a_truncated_gzip(self, tmp_path: Path) -> None:
        lines = [row("icews", Event_ID=str(n), Story_ID=str(n * 7919)) for n in range(5000)]
        data = gzip.compress(text("icews", lines).encode())
        path = tmp_path / "a.gz"
        path.write_bytes(data[: len(data) // 2])
        table = EventTable(tmp_path / "table")
        with pytest.raises(InvalidInputError) as raised:
            load(table, [path], "icews", now=NOW)
        assert "the compressed file is truncated or damaged" in problem(raised)
        assert not table.is_there
        assert not list(table.folder.rglob("*.parquet"))

    def test_a_zip_of_several_tables(self, tmp_path: Path) -> None:
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name in ("a", "b"):
                archive.writestr(name, text("icews", [row("icews")]))
        with pytest.raises(InvalidInputError) as raised:
            load(EventTable(tmp_path / "table"), [path], "icews", now=NOW)
        assert "expected a zip of one file, found 2 files" in problem(raised)

    def test_a_disk_that_fills_up(self, tmp_path: Path) -> None:
        lines = [row("icews", Event_ID=str(n), Story_ID=str(n * 7919)) for n in range(5000)]
        path = write(tmp_path / "a.tab", "icews", *lines)
        code = (
            "import sys; from pathlib import Path; from tests.tables.coded import NOW;"
            "from kg.errors import StoreError; from kg.tables import EventTable, load\n"
            "try: load(EventTable(Path(sys.argv[2])), [Path(sys.argv[1])], 'icews', now=NOW)\n"
            "except StoreError as error: print(error)"
        )

        def little_room() -> None:
            # the kernel then refuses to write on, as it does on a full disk
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

        done = subprocess.run(
            [sys.executable, "-c", code, path, tmp_path / "table"], preexec_fn=little_room,
            capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": ""},
            cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert "nothing was loaded" in done.stdout, done.stderr
        assert not EventTable(tmp_path / "table").is_there
        assert not list((tmp_path / "table").rglob("*.parquet"))
        # with room again the same file goes in
        load(EventTable(tmp_path / "table"), [path], "icews", now=NOW)
        assert EventTable(tmp_path / "table").scan().select(pl.len()).collect().item() == 5000
