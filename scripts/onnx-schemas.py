"""Writes src/graph/schemas/standard.ts: what ONNX lays down for the operators that we import.

Run in an environment with PyPI's onnx, from the root of the repository:  python scripts/onnx-schemas.py
"""

import json
import re
from pathlib import Path

import numpy as np
import onnx
from onnx import defs, helper

NEWEST = 23
MANY = 2147483647
TARGET = Path("src/graph/schemas/standard.ts")


def imported():
    text = Path("src/graph/importers/catalogue.ts").read_text()
    table = text[text.index("export const importers") : text.index("} satisfies")]
    return sorted(set(re.findall(r"^  ([A-Z]\w*)(?:,|:)", table, re.MULTILINE)))


def versions(name):
    found = [s for s in defs.get_all_schemas_with_history() if s.name == name and s.domain == ""]
    found = sorted((s for s in found if s.since_version <= NEWEST), key=lambda s: s.since_version)
    # Of what is older than the oldest set we read, the version that still holds there.
    old = [s for s in found if s.since_version <= 11]
    return old[-1:] + [s for s in found if s.since_version > 11]


def text_of(value):
    if isinstance(value, bytes):
        return json.dumps(value.decode())
    if isinstance(value, float):
        return json.dumps(float(str(np.float32(value))))
    return json.dumps(value)


def row(schema):
    defaults = {
        key: helper.get_attribute_value(attribute.default_value)
        for key, attribute in sorted(schema.attributes.items())
        if attribute.default_value.name
    }
    given = ", ".join(f"{key}: {text_of(value)}" for key, value in defaults.items())
    required = [key for key, attribute in sorted(schema.attributes.items()) if attribute.required]
    counts = [schema.min_input, schema.max_input, schema.min_output, schema.max_output]
    cells = ["many" if count == MANY else str(count) for count in counts]
    cells.append("{ " + given + " }" if given else "{}")
    return cells + ([json.dumps(required)] if required else [])


def line(name):
    rows = []
    for schema in versions(name):
        cells = row(schema)
        if not rows or rows[-1][1:] != cells:
            rows.append([str(schema.since_version), *cells])
    return f"  {name}: [{', '.join('[' + ', '.join(cells) + ']' for cells in rows)}]," if rows else None


lines = [text for text in map(line, imported()) if text]
TARGET.write_text(
    f"""// biome-ignore-all format: one operator a line
import type {{ SchemaRow }} from './schema.ts';

const many = Number.POSITIVE_INFINITY;

/** Written by scripts/onnx-schemas.py from onnx {onnx.__version__}: each operator's versions up to set {NEWEST}, oldest first. */
export const standardSchemas: Readonly<Record<string, readonly SchemaRow[]>> = {{
{chr(10).join(lines)}
}};
"""
)
