#!/usr/bin/python3
"""That a kiosk sealed a record, as of the record's own moment: Python's own library is all that it needs. It and the three files that
it reads (curves, der, envelope) are put beside each record of the suite SM2 with SM3 that `medcheck archive` puts away.

    python3 seal.py --roots roots.pem [--crls crls.pem] --out content.json record.p7m      exit status 0: so it is
"""

import argparse
import json
import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import envelope  # noqa: E402
from der import Bad  # noqa: E402


def moment_of(stated):
    """A statement of an office that has none is looked at as of now."""
    if "at" not in stated:
        return time.time()
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.\d{6}Z", stated["at"])
    if found is None:
        raise Bad("no moment")
    return envelope.seconds(*map(int, found.groups()))


def check(options):
    data = pathlib.Path(options.record).read_bytes()
    stated = json.loads(envelope.read(data)[0])
    content, leaf = envelope.verify(data, envelope.roots_of(options.roots), moment_of(stated), options.crls)
    if leaf.name != stated.get("kiosk", leaf.name):
        raise Bad("sealed by another kiosk")
    pathlib.Path(options.out).write_bytes(content)
    return f"good: sealed by {leaf.name} in suite {leaf.suite}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--roots", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("--crls")
    parser.add_argument("record")
    options = parser.parse_args()
    try:
        print(f"{options.record}: {check(options)}")
    except (Bad, ValueError, KeyError, IndexError, TypeError) as problem:
        print(f"{options.record}: NOT GOOD: {problem}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
