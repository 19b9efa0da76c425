#!/usr/bin/python3
"""Holds a gateway's receipt against its seal and against the record that it is for, from docs/record-format.md.

    receipt.py --roots GATEWAY-ROOTS.pem --of RECORD RECEIPT

RECORD is an envelope (.p7m) or a parcel. Exit status 0: good."""

import argparse
import base64
import hashlib
import pathlib
import re
import sys

import canonical
import envelope
from der import Bad, parse
from moments import seconds

MEMBERS = {"index", "leaves", "path", "receipt", "seal", "v"}
STATED = {"digest", "journal", "kiosk", "received_at", "reference", "seq", "status", "type", "v"}


def node(mark, *parts):
    return hashlib.sha256(bytes([mark]) + b"".join(parts)).digest()


def climb(leaf, index, leaves, path):
    """RFC 9162, 2.1.3.2."""
    if not 0 <= index < leaves:
        raise Bad("no such leaf")
    at, last, found = index, leaves - 1, leaf
    for beside in path:
        if last == 0:
            raise Bad("a path that is too long")
        if at % 2 or at == last:
            found = node(1, beside, found)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node(1, found, beside)
        at, last = at >> 1, last >> 1
    if last:
        raise Bad("a path that is too short")
    return found


def statement_of(data):
    """The bytes of the member "receipt": canonical JSON inside of canonical JSON."""
    return data[data.index(b',"receipt":') + len(b',"receipt":'):data.rindex(b',"seal":"')]


def check(data, roots):
    """What is stated."""
    receipt = canonical.read(data)
    if not isinstance(receipt, dict) or set(receipt) != MEMBERS or receipt["v"] != 1:
        raise Bad("another receipt")
    stated = receipt["receipt"]
    if set(stated) != STATED or (stated["type"], stated["status"], stated["v"]) != ("receipt", "accepted", 1):
        raise Bad("another statement")
    if canonical.read(statement_of(data)) != stated:
        raise Bad("a statement in another place")
    path = receipt["path"]
    if not all(re.fullmatch("[0-9a-f]{64}", one) for one in path):
        raise Bad("no hash in the path")
    leaf = node(0, hashlib.sha256(statement_of(data)).digest())
    root = climb(leaf, receipt["index"], receipt["leaves"], [bytes.fromhex(one) for one in path])
    content, _ = envelope.verify(base64.b64decode(receipt["seal"], validate=True), roots, seconds(stated["received_at"]))
    if canonical.read(content) != {"leaves": receipt["leaves"], "root": root.hex(), "type": "receipts", "v": 1}:
        raise Bad("not among what was sealed")
    return stated


def check_of(data, roots, record):
    stated = check(data, roots)
    sealed = parse(record)[0].raw
    content = canonical.read(envelope.read(sealed)[0])
    if stated["digest"] != hashlib.sha256(sealed).hexdigest():
        raise Bad("for another record")
    if any(stated[name] != content[name] for name in ("kiosk", "journal", "seq")):
        raise Bad("for another place in a chain")
    return stated


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--roots", required=True)
    parser.add_argument("--of", required=True)
    parser.add_argument("receipt")
    options = parser.parse_args()
    try:
        stated = check_of(pathlib.Path(options.receipt).read_bytes(), envelope.roots_of(options.roots),
                          pathlib.Path(options.of).read_bytes())
    except (Bad, ValueError, KeyError, IndexError, TypeError) as problem:
        print(f"{options.receipt}: NOT GOOD: {problem}")
        return 1
    print(f"{options.receipt}: good: {stated['reference']} accepted {stated['received_at']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
