"""What Time to Live deletes is in the table's streams, as DynamoDB's own doing.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html

AWS deletes an item within a few days of its expiry, here it takes a second or two.
"""

import logging
import threading
import time

from ministack.core.responses import request_scope
from ministack.services import dynamodb

logger = logging.getLogger("dynamodb")

# ministack's own thread that deletes expired items, once a minute.
REAPER = "dynamodb-ttl-reaper"
USER_IDENTITY = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


def restore():
    remove = dynamodb._remove_item
    build = dynamodb._build_change_record

    def remove_item(table, partition, sort):
        old = remove(table, partition, sort)
        if old and is_reaper():
            _, _, _, region, account, _ = table["TableArn"].split(":", 5)
            with request_scope(account, region):
                dynamodb._emit_stream_event(table["TableName"], "REMOVE", old, None)
        return old

    def build_change_record(*arguments):
        record = build(*arguments)
        if is_reaper():
            record["userIdentity"] = USER_IDENTITY
        return record

    dynamodb._remove_item = remove_item
    dynamodb._build_change_record = build_change_record
    threading.Thread(target=delete_expired_items_often, daemon=True, name=REAPER).start()


def is_reaper():
    return threading.current_thread().name == REAPER


def delete_expired_items_often():
    while True:
        time.sleep(1)
        try:
            with dynamodb._lock:
                delete_expired_items(time.time())
        except Exception:
            logger.exception("Deleting expired items")


def delete_expired_items(now):
    for (account, region, table_name), setting in list(dynamodb._ttl_settings.all_items()):
        table = dynamodb._tables.get_scoped(account, region, table_name)
        if table is None or setting.get("TimeToLiveStatus") != "ENABLED":
            continue
        for partition, items in list(table["items"].items()):
            for sort, item in list(items.items()):
                if has_expired(item.get(setting["AttributeName"]), now):
                    dynamodb._remove_item(table, partition, sort)


def has_expired(value, now):
    """Only a number is a time; one more than five years back is taken for a mistake."""
    if value is None or "N" not in value:
        return False
    five_years = 5 * 365 * 86_400
    return now - five_years < float(value["N"]) <= now
