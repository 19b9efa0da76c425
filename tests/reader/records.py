#!/usr/bin/python3
"""Reads every record that the tests left, once more from its bytes (C15, B14): the seal, the chain, the schema, and a verdict
that comes out again.

    records.py --schema FILE --rules DIR --least N [--kinds A,B] FOLDER SUITE…

FOLDER/SUITE is what collect.py kept of one test. A suite that left nothing, or fewer records than N together, is a failure
too, or none of a type (all four, unless --kinds names some): then nothing was checked. SUITE? may be skipped; of SUITE= only
the schema is asked, since a reader has to refuse some of them. So is, with --events docs/audit-events.md, an event of the
catalogue that no test brought about."""

import argparse
import collections
import multiprocessing
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import canonical  # noqa: E402
import envelope  # noqa: E402
from der import Bad  # noqa: E402
from packs import Taken  # noqa: E402
from reader import Reader, read_file  # noqa: E402


KINDS = ("genesis", "exam-opened", "audit", "visit")


def peek(path):
    try:
        return canonical.read(envelope.read(read_file(path)[0])[0])
    except Bad:
        return {}  # the reader says why


def received_at(path):
    received = path.with_suffix(".received")
    return int(received.read_text()) if received.exists() else None


def read_set(job):
    """Of one set of roots: ({what: how many}, events seen, problems). Copies of one journal go different ways from where they
    were made: each record follows the one that it names, whichever that is."""
    folder, rules, schema, is_schema_only = job
    reader = Reader(folder / "roots.pem", rules=[folder / "rules", rules], schema=schema)
    counts, events, problems, states = collections.Counter(), set(), [], {}
    for content, path in sorted(((peek(path), path) for path in folder.glob("*.parcel")), key=lambda one: one[0].get("seq", 0)):
        last, packs = states.get(content.get("prev"), (None, Taken()))
        reader.last, reader.packs = last, packs.copy()
        try:
            if is_schema_only:
                reader.check_schema(content)
            else:
                reader.take(path, received_at(path))
        except (Bad, ValueError, KeyError, IndexError, TypeError) as problem:
            problems.append(f"{path}: {content.get('type')} {content.get('seq')}: {problem!r}")
            continue
        states[path.stem] = reader.last, reader.packs
        counts[content["type"]] += 1
        counts["by the schema alone"] += is_schema_only
        counts["verdicts"] += len(content["body"].get("verdicts", ()))
        counts["chained"] += last is not None
        events.add(content["body"].get("event"))
    return counts, events, problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--schema", "--rules", "--least"):
        parser.add_argument(name, required=True)
    parser.add_argument("--events")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("suites", nargs="+")
    options = parser.parse_args()
    total, unseen, bad = collections.Counter(), set(), []
    if options.events:
        unseen = set(re.findall(r"^\| `([a-z-]+)` \|", pathlib.Path(options.events).read_text("utf-8").partition("\n## ")[0],
                                re.MULTILINE))
        bad += [] if unseen else ["no event in the catalogue"]
    jobs = [(suite, path.parent) for suite in options.suites
            for path in sorted((options.folder / suite.rstrip("?=")).glob("*/roots.pem"))]
    bad += [f"{suite}: left no record" for suite in options.suites if suite not in dict(jobs) and not suite.endswith("?")]
    with multiprocessing.Pool() as pool:
        for counts, events, problems in pool.imap_unordered(
                read_set, [(path, options.rules, options.schema, suite.endswith("=")) for suite, path in jobs]):
            total += counts
            unseen -= events
            bad += problems
    bad += [f"never emitted: {event}" for event in sorted(unseen)]
    records = sum(total[kind] for kind in KINDS)
    print(*bad, sep="\n")
    print(f"{records} records of {len(options.suites)} suites read again:", ", ".join(f"{n} {what}" for what, n in sorted(total.items())))
    if records < int(options.least) or min(total[kind] for kind in options.kinds.split(",")) == 0:
        print(f"fewer than {options.least}, or none of a type: nothing was checked")
        return 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
