"""Hears how each version fares and where each roll-out stands: KAFKA REGISTRY [PREFIX]."""

import io
import json
import sys
import urllib.request

import avro.io
import avro.schema
from kafka import KafkaConsumer

kafka, registry, prefix = (sys.argv[1:] + ["blinktwice"])[:3]


def act(told: dict, name: str) -> None:
    """What your controller does; a record may come twice, so the same twice does no harm."""
    if name == "RolloutDecision":
        print(told["version"], told["state"], "at", told["share"], flush=True)
    else:
        print(told["version"], "says", told["judgement"], flush=True)


schemas = {}
for record in KafkaConsumer(
    prefix + ".version-health", prefix + ".rollout-decisions", bootstrap_servers=kafka.split(","),
    group_id=prefix + ".controller-example-py", auto_offset_reset="earliest", isolation_level="read_committed",
):
    if record.value and record.value[0] == 0:  # Confluent's framing: 0, the schema's id, Avro
        id = int.from_bytes(record.value[1:5], "big")
        if id not in schemas:
            with urllib.request.urlopen(f"{registry}/schemas/ids/{id}") as answer:
                schemas[id] = avro.schema.parse(json.load(answer)["schema"])
        act(avro.io.DatumReader(schemas[id]).read(avro.io.BinaryDecoder(io.BytesIO(record.value[5:]))), schemas[id].name)
