from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from kg.vocab.generate import read

ONTOLOGY = Path(__file__).parents[2] / "ontology"


@pytest.fixture(scope="session")
def ontology() -> Graph:
    """All terms and concepts: bilateral.ttl, lifecycle.ttl, schemes/."""
    return read(ONTOLOGY)
