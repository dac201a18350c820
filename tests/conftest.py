"""What all tests share: property tests with the same verdict on every machine, real servers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests import servers

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The query URL of an Oxigraph server that runs as long as the tests."""
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The query URL of a Virtuoso 7 that runs as long as the tests."""
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as url:
        yield url


@pytest.fixture
def oxigraph_url(oxigraph_server: str) -> str:
    """The query URL of an Oxigraph server that is empty."""
    servers.empty(oxigraph_server)
    return oxigraph_server


@pytest.fixture
def virtuoso_url(virtuoso_server: str) -> str:
    """The query URL of a Virtuoso 7 that is empty."""
    servers.empty(virtuoso_server)
    return virtuoso_server


@pytest.fixture(params=["oxigraph", "virtuoso"])
def endpoint_url(request: pytest.FixtureRequest) -> str:
    """The query URL of a real, empty SPARQL endpoint, of each kind in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))
