"""From a quote to its place in a text, and between the ways of counting characters.

A span counts code points. A quote is a W3C `TextQuoteSelector`
<https://www.w3.org/TR/annotation-model/#text-quote-selector> whose place is computed, never typed:
it must lead to exactly one place, and that place must not cut a written character (रूस is not found
inside रूसी). Texts are never normalised. This package knows neither sheets nor files.
"""

from kg.anchors.offsets import Offsets, Unit
from kg.anchors.quotes import Context, HasQuote, Selector, context, locate, places, shown
from kg.anchors.spans import Span, cuts_nothing, is_boundary

__all__ = [
    "Context",
    "HasQuote",
    "Offsets",
    "Selector",
    "Span",
    "Unit",
    "context",
    "cuts_nothing",
    "is_boundary",
    "locate",
    "places",
    "shown",
]
