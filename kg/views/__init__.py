"""Pages that people look at: one file each, no network, every mark led back to its words.

The border to pyvis. A page takes a network and the evidence for its claims and gives HTML; it asks
no store and runs no query.
"""

from __future__ import annotations

from kg.views.assemble import write_page
from kg.views.communities import Tie, communities_page
from kg.views.compare import compare_page
from kg.views.evidence import Evidence
from kg.views.page import relation_page
from kg.views.results import DRAWINGS, Context, Part, drawings_of, results_page

__all__ = [
    "DRAWINGS",
    "Context",
    "Evidence",
    "Part",
    "Tie",
    "communities_page",
    "compare_page",
    "drawings_of",
    "relation_page",
    "results_page",
    "write_page",
]
