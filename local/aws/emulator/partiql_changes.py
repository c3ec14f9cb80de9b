"""Changes by PartiQL statements reach the table's streams like any other.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds.html ("any changes to items")
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html
"""

from contextvars import ContextVar

from ministack.services import dynamodb

in_statement = ContextVar("in_statement", default=False)


def restore():
    for statement in ("_partiql_insert", "_partiql_update", "_partiql_delete"):
        setattr(dynamodb, statement, marked(getattr(dynamodb, statement)))
    dynamodb._set_item = emitting_set(dynamodb._set_item)
    dynamodb._remove_item = emitting_remove(dynamodb._remove_item)


def marked(execute):
    def statement(*arguments):
        token = in_statement.set(True)
        try:
            return execute(*arguments)
        finally:
            in_statement.reset(token)

    return statement


def emitting_set(store):
    def set_item(table, partition, sort, item):
        old = store(table, partition, sort, item)
        if in_statement.get():
            dynamodb._emit_stream_event(table["TableName"], "MODIFY" if old else "INSERT", old, item)
        return old

    return set_item


def emitting_remove(remove):
    def remove_item(table, partition, sort):
        old = remove(table, partition, sort)
        if in_statement.get() and old:
            dynamodb._emit_stream_event(table["TableName"], "REMOVE", old, None)
        return old

    return remove_item
