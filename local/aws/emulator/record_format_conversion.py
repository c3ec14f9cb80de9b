"""Firehose converts JSON records to Parquet, with the columns of a Glue table.

https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html
https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion-concepts.html
https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion-error-handling.html
https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-glue (the role's permissions)

Keys meet columns whatever their case is. DuckDB writes the file. ORC, and the options of the deserializers,
are not here.
"""

import json
import tempfile
from pathlib import Path

from ministack.services import glue
from ministack.services.firehose import _hive_to_duckdb_type

from role_permissions import role_allows
from undelivered import Undelivered

ACTIONS = ("GetTable", "GetTableVersion", "GetTableVersions")
COMPRESSIONS = ("SNAPPY", "GZIP", "UNCOMPRESSED")


class CannotConvert(Exception):
    """The record goes to the error prefix."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def conversion_of(config):
    """The enabled conversion, or nothing; it is enabled unless it says otherwise."""
    conversion = config.get("DataFormatConversionConfiguration") or {}
    return conversion if conversion and conversion.get("Enabled", True) else None


def wrong_conversion(config):
    """Why Firehose, or the emulator, does not take the conversion; nothing where it does."""
    conversion = conversion_of(config)
    if conversion is None:
        return None
    if (config.get("CompressionFormat") or "UNCOMPRESSED") != "UNCOMPRESSED":
        return "CompressionFormat must be UNCOMPRESSED when data format conversion is enabled."
    needed = ("SchemaConfiguration", "InputFormatConfiguration", "OutputFormatConfiguration")
    if not all(map(conversion.get, needed)):
        return f"Data format conversion needs {', '.join(needed)}."
    parquet = serializer_of(conversion).get("ParquetSerDe")
    if parquet is None:
        return "This emulator converts to Parquet only."
    if parquet.get("Compression", "SNAPPY") not in COMPRESSIONS:
        return f"Compression of ParquetSerDe must be one of {', '.join(COMPRESSIONS)}."
    return None


def serializer_of(conversion):
    return (conversion.get("OutputFormatConfiguration") or {}).get("Serializer") or {}


def to_parquet(conversion, records, region):
    """(the Parquet file of what could be converted, or nothing; the rest with its errors)."""
    columns = columns_of(conversion, region)
    compression = serializer_of(conversion)["ParquetSerDe"].get("Compression", "SNAPPY")
    good, bad = [], []
    for record in records:
        try:
            good.append((record, documents_of(record.data)))
        except CannotConvert as error:
            bad.append((record, error))
    try:
        return file_of(columns, compression, [one for _, documents in good for one in documents]), bad
    except CannotConvert:
        fitting = []
        for record, documents in good:
            try:
                file_of(columns, compression, documents)
                fitting.extend(documents)
            except CannotConvert as error:
                bad.append((record, error))
        return file_of(columns, compression, fitting), bad


def columns_of(conversion, region):
    """(name, Hive type) of each; raises Undelivered where the table is not there, or the role may not see it."""
    schema = conversion["SchemaConfiguration"]
    role_arn, name = schema["RoleARN"], f"{schema['DatabaseName']}/{schema['TableName']}"
    table_arn = f"arn:aws:glue:{region}:{role_arn.split(':')[4]}:table/{name}"
    for action in ACTIONS:
        if not role_allows(role_arn, f"glue:{action}", table_arn, region):
            raise Undelivered(f"{role_arn} may not glue:{action} on {table_arn}")
    table = glue._tables.get(name)
    if table is None:
        raise Undelivered(f"The Glue table {name} does not exist")
    return [(column["Name"], column.get("Type", "string")) for column in table["StorageDescriptor"]["Columns"]]


def documents_of(data):
    """(its keys, its text on one line) of each JSON object in a record."""
    documents = []
    for line in filter(None, map(bytes.strip, data.split(b"\n"))):
        try:
            document = json.loads(line)
        except ValueError:
            raise CannotConvert("DataFormatConversion.ParseError", "Encountered malformed JSON.") from None
        if not isinstance(document, dict):
            message = "The input JSON contained a primitive at the top level. The top level must be an object or array."
            raise CannotConvert("DataFormatConversion.MalformedData", message)
        documents.append((set(document), line))
    if not documents:
        message = "The record was empty or contained only whitespace."
        raise CannotConvert("DataFormatConversion.MalformedData", message)
    return documents


def file_of(columns, compression, documents):
    if not documents:
        return None
    import duckdb  # Its 20 MB are loaded where they are needed.

    spelt = {key.lower(): key for keys, _ in documents for key in keys}
    types = {spelt.get(name.lower(), name): _hive_to_duckdb_type(kind) for name, kind in columns}
    selected = ", ".join(f'{quoted(spelt.get(name.lower(), name))} AS {quoted(name)}' for name, _ in columns)
    with tempfile.TemporaryDirectory() as folder:
        lines, parquet = Path(folder, "lines.json"), Path(folder, "lines.parquet")
        lines.write_bytes(b"\n".join(line for _, line in documents))
        with duckdb.connect() as database:
            try:
                database.execute(
                    f"COPY (SELECT {selected} FROM read_json($1, columns = {literal(types)}, "
                    f"format = 'newline_delimited', maximum_object_size = 67108864)) "
                    f"TO '{parquet}' (FORMAT parquet, COMPRESSION {compression.lower()})",
                    [str(lines)],
                )
            except duckdb.Error as error:
                message = f"Data does not match the schema. {error}"
                raise CannotConvert("DataFormatConversion.MalformedData", message) from None
        return parquet.read_bytes()


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def literal(types):
    members = [f"'{name.replace(chr(39), chr(39) * 2)}': '{kind}'" for name, kind in types.items()]
    return "{" + ", ".join(members) + "}"
