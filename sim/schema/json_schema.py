"""JSON Schema of a model, for editors: completion, hover help and red lines while typing the YAML."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode
from pydantic_core import core_schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Generator(GenerateJsonSchema):
    """Defaults are shown as they are written in YAML (`40min`), not as the model holds them (`40.0`)."""

    def get_default_value(self, schema: core_schema.WithDefaultSchema) -> Any:
        """The default as it is written in YAML."""
        default = super().get_default_value(schema)
        write = _writer(schema["schema"])
        return default if write is None or default is None or not schema.get("default") else write(default)

    def generate(self, schema: core_schema.CoreSchema, mode: JsonSchemaMode = "validation") -> dict[str, Any]:
        """The whole schema, with its dialect."""
        return {"$schema": DIALECT} | super().generate(schema, mode)


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of what `model` reads, keys as written in YAML, defaults as written in YAML."""
    return model.model_json_schema(by_alias=True, schema_generator=_Generator)


def json_schema_text(model: type[BaseModel]) -> str:
    """The same as text, two blanks an indent, Chinese left readable."""
    return json.dumps(json_schema(model), ensure_ascii=False, indent=2) + "\n"


def _writer(schema: Any) -> Any:
    """The function that writes the value of a core schema, looked for through `None`-able and checked layers."""
    while isinstance(schema, dict):
        writing = schema.get("serialization", {})
        if writing.get("type") == "function-plain":
            return writing["function"]
        schema = schema.get("schema")
    return None
