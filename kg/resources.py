"""Where the ontology, the queries and the data are: in a checkout, or inside an installed wheel.

The wheel carries the repository's top-level folders under `kg/_resources/`; a checkout, and an
editable install, which is one, has them beside `kg/`. This module finds folders and knows nothing
of what is in them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["data_dir", "ontology_dir", "queries_dir"]

_PACKAGE: Final = Path(__file__).resolve().parent
_PACKED: Final = _PACKAGE / "_resources"
_HOME: Final = _PACKED if _PACKED.is_dir() else _PACKAGE.parent


def ontology_dir() -> Path:
    """The folder of `bilateral.ttl`, `lifecycle.ttl`, `schemes/` and `shapes.ttl`."""
    return _HOME / "ontology"


def queries_dir() -> Path:
    """The folder of the catalogue: `<topic>/<name>.rq`."""
    return _HOME / "queries"


def data_dir() -> Path:
    """The folder of the sheets that come with the project: `registry/`, `articles/`."""
    return _HOME / "data"
