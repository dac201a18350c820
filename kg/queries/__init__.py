"""The catalogue of queries: files of SPARQL with a header, their parameters, and what a user may run.

`Query` is one file, `QueryLibrary` a folder of them; `check_read_only` stands between a user's own SPARQL
and the store. Nothing here runs a query or knows an engine's terms.
"""

from kg.queries.header import Column, Parameter
from kg.queries.library import QueryLibrary
from kg.queries.query import Query
from kg.queries.tokenizer import with_prefixes
from kg.queries.values import TYPES, Resolver

__all__ = [
    "TYPES",
    "Column",
    "Parameter",
    "Query",
    "QueryLibrary",
    "Resolver",
    "with_prefixes",
]
