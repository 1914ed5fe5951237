"""Compares recorded answers of AWS with the models that botocore has: members, types and enumerations."""

import json
import pathlib
import sys

import botocore.session


def troubles(shape, value, path):
    if shape.type_name == "structure":
        for name, member in value.items():
            if name in shape.members:
                yield from troubles(shape.members[name], member, f"{path}.{name}")
            else:
                yield f"{path} has no member {name}"
    elif shape.type_name == "list":
        for index, member in enumerate(value):
            yield from troubles(shape.member, member, f"{path}[{index}]")
    elif shape.type_name == "map":
        for name, member in value.items():
            yield from troubles(shape.value, member, f"{path}.{name}")
    elif shape.type_name == "string":
        # The command line shows the JSON of a template as JSON.
        if not isinstance(value, (str, dict)):
            yield f"{path} is not a string"
        elif getattr(shape, "enum", None) and value not in shape.enum:
            yield f"{path} is {value}, not one of {shape.enum}"
    elif shape.type_name in ("integer", "long") and not isinstance(value, int):
        yield f"{path} is not a number"
    elif shape.type_name == "boolean" and not isinstance(value, bool):
        yield f"{path} is not a boolean"


session = botocore.session.get_session()
found = []
for file in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
    service, operation = file.stem.split(".")
    name = "".join(part.capitalize() for part in operation.split("-"))
    shape = session.get_service_model(service).operation_model(name).output_shape
    found += troubles(shape, json.loads(file.read_text()), file.stem)
print("\n".join(found))
sys.exit(1 if found else 0)
