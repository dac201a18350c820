"""The catalogue of queries: files of SPARQL with a header, and what a user's own SPARQL may do.

`Query` is one file and `QueryLibrary` folders of them; `check_read_only` stands between a user's
SPARQL and the store. Nothing here runs a query or knows an engine's terms.
"""

from kg.queries.header import COLUMN_TYPES, Column
from kg.queries.library import QueryLibrary
from kg.queries.parameters import Parameter
from kg.queries.query import Query
from kg.queries.safety import check_read_only
from kg.queries.tokenizer import with_prefixes
from kg.queries.values import TYPES, Resolver

__all__ = [
    "COLUMN_TYPES",
    "TYPES",
    "Column",
    "Parameter",
    "Query",
    "QueryLibrary",
    "Resolver",
    "check_read_only",
    "with_prefixes",
]
