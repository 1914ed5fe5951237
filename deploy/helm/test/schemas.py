#!/usr/bin/env python3
"""Makes the JSON Schemas that kubeconform wants out of the OpenAPI document of Kubernetes: schemas.py SWAGGER DIRECTORY

Strict: a field that Kubernetes does not know is an error, as kubectl has it.
"""

import json
import pathlib
import sys

KINDS = {
    "ConfigMap": "io.k8s.api.core.v1",
    "Service": "io.k8s.api.core.v1",
    "ServiceAccount": "io.k8s.api.core.v1",
    "PersistentVolumeClaim": "io.k8s.api.core.v1",
    "Deployment": "io.k8s.api.apps.v1",
    "HorizontalPodAutoscaler": "io.k8s.api.autoscaling.v2",
    "PodDisruptionBudget": "io.k8s.api.policy.v1",
    "NetworkPolicy": "io.k8s.api.networking.v1",
}


def strict(schema):
    """The schema with nothing beside what it names; null counts as absent only where it may."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: strict(value) for name, value in schema.items() if name not in ("description", "default")}
    if made.get("format") == "int-or-string":
        return {"type": ["string", "integer"]}
    if isinstance(made.get("properties"), dict) and "additionalProperties" not in made:
        made["additionalProperties"] = False
    return made


def main():
    swagger, directory = sys.argv[1], pathlib.Path(sys.argv[2])
    definitions = json.loads(pathlib.Path(swagger).read_text())["definitions"]
    directory.mkdir(parents=True, exist_ok=True)
    made = {name: strict(schema) for name, schema in definitions.items()}
    # A quantity may be a number as well.
    made["io.k8s.apimachinery.pkg.api.resource.Quantity"] = {"type": ["string", "number"]}
    for kind, package in KINDS.items():
        schema = dict(made[f"{package}.{kind}"])
        schema["required"] = sorted({*schema.get("required", []), "apiVersion", "kind", "metadata"})
        group = package.removeprefix("io.k8s.api.").replace("core.", "").replace(".", "-")
        path = directory / f"{kind.lower()}-{group}.json"
        path.write_text(json.dumps({**schema, "definitions": made}))
    print(f"{len(KINDS)} schemas in {directory}")


if __name__ == "__main__":
    main()
