"""Coded events as quads on a Spark cluster: the mapping of one machine, on as many as there are.

The only place that knows Spark. What is mapped and how is decided below, in `kg.tables` and
`kg.mapping.coded`, whose functions run on the workers as they are.
"""

from __future__ import annotations

from kg.cluster.job import Wanted, spread
from kg.cluster.session import session

__all__ = ["Wanted", "session", "spread"]
