#!/usr/bin/python3
"""Holds the transparency log's heads, growth and proofs against the records, from docs/record-format.md and RFC 9162's definitions.

    tree.py FOLDER: NUMBER.p7m (all records, in the order of acceptance), NUMBER.tree.json, *.offer, *.witnessed;
    gateway-roots.pem, witness-roots.pem

Exit status 0: every proof is the one that the definitions give, byte for byte."""

import base64
import hashlib
import pathlib
import sys

import canonical
import envelope
from der import Bad
from moments import seconds


def digest(mark, *parts):
    return hashlib.sha256(bytes([mark]) + b"".join(parts)).digest()


def split(count):
    return 1 << (count - 1).bit_length() - 1


def root(leaves):
    """2.1.1"""
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return digest(1, root(leaves[:k]), root(leaves[k:]))


def path(m, leaves):
    """2.1.3.1"""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    return path(m, leaves[:k]) + [root(leaves[k:])] if m < k else path(m - k, leaves[k:]) + [root(leaves[:k])]


def subproof(m, leaves, whole):
    """2.1.4.1"""
    if m == len(leaves):
        return [] if whole else [root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return subproof(m, leaves[:k], whole) + [root(leaves[k:])]
    return subproof(m - k, leaves[k:], False) + [root(leaves[:k])]


def proof(m, leaves):
    return subproof(m, leaves, True) if 0 < m < len(leaves) else []


def head_of(sealed, roots, kind):
    stated = canonical.read(envelope.read(sealed)[0])
    members = {"at", "log", "root", "size", "type", "v"} | ({"head"} if kind == "tree-head-witnessed" else set())
    if set(stated) != members or (stated["type"], stated["v"]) != (kind, 1):
        raise Bad("another head")
    envelope.verify(sealed, roots, seconds(stated["at"]))
    return stated


def same(found, expected, what):
    if found != expected:
        raise Bad(f"{what}: not what the definition gives")


def hexes(hashes):
    return [one.hex() for one in hashes]


def check_head(sealed, roots, leaves):
    head = head_of(sealed, roots, "tree-head")
    same(head["root"], root(leaves[:head["size"]]).hex(), "root")
    return head


def check_witnessed(witnessed, sealed, roots, head):
    signed = head_of(witnessed, roots, "tree-head-witnessed")
    same(signed["head"], hashlib.sha256(sealed).hexdigest(), "head")
    same([signed[name] for name in ("log", "root", "size")], [head[name] for name in ("log", "root", "size")], "what was witnessed")


def check_offer(file, gateway, leaves):
    offer = canonical.read(file.read_bytes())
    same(set(offer), {"from", "head", "path", "type", "v"}, "members")
    head = check_head(base64.b64decode(offer["head"], validate=True), gateway, leaves)
    same(offer["path"], hexes(proof(offer["from"], leaves[:head["size"]])), "growth")


def check_proof(file, number, gateway, witness, leaves):
    stated = canonical.read(file.read_bytes())
    sealed = base64.b64decode(stated["head"], validate=True)
    head = check_head(sealed, gateway, leaves)
    same((stated["index"], stated["leaves"]), (number - 1, head["size"]), "place")
    same(stated["path"], hexes(path(number - 1, leaves[:head["size"]])), "path")
    check_witnessed(base64.b64decode(stated["witnessed"], validate=True), sealed, witness, head)


def main():
    folder = pathlib.Path(sys.argv[1])
    gateway, witness = (envelope.roots_of(folder / f"{who}-roots.pem") for who in ("gateway", "witness"))
    files = sorted(folder.glob("[0-9]*.p7m"), key=lambda file: int(file.stem))
    leaves = [digest(0, hashlib.sha256(file.read_bytes()).digest()) for file in files]
    offers, proofs = sorted(folder.glob("*.offer")), sorted(folder.glob("*.tree.json"))
    for file in offers:
        check_offer(file, gateway, leaves)
    for file in proofs:
        check_proof(file, int(file.name.split(".")[0]), gateway, witness, leaves)
    print(f"{len(leaves)} records, {len(offers)} heads grown, {len(proofs)} proofs: good")
    return 0 if offers and proofs else 1


if __name__ == "__main__":
    sys.exit(main())
