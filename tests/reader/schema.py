#!/usr/bin/python3
"""Holds every record that the tests left in a folder against the schema, and takes them away (C15, B14).

    schema.py SCHEMA EVENTS FOLDER LEAST

Fewer records than LEAST, or none of a type that tests make, is a failure too: then nothing was checked. So is an event of
the catalogue (EVENTS, docs/audit-events.md) that no test has brought about."""
import collections
import json
import pathlib
import re
import sys

import jsonschema


def main(schema, events, folder, least):
    validator = jsonschema.Draft202012Validator(json.loads(pathlib.Path(schema).read_text("utf-8")))
    types, bad = collections.Counter(), 0
    unseen = set(re.findall(r"^\| `([a-z-]+)` \|", pathlib.Path(events).read_text("utf-8"), re.MULTILINE))
    catalogue = len(unseen)
    for path in sorted(pathlib.Path(folder).glob("*.json")):
        content = json.loads(path.read_text("utf-8"))
        types[content.get("type")] += 1
        unseen.discard((content.get("body") or {}).get("event"))
        problem = next(validator.iter_errors(content), None)
        if problem is not None:
            bad += 1
            print(f"{path}: {'/'.join(map(str, problem.path))}: {problem.message[:200]}")
        else:
            path.unlink()
    print(", ".join(f"{count} {name}" for name, count in sorted(types.items())) or "no records", f"checked, {bad} bad")
    print(f"{catalogue} events in the catalogue; never emitted: {', '.join(sorted(unseen)) or 'none'}")
    if catalogue == 0 or unseen:
        return 1
    return bad > 0 or sum(types.values()) < int(least) or not {"audit", "exam-opened", "genesis", "visit"} <= set(types)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
