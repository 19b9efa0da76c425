"""Signed packs: a visit names those that the chain says were taken, no others and none of before."""

from der import Bad

KINDS = ("configuration", "rules", "staff", "devices", "revocations")


class Taken:
    """What the chain took, as far as it was read."""

    def __init__(self, packs=(), is_whole=False):
        self.packs = dict(packs)  # {kind: (version, digest)}
        self.is_whole = is_whole  # read from its genesis on: what it does not name was never taken

    def copy(self):
        return Taken(self.packs, self.is_whole)

    def take(self, content):
        """The next entry of the chain."""
        body = content["body"]
        if content["type"] == "genesis":
            self.packs, self.is_whole = {}, True
        if content["type"] == "audit" and body.get("event") == "configuration-activated":
            self.packs[body["pack"]] = (body["version"], body["file_sha256"])

    def check(self, visit):
        named = stated(visit)
        for kind in KINDS:
            taken = self.packs.get(kind)
            if taken is not None and kind not in named:
                raise Bad(f"packs: the chain took one of kind {kind} that is not among them")
            if taken is not None and named[kind] != taken:
                raise Bad(f"packs: the chain took another one of kind {kind}")
            if taken is None and kind in named and self.is_whole:
                raise Bad(f"packs: the chain took none of kind {kind}")


def stated(visit):
    if "packs" not in visit:
        return {}
    order = [KINDS.index(one["kind"]) for one in visit["packs"]]
    if not order or order != sorted(set(order)):
        raise Bad("packs: each kind once, in their order")
    return {one["kind"]: (one["version"], one["file_sha256"]) for one in visit["packs"]}
