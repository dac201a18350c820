"""The rules of derivation: what a file must say, and whom a change touches."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import QueryHeaderError
from kg.loading.rules import Rule, read_rules
from kg.resources import queries_dir
from kg.store import Store

RULES = read_rules(queries_dir() / "derive")

RULE = """\
#+ title: {en: rule, hi: नियम}
#+ description: {en: rule, hi: नियम}
#+ derive:
#+   subject: matter
#+   touched:
#+     - GRAPH ?loaded { ?matter br:issue ?issue }
PREFIX br: <https://w3id.org/bilateral/ontology#>
CONSTRUCT { ?matter br:issue ?issue ; a br:Matter , br:Commitment . ?matter br:party ?party }
WHERE {
  # VALUES ?matter
  GRAPH ?g { ?matter br:issue ?issue }
  OPTIONAL { GRAPH ?g { ?matter br:party ?party } }
}
"""
DATA = "".join(
    f"<http://a/{matter}> <https://w3id.org/bilateral/ontology#{key}> <http://a/x> <http://a/g> .\n"
    for matter, key in (("one", "issue"), ("one", "party"), ("two", "issue"))
).encode()


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.rq"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def rule(tmp_path: Path) -> Rule:
    return Rule.read(write(tmp_path, "matters", RULE))


def test_a_rule_knows_what_its_triples_look_like(rule: Rule) -> None:
    assert rule.name == "matters"
    assert (rule.end, rule.predicates) == ("s", ("br:issue", "rdf:type", "br:party"))


def test_it_runs_for_all_or_for_some(rule: Rule) -> None:
    with Store() as store:
        store.insert(DATA)
        everything = rule.everything(store)
        assert len(everything) == 7
        some = rule.anew(store, ["http://a/two"])
        assert some == {line for line in everything if line.startswith("<http://a/two>")}
        assert rule.anew(store, []) == set()
        assert rule.anew(store, [f"http://a/{n}" for n in range(3000)] + ["http://a/two"]) == some


def test_it_finds_what_it_derived_before(rule: Rule) -> None:
    with Store() as store:
        store.insert(DATA)
        lines = (line.removesuffix(".") + "<http://a/d> .\n" for line in rule.everything(store))
        store.insert("".join(lines).encode())
        store.insert(b"<http://a/two> <http://a/other> <http://a/x> <http://a/d> .\n")
        assert rule.before(store, ["http://a/two"], "http://a/d") == rule.anew(
            store, ["http://a/two"]
        )


def test_it_finds_whom_a_graph_touches(rule: Rule) -> None:
    with Store() as store:
        store.insert(DATA)
        found = rule.touched(store, ["http://a/g", "http://a/other"], ["http://a/changed"])
        assert found == {"http://a/one", "http://a/two"}
        assert rule.touched(store, [], []) == set()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (RULE[RULE.index("#+ derive") : RULE.index("PREFIX")], "", "a rule has 'derive'"),
        ("  # VALUES ?matter\n", "", "stands nowhere in the query"),
        ("subject: matter", "subject: g", "'# VALUES ?g\\n' stands nowhere"),
        (". ?matter br:party ?party", ". ?party br:party ?g", "does not stand at one end"),
        (". ?matter br:party ?party", ". ?party br:party ?matter", "does not stand at one end"),
        ("?loaded", "?g", "starts from either ?loaded or ?changed"),
        ("?issue }\nPREFIX", "?issue . ?changed ?p ?o }\nPREFIX", "starts from either"),
        ("#+   subject: matter\n", "", "'derive' has no 'subject'"),
        ("touched:\n", "touches:\n", "unknown key 'touches'; expected touched"),
    ],
)
def test_a_file_that_is_no_rule_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in RULE
    with pytest.raises(QueryHeaderError, match=re.escape(message)):
        Rule.read(write(tmp_path, "matters", RULE.replace(old, new, 1)))


def test_rules_come_after_those_on_which_they_rest(tmp_path: Path) -> None:
    resting = RULE.replace("#+   touched:", "#+   rests_on: [z]\n#+   touched:")
    write(tmp_path, "a", resting)
    write(tmp_path, "z", RULE)
    assert [rule.name for rule in read_rules(tmp_path)] == ["z", "a"]


@pytest.mark.parametrize(("other", "message"), [("b", "rests on no rule: 'b'"), ("a", "a > a")])
def test_rules_rest_on_rules_and_not_on_each_other(
    tmp_path: Path, other: str, message: str
) -> None:
    write(tmp_path, "a", RULE.replace("#+   touched:", f"#+   rests_on: [{other}]\n#+   touched:"))
    with pytest.raises(QueryHeaderError, match=message):
        read_rules(tmp_path)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_names_those_whose_triples_it_reads(rule: Rule) -> None:
    """A predicate that it looks up in the derived graph is one that a rule before it makes."""
    body = rule.query.sparql.partition("WHERE")[2]
    read = set(re.findall(r"GRAPH graph:derived \{\s*\?\w+ (br:\w+)", body))
    made = {p for other in RULES if other.name in rule.how.rests_on for p in other.predicates}
    assert read <= made


def test_the_subject_stands_in_every_branch() -> None:
    """A branch without it would derive for all, and take from others what it does not find."""
    for rule in RULES:
        text = re.sub(r"^#\+.*\n", "", rule.query.sparql, flags=re.MULTILINE)
        branches = len(re.findall(r"\bUNION\b", text)) + 1
        assert text.count(f"# VALUES ?{rule.how.subject}\n") == branches, rule.name
