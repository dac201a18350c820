"""The names that come with the program, as a store has them."""

from __future__ import annotations

import pytest

import kg
from kg.resources import data_dir
from kg.suggest import Known
from kg.suggest import known as known_of


@pytest.fixture(scope="session")
def known() -> Known:
    with kg.open() as graph:
        graph.load(data_dir() / "registry")
        return known_of(graph.table)
