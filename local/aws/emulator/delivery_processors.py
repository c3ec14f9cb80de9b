"""Processors without a function: records are taken apart, partition keys are read, delimiters are added.

https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-partitioning-keys.html
https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-multirecord-deaggergation.html
https://docs.aws.amazon.com/firehose/latest/APIReference/API_ProcessorParameter.html
"""

import base64
import json

import jq

from delivery_transformation import parameters_of, processors_of


class CannotExtract(Exception):
    """The record goes to the error prefix."""


def apart(config, record):
    """The records inside one record, where it is told to be several."""
    kinds = [parameters_of(processor) for processor in processors_of(config, "RecordDeAggregation")]
    if not kinds:
        return [record]
    if kinds[0].get("SubRecordType") == "DELIMITED":
        delimiter = base64.b64decode(kinds[0]["Delimiter"])
        pieces = [piece for piece in record.data.split(delimiter) if piece]
    else:
        pieces = json_documents(record.data)
    return [record._replace(data=piece) for piece in pieces]


def json_documents(data):
    """JSON documents one after the other, with or without white space between them."""
    text, decoder, position, documents = data.decode(errors="replace"), json.JSONDecoder(), 0, []
    while text[position:].strip():
        position = len(text) - len(text[position:].lstrip())
        try:
            _, end = decoder.raw_decode(text, position)
        except ValueError:
            raise CannotExtract("The record is not JSON.") from None
        documents.append(text[position:end].encode())
        position = end
    return documents


def with_query_keys(config, record):
    for processor in processors_of(config, "MetadataExtraction"):
        query = parameters_of(processor)["MetadataExtractionQuery"]
        keys = {**record.partition_keys, "partitionKeyFromQuery": keys_of(query, record)}
        return record._replace(partition_keys=keys)
    return record


def keys_of(query, record):
    try:
        keys = jq.compile(query).input_text(record.data.decode()).first()
    except (ValueError, StopIteration) as error:
        raise CannotExtract(f"The metadata extraction query failed: {error}") from None
    if not isinstance(keys, dict):
        raise CannotExtract("The metadata extraction query gave no object.")
    return {name: text_of(value) for name, value in keys.items() if value is not None}


def text_of(value):
    return value if isinstance(value, str) else json.dumps(value)


def with_delimiter(config, record):
    for processor in processors_of(config, "AppendDelimiterToRecord"):
        delimiter = parameters_of(processor).get("Delimiter", "\\n").encode().decode("unicode_escape")
        return record._replace(data=record.data + delimiter.encode())
    return record


def wrong_processors(config):
    """Why the emulator does not take the configuration; nothing where it does."""
    kinds = ("Lambda", "MetadataExtraction", "RecordDeAggregation", "AppendDelimiterToRecord")
    for processor in (config.get("ProcessingConfiguration") or {}).get("Processors") or []:
        if processor["Type"] not in kinds:
            return f"This emulator has no processor of the type {processor['Type']}, only {', '.join(kinds)}."
        if processor["Type"] == "MetadataExtraction":
            try:
                jq.compile(parameters_of(processor)["MetadataExtractionQuery"])
            except (KeyError, ValueError) as error:
                return f"MetadataExtractionQuery is not a JQ query: {error}"
    return None
