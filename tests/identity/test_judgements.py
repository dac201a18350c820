"""What was judged is replayed, whatever its order, and gone when it is taken away."""

from __future__ import annotations

from itertools import permutations

import pytest

from kg.errors import AmbiguousNameError, NameNotFoundError
from kg.identity import Judgement, Resolver
from kg.identity.judgements import DIFFERENT, SAME, UNSURE, Judgements
from kg.iris import ID
from kg.names import Form
from tests.identity.registry import linked, resolver

XI = ID + "actor/xi"
WANG = ID + "actor/wangyi"
PETROV = ID + "actor/petrov"
DOCUMENT = ID + "document/one"


def of_form(
    form: str, as_: str, verdict: str, *, by: str = "a", language: str = "", document: str = ""
) -> Judgement:
    return Judgement(f"{ID}judgement/{by}", as_, verdict, form, "", language, document)


def of_nodes(node: str, as_: str, verdict: str, by: str = "a") -> Judgement:
    return Judgement(f"{ID}judgement/{by}", ID + as_, verdict, node=ID + node)


class TestNames:
    """A name that was judged to mean a thing, or not to."""

    name = "the General Secretary"

    def test_same_links_what_no_name_would(self) -> None:
        assert linked(resolver(), self.name) is None
        judged = resolver(of_form(self.name, XI, SAME))
        assert linked(judged, self.name) == "actor/xi"
        assert judged.resolve(self.name) == XI
        best = judged.candidates(self.name)[0]
        assert (best.score, best.evidence.step, best.verdict) == (1.0, "judged", SAME)
        assert best.judgements == (f"{ID}judgement/a",)

    def test_it_is_looked_up_by_its_key(self) -> None:
        assert linked(resolver(of_form(self.name, XI, SAME)), "The general secretary") == "actor/xi"

    def test_same_chooses_among_namesakes(self) -> None:
        with pytest.raises(AmbiguousNameError):
            resolver().resolve("Россия")
        judged = resolver(of_form("Россия", ID + "actor/RUS", SAME))
        assert judged.resolve("Россия") == ID + "actor/RUS"
        assert judged.resolve("Россия", "place") == ID + "place/russia"

    def test_different_forbids(self) -> None:
        judged = resolver(of_form("Wang Yi", WANG, DIFFERENT))
        assert linked(judged, "Wang Yi") is None
        assert WANG not in [each.iri for each in judged.candidates("Wang Yi")]
        assert linked(judged, "王毅") == "actor/wangyi"
        with pytest.raises(NameNotFoundError):
            judged.resolve("Wang Yi")

    def test_unsure_leaves_a_candidate(self) -> None:
        judged = resolver(of_form("Wang Yi", WANG, UNSURE))
        best = judged.candidates("Wang Yi")[0]
        assert (best.iri, best.linked, best.verdict) == (WANG, False, UNSURE)
        with pytest.raises(NameNotFoundError):
            judged.resolve("Wang Yi")

    def test_unsure_makes_a_candidate(self) -> None:
        found = resolver(of_form(self.name, XI, UNSURE)).candidates(self.name)
        assert [each.iri for each in found if each.verdict] == [XI]

    def test_two_people_who_differ_leave_it_open(self) -> None:
        judged = resolver(
            of_form(self.name, XI, SAME, by="a"), of_form(self.name, XI, DIFFERENT, by="b")
        )
        best = next(each for each in judged.candidates(self.name) if each.verdict)
        assert (best.linked, best.verdict) == (False, UNSURE)
        assert best.judgements == (f"{ID}judgement/a", f"{ID}judgement/b")

    def test_one_for_a_language_holds_there(self) -> None:
        judged = resolver(of_form(self.name, XI, SAME, language="en"))
        assert judged.candidates(self.name, language="en")[0].linked
        assert judged.candidates(self.name)[0].linked
        assert not any(each.linked for each in judged.candidates(self.name, language="ru"))

    def test_one_for_a_document_holds_there_and_comes_first(self) -> None:
        judged = resolver(
            of_form("Wang Yi", WANG, DIFFERENT, document=DOCUMENT), of_form("Wang Yi", WANG, SAME)
        )
        assert judged.candidates("Wang Yi")[0].iri == WANG
        inside = judged.candidates("Wang Yi", document=DOCUMENT)
        assert WANG not in [each.iri for each in inside]

    def test_taking_it_away_undoes_it(self) -> None:
        for name in (self.name, "Wang Yi", "王毅", "Россия"):
            assert resolver().candidates(name) == Resolver.candidates(resolver(*()), name)
        assert linked(resolver(of_form("Wang Yi", WANG, DIFFERENT)), "Wang Yi") is None
        assert linked(resolver(), "Wang Yi") == "actor/wangyi"


class TestNodes:
    """Two things that were judged to be one, or two."""

    def test_names_of_one_lead_to_the_other(self) -> None:
        judged = resolver(of_nodes("actor/petrov", "actor/kvsingh", SAME))
        assert linked(judged, "Артура Петрова") == "actor/kvsingh"
        assert judged.resolve("Arthur Petrov") == ID + "actor/kvsingh"
        assert PETROV not in [each.iri for each in judged.candidates("Petrov")]

    def test_namesakes_that_are_one_are_no_rivals(self) -> None:
        forms = [Form(f"{ID}actor/{slug}", "Anna Smirnova") for slug in ("a", "b")]
        with pytest.raises(AmbiguousNameError):
            Resolver(forms).resolve("Anna Smirnova")
        same = of_nodes("actor/b", "actor/a", SAME)
        assert Resolver(forms, judgements=[same]).resolve("Anna Smirnova") == f"{ID}actor/a"

    def test_those_told_apart_are_no_rivals_either(self) -> None:
        forms = [
            Form(ID + "actor/a", "Сергей Петров", "ru"),
            Form(ID + "actor/b", "Sergey Petroff", "en"),
        ]
        persons = {form.iri for form in forms}
        name = "Сергеем Петровым"
        assert linked(Resolver(forms, persons=persons), name) is None
        apart = [of_nodes("actor/b", "actor/a", DIFFERENT)]
        assert linked(Resolver(forms, persons=persons, judgements=apart), name) == "actor/a"

    def test_a_chain_leads_to_its_end_in_any_order(self) -> None:
        chain = [of_nodes("actor/c", "actor/b", SAME), of_nodes("actor/b", "actor/a", SAME)]
        for order in permutations(chain):
            kept = Judgements(order)
            assert {kept.kept(f"{ID}actor/{slug}") for slug in "abc"} == {f"{ID}actor/a"}

    def test_what_would_join_those_told_apart_joins_nothing(self) -> None:
        judged = [
            of_nodes("actor/b", "actor/a", SAME),
            of_nodes("actor/c", "actor/b", SAME),
            of_nodes("actor/c", "actor/a", DIFFERENT),
        ]
        for order in permutations(judged):
            kept = Judgements(order)
            for slug in "abc":
                assert kept.kept(f"{ID}actor/{slug}") == f"{ID}actor/{slug}"
