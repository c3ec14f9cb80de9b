"""What a function's answer means for the batch that it was given.

https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html#streams-batchfailurereporting-conditions

Pure: nothing of ministack in here.
"""

from typing import NamedTuple


class Outcome(NamedTuple):
    """How many records, from the batch's first, are done."""

    done: int
    """Whether the function itself named the first record that is not."""
    reported: bool


FAILED = Outcome(done=0, reported=False)


def judge(sequence_numbers, failed, answer, reports_item_failures):
    """`failed`: the invocation ended in a function error. `answer`: what the function returned."""
    if failed:
        return FAILED
    succeeded = Outcome(done=len(sequence_numbers), reported=False)
    if not reports_item_failures or answer is None:
        return succeeded
    if not isinstance(answer, dict):
        return FAILED
    item_failures = answer.get("batchItemFailures")
    if item_failures is None:
        return succeeded
    if not isinstance(item_failures, list):
        return FAILED
    identifiers = [item.get("itemIdentifier") if isinstance(item, dict) else None for item in item_failures]
    if any(identifier not in sequence_numbers for identifier in identifiers):
        return FAILED
    if not identifiers:
        return succeeded
    return Outcome(done=min(sequence_numbers.index(identifier) for identifier in identifiers), reported=True)
