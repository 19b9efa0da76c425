#!/usr/bin/python3
"""O5: the reader holds the packs that a visit names against the chain."""

import packs
from der import Bad


def visit(*named):
    return {"packs": [{"kind": kind, "version": version, "file_sha256": digest} for kind, version, digest in named]}


def activated(kind, version, digest):
    return {"event": "configuration-activated", "pack": kind, "version": version, "file_sha256": digest}


def refused(one, known):
    try:
        packs.check_packs(one, known)
    except Bad:
        return True
    return False


def main():
    known = {}
    packs.take(known, {"event": "self-test"})
    packs.take(known, activated("staff", 1, "a" * 64))
    packs.take(known, activated("staff", 2, "b" * 64))
    good = visit(("staff", 2, "b" * 64), ("devices", 7, "c" * 64))
    packs.check_packs(good, known)
    packs.check_packs({}, known)
    assert refused(visit(("staff", 1, "a" * 64)), known), "an older one"
    assert refused(visit(("staff", 2, "c" * 64)), known), "another file"
    assert refused(visit(("devices", 7, "c" * 64)), known), "one left out"
    assert refused(visit(("devices", 7, "c" * 64), ("staff", 2, "b" * 64)), known), "turned"
    assert refused(visit(("staff", 2, "b" * 64), ("staff", 2, "b" * 64)), known), "twice"
    assert refused({"packs": []}, {}), "an empty list"


if __name__ == "__main__":
    main()
