"""NAF, and XML that declares more than it should."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.loaders import cas
from kg.loaders.base import Reading, load_one
from kg.resources import data_dir
from tests.loaders.reading import links, marks, problem, sheet

SEED = data_dir() / "articles/russia-us/2025-04-10-istanbul.hi.yaml"


NAF = """<?xml version="1.0"?>
<NAF xml:lang="en"><nafHeader><fileDesc title="T"/><public uri="http://example.org/n"/></nafHeader>
<raw>😀 Ann met Bob yesterday</raw>
<text><wf id="w1" offset="{0}" length="3">Ann</wf><wf id="w2" offset="{1}" length="3">met</wf>
<wf id="w3" offset="{2}" length="3">Bob</wf>
<wf id="w4" offset="{3}" length="9">yesterday</wf></text>
<terms><term id="t1"><span><target id="w1"/></span></term><term id="t2"><span>
<target id="w2"/></span></term><term id="t3"><span><target id="w3"/></span></term></terms>
<entities><entity id="e1" type="PER"><references><span><target id="t1"/></span></references>
<externalReferences><externalRef resource="Wikidata" reference="Q1"/></externalReferences></entity>
</entities>
<timeExpressions><timex3 id="x" type="DATE" value="2025-04-09"><span>
<target id="w4"/></span></timex3>
</timeExpressions>
<srl><predicate id="p1"><span><target id="t2"/></span>
<role id="r1" semRole="A0"><span><target id="t1"/></span></role>
<role id="r2" semRole="A1"><span><target id="t3"/></span></role></predicate></srl></NAF>
"""


@pytest.mark.parametrize(
    ("starts", "unit"), [((2, 6, 10, 14), "code points"), ((3, 7, 11, 15), "utf-16")]
)
def test_naf_entities_times_and_roles(
    starts: tuple[int, int, int, int], unit: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.naf"
    path.write_text(NAF.format(*starts), encoding="utf-8")
    found = sheet(path)
    assert found.document.annotated
    assert found.document.annotated.offsets == unit
    assert (found.document.language, found.document.url) == ("en", "http://example.org/n")
    by_id = {one.id: one for one in found.annotations}
    assert by_id["e1"].references == ("Wikidata:Q1",)
    assert by_id["x"].features == {"value": "2025-04-09"}
    assert links(found) == [("predicate", [("A0", "Ann"), ("A1", "Bob")])]


def test_naf_annotations_stand_on_multiwords(tmp_path: Path) -> None:
    path = tmp_path / "a.naf"
    path.write_text(
        """<NAF xml:lang="en"><raw>Ann called it off</raw><text>
<wf id="w1" offset="0" length="3">Ann</wf><wf id="w2" offset="4" length="6">called</wf>
<wf id="w4" offset="14" length="3">off</wf></text><terms><term id="t2"><span><target id="w2"/>
</span></term></terms><multiwords><mw id="mw1" type="phrasal"><component id="mw1.c1"><span>
<target id="t2"/></span></component><component id="mw1.c2"><span><target id="w4"/></span>
</component></mw></multiwords><srl><predicate id="p1"><span><target id="mw1"/></span></predicate>
</srl></NAF>""",
        encoding="utf-8",
    )
    assert marks(sheet(path))[0] == ("predicate", ["called", "off"])


def test_naf_terms_on_words_that_are_not_there(tmp_path: Path) -> None:
    path = tmp_path / "a.naf"
    text = NAF.format(2, 6, 10, 14).replace('<term id="t1"><span><target id="w1"/>',
                                            '<term id="t1"><span><target id="w9"/>')  # fmt: skip
    path.write_text(text, encoding="utf-8")
    assert "'t1' stands on 'w9', which is not there" in problem(path)


def test_naf_of_an_older_version_has_ids_by_other_names(tmp_path: Path) -> None:
    path = tmp_path / "a.naf"
    text = NAF.format(2, 6, 10, 14).replace('entity id="e1"', 'entity eid="e1"')
    path.write_text(text, encoding="utf-8")
    assert {one.id: one.features for one in sheet(path).annotations}["e1"] == {}


@pytest.mark.parametrize(
    "raw",
    ["<raw><![CDATA[Write <!DOCTYPE html> first]]></raw>", "<raw>x</raw><!-- <!DOCTYPE x> -->"],
)
def test_words_of_a_text_declare_nothing(raw: str, tmp_path: Path) -> None:
    path = tmp_path / "a.naf"
    path.write_text(f'<NAF xml:lang="en">{raw}</NAF>', encoding="utf-8")
    assert load_one(path).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize(
    "before", ["", "<!-- <? -->", "<?a <!-- ?>", "<!-- <!DOCTYPE x> -->\n", '<?xml version="1.0"?>']
)
def test_a_document_type_is_found_in_any_encoding(
    encoding: str, before: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.naf"
    path.write_bytes(f"{before}<!DOCTYPE NAF [<!ENTITY a 'b'>]><NAF>&a;</NAF>".encode(encoding))
    assert "a document type is declared" in problem(path, Reading(format="naf"))


def test_an_encoding_in_which_no_declaration_is_found_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.naf"
    path.write_bytes(b'<?xml version="1.0" encoding="utf-7"?>+ADw-NAF/+AD4-')
    assert "the encoding of this XML is not read" in problem(path, Reading(format="naf"))


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE NAF [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE NAF [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>',
    ],
)
@pytest.mark.parametrize("name", ["naf", "cas"])
def test_xml_with_entities_is_refused(name: str, bomb: str, tmp_path: Path) -> None:
    if name == "naf":
        path = tmp_path / "a.naf"
        path.write_text(NAF.format(2, 6, 10, 14).replace("<NAF", f"{bomb}<NAF", 1), "utf-8")
    else:
        loaded = load_one(SEED)
        path = tmp_path / "a.xmi"
        cas.dump(loaded.sheet, path, loaded.text)
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("<xmi:XMI", f"{bomb}<xmi:XMI", 1), encoding="utf-8")
    assert "a document type is declared" in problem(path)
