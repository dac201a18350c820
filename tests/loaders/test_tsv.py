"""WebAnno TSV: layers, stacks, slots, and rows that are damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.loaders.base import PLAIN, Reading, load_one, read
from tests.loaders.reading import links, marks, problem, sheet

HEAD = "#FORMAT=WebAnno TSV 3.3\n"


def tsv(folder: Path, layers: str, *rows: str) -> Path:
    path = folder / "a.tsv"
    path.write_text(f"{HEAD}{layers}\n\n" + "\n".join((*rows, "")), encoding="utf-8")
    return path


def test_tsv_stacked_and_over_several_tokens(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "#T_SP=x.Named|value|identifier\n", "#Text=New York 😀 Times",
        "1-1\t0-3\tNew\tLOC[1]|ORG[2]\tQ60[1]|_[2]\t",
        "1-2\t4-8\tYork\tLOC[1]|ORG[2]\tQ60[1]|_[2]\t",
        "1-3\t9-11\t😀\tORG[2]\t_[2]\t", "1-4\t12-17\tTimes\tORG[2]\t_[2]\t",
    )  # fmt: skip
    found = sheet(path)
    assert marks(found) == [("LOC", ["New York"]), ("ORG", ["New York 😀 Times"])]
    assert found.annotations[0].features == {"layer": "Named", "identifier": "Q60"}


@pytest.mark.parametrize("value", ["2025-04-10", "9-11", "1-1"])
def test_tsv_values_that_look_like_the_address_of_a_token(value: str, tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "#T_SP=x.Timex|value\n", "#Text=10 April 2025", f"1-1\t0-2\t10\t{value}[1]\t",
        f"1-2\t3-8\tApril\t{value}[1]\t", f"1-3\t9-13\t2025\t{value}[1]\t",
    )  # fmt: skip
    assert marks(sheet(path)) == [(value, ["10 April 2025"])]


@pytest.mark.parametrize(
    ("layers", "rows", "told"),
    [
        ("#T_SP=x.Y|value\n", ("1-1\t0-3\tAnn\tQ\t",), "in no token, found 'met'"),
        ("#T_SP=x.Y|value\n", ("1-2\t4-7\tmet\tQ\t",), "in no token, found 'Ann'"),
        ("#T_SP=x.Y|value\n", ("1-1\t0-3\tAnn\tQ\tZ\tA\t",), "expected 4, found 6"),
        ("", ("1-1\t0-3\tAnn\tQ",), "more columns than the header declares; expected 3, found 4"),
        ("#T_SP=x.Y|a\n#T_SP=x.Y|b", (), "the layer x.Y is declared twice"),
        ("", ("1-1\t0-3\tAnn\t", "1-1\t0-3\tAnn\t"), "the token 1-1 stands twice"),
    ],
)
def test_tsv_what_is_damaged_is_told(
    layers: str, rows: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    path = tsv(tmp_path, layers, "#Text=Ann met", *rows)
    (found,) = read(path, PLAIN)
    assert told in str(found)


def test_tsv_without_a_text_is_no_document(tmp_path: Path) -> None:
    path = tsv(tmp_path, "#T_SP=x.Y|value\n")
    assert "the text is missing" in problem(path)
    assert "the text is missing" in problem(path, Reading(lenient=True))


def test_tsv_values_with_signs_of_the_format(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "#T_SP=x.Named|value|note\n", "#Text=Ann",
        "1-1\t0-3\tAnn\tPER\ta\\_b\\|c\\[1\\]\\;d\t",
    )  # fmt: skip
    assert sheet(path).annotations[0].features["note"] == "a_b|c[1];d"


def test_tsv_parts_of_tokens_and_places_between_them(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "#T_SP=x.Named|value\n", "#Text=Moscow-based", "1-1\t0-12\tMoscow-based\t_\t",
        "1-1.1\t0-6\tMoscow\tLOC\t", "1-1.2\t6-6\t\tGAP\t",
    )  # fmt: skip
    assert marks(sheet(path)) == [("LOC", ["Moscow"]), ("GAP", [])]


def test_tsv_slots(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "#T_SP=x.Event|value|ROLE_x.Event:args_x.Link|x.Named\n#T_SP=x.Named|\n",
        "#Text=Ann met Bob", "1-1\t0-3\tAnn\t_\t_\t_\t*\t",
        "1-2\t4-7\tmet\tMeet\tWho;With\t1-1;1-3\t_\t", "1-3\t8-11\tBob\t_\t_\t_\t*\t",
    )  # fmt: skip
    assert links(sheet(path)) == [("Meet", [("Who", "Ann"), ("With", "Bob")])]


#: a layer that stands before the one that is meant, at the same tokens
OTHERS = "#T_SP=a.Named|value\n#T_SP=x.Actor|role\n"


@pytest.mark.parametrize(
    ("end", "told"), [("x.Actor", ["Actor.1-1.1", "Actor.1-3.1"]), ("y.Token", ["Token.1-1",
                                                                               "Token.1-3"])]
)  # fmt: skip
def test_tsv_relations_and_slots_lead_to_the_layer_that_the_header_names(
    end: str, told: list[str], tmp_path: Path
) -> None:
    path = tsv(
        tmp_path, f"{OTHERS}#T_RL=x.Knows|BT_{end}\n#T_SP=x.Ev|ROLE_x.Ev:args_x.L|{end}\n",
        "#Text=Bob saw Ann", "1-1\t0-3\tBob\tPER\tsays\t_\t_\t_\t",
        "1-2\t4-7\tsaw\t_\t_\t_\ta;b\t1-1;1-3\t",
        "1-3\t8-11\tAnn\tPER\thears\t1-1\t_\t_\t",
    )  # fmt: skip
    leading = [one for one in sheet(path).annotations if one.links]
    assert [[link.to for link in one.links] for one in leading] == [told, told]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            "PER|ORG\t_\t1-1\t",
            "by several annotations; expected one of a.Named, found Named.1-1.1, Named.1-1.2",
        ),
        ("PER[1]\t_\t1-1[7_1]\t", "begins where no annotation is; expected one of a.Named"),
        ("PER\t_\t1-9\t", "begins where no annotation is; expected one of a.Named, found 1-9"),
    ],
)
def test_tsv_what_a_relation_leads_to_is_not_guessed(row: str, told: str, tmp_path: Path) -> None:
    path = tsv(
        tmp_path, f"{OTHERS}#T_RL=x.Knows|BT_a.Named\n", "#Text=Bob", f"1-1\t0-3\tBob\t{row}"
    )
    assert told in problem(path)


def test_tsv_layers_whose_names_end_alike_stay_apart(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "#T_SP=a.Person|value\n#T_SP=b.Person|role\n#T_RL=b.R|BT_b.Person\n",
        "#Text=Bob saw Ann", "1-1\t0-3\tBob\tA\tB\t_\t", "1-2\t4-7\tsaw\t_\t_\t_\t",
        "1-3\t8-11\tAnn\tC\tD\t1-1\t",
    )  # fmt: skip
    found = sheet(path)
    assert marks(found) == [
        ("A", ["Bob"]), ("b.Person", ["Bob"]), ("C", ["Ann"]), ("b.Person", ["Ann"]), ("R", []),
    ]  # fmt: skip
    assert [link.to for link in found.annotations[-1].links] == ["b.Person.1-1.1", "b.Person.1-3.1"]


def test_tsv_chains_in_either_order_of_columns(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "#T_CH=x.CoreferenceLink|referenceRelation|referenceType\n", "#Text=Ann she",
        "1-1\t0-3\tAnn\t*->1-1\tnam[1]\t", "1-2\t4-7\tshe\tana->1-2\tpro[1]\t",
    )  # fmt: skip
    assert marks(sheet(path)) == [("CoreferenceLink", ["Ann"]), ("CoreferenceLink", ["she"])]


def test_tsv_relations_between_tokens(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "#T_RL=x.Dependency|value|BT_y.Token\n", "#Text=Ann met",
        "1-1\t0-3\tAnn\tnsubj\t1-2\t", "1-2\t4-7\tmet\t_\t_\t",
    )  # fmt: skip
    assert links(sheet(path)) == [("nsubj", [("Governor", "met"), ("Dependent", "Ann")])]


def test_tsv_sentences_with_line_ends_in_them(tmp_path: Path) -> None:
    path = tsv(
        tmp_path, "#T_SP=x.Named|value\n", "#Text=Ann", "#Text=met", "1-1\t0-3\tAnn\tPER\t",
        "1-2\t4-7\tmet\t_\t",
    )  # fmt: skip
    assert load_one(path).text == "Ann\nmet"
