"""The JSON Schema of sheets, by which editors complete and check them while they are written.

pydantic describes the record once it is read; a sheet may say some things more shortly (one value
where a list can stand, a name as bare text), and takes concepts from schemes that the model checks
by a function. This module says so in the schema, and checks nothing itself.
"""

from __future__ import annotations

import functools
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from kg.model.fields import check_concept, check_date, many
from kg.model.sheets import sheet_adapter
from kg.vocab.concepts import CONCEPTS

__all__ = ["sheet_schema"]


class _SheetSchema(GenerateJsonSchema):
    """What the model's functions mean, in the words of JSON Schema."""

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """A mapping whose keys have a pattern has no others."""
        described = super().dict_schema(schema)
        if "patternProperties" in described:
            described["additionalProperties"] = False
        return described

    def function_before_schema(
        self, schema: core_schema.BeforeValidatorFunctionSchema
    ) -> JsonSchemaValue:
        """A list that may be written as its only item."""
        described = super().function_before_schema(schema)
        if schema["function"]["function"] is many:
            return {"anyOf": [described["items"], described]}
        return described

    def function_after_schema(
        self, schema: core_schema.AfterValidatorFunctionSchema
    ) -> JsonSchemaValue:
        """Text that is a concept of a scheme, or a date: a year alone looks like a number."""
        described = super().function_after_schema(schema)
        match schema["function"]["function"]:
            case function if function is check_date:
                return {**described, "type": ["string", "integer"]}
            case functools.partial(func=function, args=(str(scheme),)) if function is check_concept:
                return {**described, "enum": sorted(CONCEPTS[scheme])}
        return described


def sheet_schema() -> dict[str, Any]:
    """The schema of a sheet of either kind (JSON Schema 2020-12)."""
    return {
        "$schema": _SheetSchema.schema_dialect,
        "title": "Sheet",
        **sheet_adapter().json_schema(schema_generator=_SheetSchema),
    }
