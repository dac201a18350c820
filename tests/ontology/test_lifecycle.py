"""What acts do to the status of matters, meetings and agreements."""

from __future__ import annotations

import pytest

from kg.vocab.lifecycle import ACTS, AXES, STATUSES


def ranks(axis: str) -> dict[str, int]:
    return {name: status.rank for name, status in STATUSES.items() if status.axis == axis}


def test_stages_are_ranked_from_raised_to_in_force() -> None:
    order = sorted(ranks("stage"), key=ranks("stage").__getitem__)
    assert order == [
        "raised", "proposed", "discussed", "agreedInPrinciple", "agreed", "formalised", "inForce",
        "terminated",
    ]  # fmt: skip


@pytest.mark.parametrize("axis", sorted(AXES))
def test_ranks_of_an_axis_differ_and_lie_between_1_and_99(axis: str) -> None:
    values = list(ranks(axis).values())
    assert len(set(values)) == len(values)
    assert all(1 <= value <= 99 for value in values)


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_sets_one_status_of_an_axis_and_only_on_what_it_applies_to(name: str) -> None:
    act = ACTS[name]
    axes = [STATUSES[status].axis for status in act.initiates]
    assert len(set(axes)) == len(axes)
    ended = [STATUSES[status].axis for status in act.terminates] + list(act.terminates_axes)
    for axis in axes + ended:
        assert AXES[axis] in act.applies_to


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_that_ends_the_stage_says_terminated_and_only_such_an_act_does(name: str) -> None:
    act = ACTS[name]
    assert ("stage" in act.terminates_axes) == ("terminated" in act.initiates)


def test_only_three_acts_end_a_matter() -> None:
    assert {name for name, act in ACTS.items() if act.terminates_axes} == {
        "terminate", "denounce", "withdraw",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("act", "statuses"),
    [
        ("raise", {"raised"}),
        ("callOn", {"raised"}),
        ("discuss", {"discussed"}),
        ("agreeInPrinciple", {"agreedInPrinciple"}),
        ("agree", {"agreed"}),
        ("undertake", {"agreed"}),
        ("accept", {"accepted", "agreed"}),
        ("counterpropose", {"counterproposed", "proposed"}),
        ("formalise", {"formalised"}),
        ("perform", {"fulfilled"}),
        ("performPart", {"partlyFulfilled"}),
        ("deliver", {"partlyFulfilled"}),
        ("beginPerformance", {"inEffect"}),
        ("declarePerformed", {"fulfilled"}),
        ("link", {"linked"}),
        ("hold", {"held"}),
    ],
)
def test_an_act_sets(act: str, statuses: set[str]) -> None:
    assert set(ACTS[act].initiates) == statuses


@pytest.mark.parametrize(
    "act",
    [
        "reaffirm", "endorse", "acknowledge", "reserve", "attachCondition", "verify", "prepare",
        "acknowledgePerformance", "reportProgress", "instruct", "countermeasure", "protest",
        "object", "callForCompliance", "welcome",
    ],
)  # fmt: skip
def test_an_act_changes_no_status(act: str) -> None:
    effect = ACTS[act]
    assert not effect.initiates + effect.terminates + effect.terminates_axes


def test_silence_sets_nothing() -> None:
    """Only a retracted answer leaves the answer open; asking and proposing do not."""
    assert {name for name, act in ACTS.items() if "unanswered" in act.initiates} == {"retract"}


def test_agreeing_does_not_reset_performance_that_came_before() -> None:
    for act in ("accept", "agree", "agreeInPrinciple", "formalise", "undertake"):
        assert "performance" not in {STATUSES[status].axis for status in ACTS[act].initiates}


def test_only_a_new_proposal_or_offer_reopens_a_refusal() -> None:
    assert {name for name, act in ACTS.items() if "refused" in act.terminates} == {
        "offer", "propose",
    }  # fmt: skip


def test_every_status_is_set_by_some_act_save_those_that_are_told_or_derived() -> None:
    reached = {status for act in ACTS.values() for status in act.initiates}
    assert STATUSES.keys() - reached == {"conditional", "pending"}
