#!/usr/bin/python3
"""O5: the reader holds the packs that a visit names against the chain."""

import packs
from der import Bad

STAFF, DEVICES = ("staff", 2, "b" * 64), ("devices", 7, "c" * 64)


def visit(*named):
    return {"packs": [{"kind": kind, "version": version, "file_sha256": digest} for kind, version, digest in named]}


def activated(kind, version, digest):
    return {"type": "audit", "body": {"event": "configuration-activated", "pack": kind, "version": version, "file_sha256": digest}}


def chain(*entries, is_whole=False):
    taken = packs.Taken()
    for entry in [{"type": "genesis", "body": {}}] * is_whole + list(entries):
        taken.take(entry)
    return taken


# What the reader was given of the chain: both packs, one of them, no entry of any, from its genesis or from some later entry on.
TWICE = [{"type": "audit", "body": {"event": "self-test"}}, activated("staff", 1, "a" * 64), activated(*STAFF)]
LATER, WHOLE = chain(*TWICE), chain(*TWICE, is_whole=True)
NOTHING, WHOLE_NOTHING = chain(), chain(is_whole=True)

GOOD = [
    ("as it was taken last", visit(STAFF), WHOLE),
    ("and one of which a chain that was read in part says nothing", visit(STAFF, DEVICES), LATER),
    ("a chain that was read in part says nothing of any", visit(DEVICES), NOTHING),
    ("none, and none was taken", {}, WHOLE_NOTHING),
]
BAD = [
    ("an older one", visit(("staff", 1, "a" * 64)), LATER, "took another one of kind staff"),
    ("another file", visit(("staff", 2, "c" * 64)), LATER, "took another one of kind staff"),
    ("one left out", visit(DEVICES), LATER, "took one of kind staff that is not among them"),
    ("all left out", {}, LATER, "took one of kind staff that is not among them"),
    ("one that was never taken", visit(STAFF, DEVICES), WHOLE, "took none of kind devices"),
    ("one where none ever was", visit(DEVICES), WHOLE_NOTHING, "took none of kind devices"),
    ("turned", visit(DEVICES, STAFF), LATER, "in their order"),
    ("twice", visit(STAFF, STAFF), LATER, "each kind once"),
    ("an empty list", {"packs": []}, NOTHING, "each kind once"),
]


def refusal(one, taken):
    try:
        taken.copy().check(one)
    except Bad as problem:
        return str(problem)
    return ""


def main():
    for what, one, taken in GOOD:
        assert refusal(one, taken) == "", what
    for what, one, taken, cause in BAD:
        assert cause in refusal(one, taken), f"{what}: {cause!r} is needed, said {refusal(one, taken)!r}"
    again = WHOLE.copy()
    again.take({"type": "genesis", "body": {}})
    assert refusal(visit(STAFF), again), "of the journal before"
    assert refusal(visit(STAFF), WHOLE) == "", "a copy goes its own way"


if __name__ == "__main__":
    main()
