"""The same quads of the same CSV by morph-kgc, an engine of RML mappings, in its own environment.

It is no dependency of the project: the benchmark makes an environment for it in `.cache/`.
Source of the mapping language: <https://rml.io/specs/rml/>.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path

import polars as pl

from kg.iris import GRAPH, ID, SCHEME
from kg.mapping import coded
from kg.tables import EventTable
from kg.terms import XSD

__all__ = ["measure"]

_RELEASE = "morph-kgc==2.10.0"
_HOME = Path(__file__).resolve().parents[1] / ".cache" / "morph-kgc"
_COLUMNS = (
    "event", "telling", "dataset", "date", "scheme", "code", "plover", "mutual", "source_actor",
    "source_state", "target_actor", "target_state", "latitude", "longitude",
)  # fmt: skip
_BR, _SEM = "https://w3id.org/bilateral/ontology#", "http://semanticweb.cs.vu.nl/2009/11/sem/"
_OBJECTS = (
    (f"{_BR}codedType", f"{SCHEME}{{scheme}}/{{code}}", "IRI"),
    (f"{_BR}ploverType", f"{SCHEME}event-type/{{plover}}", "IRI"),
    (f"{_SEM}hasActor", f"{ID}actor/{{source_actor}}", "IRI"),
    (f"{_BR}codedSource", f"{ID}actor/{{source_state}}", "IRI"),
    (f"{_SEM}hasActor", f"{ID}actor/{{target_actor}}", "IRI"),
    (f"{_BR}codedTarget", f"{ID}actor/{{target_state}}", "IRI"),
    (f"{_SEM}hasTimeStamp", "{date}", "date"),
    (f"{_BR}day", "{day}", "integer"),
    (f"{_BR}telling", f"{ID}coded/{{telling}}", "IRI"),
    (f"{_BR}mutual", "{mutual}", "boolean"),
    ("https://schema.org/latitude", "{latitude}", "double"),
    ("https://schema.org/longitude", "{longitude}", "double"),
    ("http://www.w3.org/ns/prov#wasDerivedFrom", f"{ID}dataset/{{dataset}}", "IRI"),
)
_CONVERT = """
import sys
import polars as pl
from kg.mapping import coded
types = {"date": pl.Date, "mutual": pl.Boolean, "latitude": pl.Float64, "longitude": pl.Float64}
names = sys.argv[2].split(",")
schema = {name: types.get(name, pl.String) for name in names}
events = pl.scan_csv(sys.argv[1], schema=schema)
with open(sys.argv[3], "wb") as out:
    for buffer in coded.buffers(coded.event_quads(events)):
        out.write(buffer)
"""


def measure(table: EventTable, folder: Path, rows: int, runs: int) -> None:
    """Print the rates of both, of the first `rows` events, and their ratio."""
    folder.mkdir(parents=True)
    csv = folder / "events.csv"
    day = pl.col("date").cast(pl.Int32) + 719_163
    # both read the same file; RML has no arithmetic and no parts of days, so these are columns
    whole = table.scan().head(rows).select(
        *(pl.col(name) for name in _COLUMNS), day=day, month=pl.col("date").dt.strftime("%Y-%m")
    )  # fmt: skip
    whole.collect().write_csv(csv)
    names = ",".join(whole.collect_schema().names())
    number = coded.count_quads(table.scan().head(rows))
    program = _installed()
    config = _configured(folder, csv)
    ratios = []
    for _ in range(runs):
        # the disk is slower than the program, and far quicker than morph-kgc
        made, ours = (
            _seconds([sys.executable, "-c", _CONVERT, csv, names, out])
            for out in ("/dev/null", folder / "ours.nq")
        )
        theirs = _seconds([program, "-m", "morph_kgc", config])
        ratios.append((theirs / made, theirs / ours))
        rates = [f"{number / each / 1e6:.2f} M quads/s" for each in (made, ours, theirs)]
        print(
            f"{number:,} quads of one CSV: {rates[0]} made, {rates[1]} into a file, "
            f"morph-kgc {rates[2]} into a file",
            flush=True,
        )
    both = [_distinct(path) for path in (folder / "ours.nq", folder / "theirs.nq")]
    medians = [statistics.median(each) for each in zip(*ratios, strict=True)]
    print(
        f"the same quads: {both[0] == both[1]}; medians of the ratios to morph-kgc in one run: "
        f"{medians[0]:.1f} made, {medians[1]:.1f} into a file",
        flush=True,
    )


def _seconds(command: list[str | Path]) -> float:
    """The time of a whole process."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def _installed() -> Path:
    """The Python of an environment in which morph-kgc is."""
    python = _HOME / "bin" / "python"
    if not python.is_file():
        venv.create(_HOME, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", _RELEASE], check=True)
    return python


def _configured(folder: Path, csv: Path) -> Path:
    mapping = folder / "mapping.ttl"
    mapping.write_text(_mapping(csv), encoding="utf-8")
    config = folder / "config.ini"
    config.write_text(
        f"[CONFIGURATION]\noutput_file = {folder / 'theirs.nq'}\noutput_format = N-QUADS\n"
        f"number_of_processes = 2\nlogging_level = ERROR\n[events]\nmappings = {mapping}\n",
        encoding="utf-8",
    )
    return config


def _mapping(csv: Path) -> str:
    objects = " ;\n".join(
        f"  rr:predicateObjectMap [ rr:predicate <{predicate}> ; "
        f'rr:objectMap [ rr:template "{template}" ; {_kind(kind)} ] ]'
        for predicate, template, kind in _OBJECTS
    )
    return f"""@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
<#Event> a rr:TriplesMap ;
  rml:logicalSource [ rml:source "{csv}" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "{ID}coded/{{event}}" ; rr:class <{_BR}CodedEvent> ;
    rr:graphMap [ rr:template "{GRAPH}coded/{{dataset}}/{{month}}" ] ] ;
{objects} .
"""


def _kind(name: str) -> str:
    return "rr:termType rr:IRI" if name == "IRI" else (
        f"rr:termType rr:Literal ; rr:datatype <{XSD}{name}>"
    )  # fmt: skip


def _distinct(path: Path) -> tuple[int, int]:
    """How many lines there are, and a hash that knows no order, nor blanks before the dot."""
    lines = {line.rstrip(" .\n") for line in path.open(encoding="utf-8")}
    return len(lines), hash(frozenset(lines))
