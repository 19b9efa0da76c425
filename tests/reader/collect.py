#!/usr/bin/python3
"""Keeps every record that a test left in a state folder, before the folder goes (C15): collect.py FOLDER TO

From journals, gateways' stores and envelopes that a test of the tools made (NUMBER.p7m). A blob whose digest is not the one
that stands beside it was spoilt on purpose and is left out. TO/SET/ then has DIGEST.parcel, the roots and the rule packs, and
DIGEST.received with the second in which a gateway accepted it, if one did."""

import contextlib
import hashlib
import pathlib
import sqlite3
import sys

ENTRIES = {"blob": "SELECT digest, envelope, personal, NULL FROM entry JOIN blob USING (seq)",
           "record": "SELECT digest, envelope, personal, received_us / 1000000 FROM record"}


def rows_of(path):
    """(digest, envelope, personal part, moment) of a database; of one that a test has ruined, or that is another's, as many as can
    be read."""
    with contextlib.suppress(sqlite3.DatabaseError), contextlib.closing(sqlite3.connect(path)) as base:
        tables = {name for name, in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in tables & set(ENTRIES):
            yield from base.execute(ENTRIES[table])


def records_below(folder):
    """(digest, parcel, moment or None)"""
    for path in folder.rglob("*.db"):
        for digest, sealed, personal, received in rows_of(path):
            if hashlib.sha256(sealed).hexdigest() == digest:
                yield digest, sealed + (personal or b""), received
    for path in folder.glob("[0-9]*.p7m"):
        sealed = path.read_bytes()
        yield hashlib.sha256(sealed).hexdigest(), sealed, None


def keep(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def collect(folder, to):
    roots = b"".join(sorted({path.read_bytes() for path in folder.rglob("*roots.pem")}))
    if not roots:
        return
    found = list(records_below(folder))
    kept = pathlib.Path(to) / hashlib.sha256(roots).hexdigest()[:16]
    for digest, parcel, received in found:
        keep(kept / f"{digest}.parcel", parcel)
        if received is not None:
            keep(kept / f"{digest}.received", str(received).encode())
    if found:
        keep(kept / "roots.pem", roots)
        for path in folder.rglob("rules/*.json"):
            keep(kept / "rules" / f"{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}.json", path.read_bytes())


if __name__ == "__main__":
    collect(pathlib.Path(sys.argv[1]), sys.argv[2])
