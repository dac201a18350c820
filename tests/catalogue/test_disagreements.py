"""Where the shipped sources contradict each other, found from their claims on every engine."""

from __future__ import annotations

from kg.graph import Graph
from kg.iris import BR, ID


def test_titles_durations_and_denials_come_out(graph: Graph) -> None:
    rows = list(graph.query("claims/disagreements", a="RUS", b="USA").records())
    by = {(row["about"], row["property"]): row["by"] for row in rows}
    assert by[f"{ID}actor/coulter", f"{BR}title"] == "value"
    assert by[f"{ID}event/istanbul-talks-2025-04-10", f"{BR}duration"] == "bounds"
    titles = [row for row in rows if row["about"] == f"{ID}actor/coulter"]
    assert len(titles) >= 5
    # the December contacts: performed in part by Moscow's account, denied by the embassy
    act = f"{ID}act/matter.rus-usa-follow-up-meeting/rus-usa-working-level-contacts-2025-12/1"
    told = {
        (row["stance"].rpartition("/")[2], row["told_by"]) for row in rows if row["about"] == act
    }
    assert ("denies", "usa-embassy-moscow") in told


def test_each_version_says_who_tells_it(graph: Graph) -> None:
    for a, b in (("RUS", "USA"), ("IND", "CHN")):
        for row in graph.query("claims/disagreements", a=a, b=b).records():
            assert row["told_by"]
            assert row["documents"] >= 1
