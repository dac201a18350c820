"""Pages that people look at: one file each, no network, every mark led back to its words.

The border to pyvis. A page takes a network and the evidence for its claims and gives HTML; it asks
no store and runs no query.
"""

from __future__ import annotations

from kg.views.assemble import write_page
from kg.views.evidence import Evidence
from kg.views.page import relation_page

__all__ = ["Evidence", "relation_page", "write_page"]
