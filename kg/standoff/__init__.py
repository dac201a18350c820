"""Between annotation tools and sheets: what tools have in common, whatever their files look like.

A loader reads its format into a `Marked` text; here its offsets are anchored in that text and a
profile says what its labels mean. Formats are known to the loaders alone.
"""

from kg.standoff.anchoring import Anchored, Marking, Unit, anchor, evened
from kg.standoff.collector import Collector, Where
from kg.standoff.marked import Marked, id_of, slug_of
from kg.standoff.notes import NOTE, Relation, Restored, express, flattened, relations, restore
from kg.standoff.profile import Profile, own_profile
from kg.standoff.sheet import Understanding, article

__all__ = [
    "NOTE",
    "Anchored",
    "Collector",
    "Marked",
    "Marking",
    "Profile",
    "Relation",
    "Restored",
    "Understanding",
    "Unit",
    "Where",
    "anchor",
    "article",
    "evened",
    "express",
    "flattened",
    "id_of",
    "own_profile",
    "relations",
    "restore",
    "slug_of",
]
