"""Event-coded data: ICEWS, GDELT and POLECAT as one table of events in Parquet.

Hundreds of millions of coded rows stay columns in files and never become records or objects. What
the table holds of an event is documented in `kg.tables.schema`; each source is one module that says
where its columns go. Codes, names of states and scores are data (`codes/`, `kg.vocab.coded`). This
package knows no store and no RDF.
"""

from __future__ import annotations

from kg.tables.loading import EventsReport, load
from kg.tables.sources import FORMATS
from kg.tables.table import EventTable

__all__ = ["FORMATS", "EventTable", "EventsReport", "load"]
