"""Signed packs: a visit names those that the chain says were taken, no others and none of before."""

from der import Bad

KINDS = ("configuration", "rules", "staff", "devices", "revocations")


def take(known, body):
    """An entry of the chain."""
    if body.get("event") == "configuration-activated":
        known[body["pack"]] = (body["version"], body["file_sha256"])


def check_packs(visit, known):
    """known: {kind: (version, digest)} as far as the chain was read. A record of before it was stated names none."""
    if "packs" not in visit:
        return
    order = [KINDS.index(one["kind"]) for one in visit["packs"]]
    if not order or order != sorted(set(order)):
        raise Bad("packs: each kind once, in their order")
    named = {one["kind"]: (one["version"], one["file_sha256"]) for one in visit["packs"]}
    for kind, pack in known.items():
        if named.get(kind) != pack:
            raise Bad(f"packs: the chain took another one of kind {kind}")
