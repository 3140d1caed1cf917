"""Counts the answers of a run, so that a run in which nothing succeeds cannot pass as a good one,
and leaves out what no generator can make: a cursor.

Used by .ci/fuzz-api through SCHEMATHESIS_HOOKS; writes what it counted to FUZZ_COUNTS.
"""

import atexit
import collections
import json
import os
import threading

import schemathesis

# An archive is bytes to a generator; what is in one, the project's own tests see to.
schemathesis.serializer.alias("application/zip", "application/octet-stream")

_counts: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
_lock = threading.Lock()


@schemathesis.hook
def after_call(context, case, response):
    with _lock:
        _counts[case.operation.label][str(response.status_code)] += 1


@schemathesis.hook
def before_call(context, case, **kwargs):
    """A cursor is good only if a list gave it, which no schema can say: a made-up one is refused
    with 400, and the project's own tests see to that. Here it would only hide the rest."""
    if case.query and "cursor" in case.query:
        del case.query["cursor"]


@atexit.register
def _write():
    target = os.environ.get("FUZZ_COUNTS")
    if target and _counts:
        with open(target, "w", encoding="utf-8") as file:
            json.dump(_counts, file)
