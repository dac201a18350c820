"""Between annotation tools and sheets: what tools have in common, whatever their files look like.

A loader reads its format into a `Marked` text; here its offsets are anchored in that text and a
profile says what its labels mean. Formats are known to the loaders alone.
"""

from kg.standoff.anchoring import Anchored, Marking, Unit, anchor
from kg.standoff.collector import Collector, Where
from kg.standoff.marked import Marked, id_of, slug_of
from kg.standoff.profile import Profile, own_profile
from kg.standoff.sheet import Understanding, article

__all__ = [
    "Anchored",
    "Collector",
    "Marked",
    "Marking",
    "Profile",
    "Understanding",
    "Unit",
    "Where",
    "anchor",
    "article",
    "id_of",
    "own_profile",
    "slug_of",
]
