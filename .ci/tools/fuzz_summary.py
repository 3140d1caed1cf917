"""Prints what a run of .ci/fuzz-api consisted of; fails if it proved nothing.

usage: fuzz_summary.py COUNTS {signed-in|anonymous}
"""

import collections
import json
import sys


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as file:
        counts = json.load(file)
    signed_in = sys.argv[2] == "signed-in"
    total = collections.Counter()
    for statuses in counts.values():
        total.update(statuses)
    requests = sum(total.values())

    def share(*prefixes):
        return 100 * sum(n for status, n in total.items() if status.startswith(prefixes)) / requests

    print(f"        {requests} requests to {len(counts)} operations: "
          + ", ".join(f"{status} {n}" for status, n in sorted(total.items())))
    never = sorted(op for op, statuses in counts.items() if not any(s.startswith("2") for s in statuses))
    if signed_in and never:
        print(f"        never answered 2xx ({len(never)}): " + ", ".join(never))
    if share("429") > 20:
        print("        more than a fifth of the requests ran into the rate limit: the run proves little")
        return 1
    if signed_in and (share("2") < 2 or share("401") > 60):
        print("        hardly anything succeeded: is the sign-in working?")
        return 1
    return 0


sys.exit(main())
