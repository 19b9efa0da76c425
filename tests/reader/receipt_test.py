#!/usr/bin/python3
"""B3: the reader takes a frozen receipt, and none in which something was changed.

    receipt_test.py FOLDER: of roots.pem, envelope/audit.p7m and receipt/receipt"""

import hashlib
import pathlib
import sys

import envelope
import receipt
from der import Bad


def refused(check):
    try:
        check()
    except (Bad, ValueError, KeyError, IndexError, TypeError):
        return True
    return False


def tree(leaves):
    """RFC 9162, 2.1.1."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while 2 * split < len(leaves):
        split *= 2
    return receipt.node(1, tree(leaves[:split]), tree(leaves[split:]))


def path_of(leaves, index):
    """RFC 9162, 2.1.3.1."""
    if len(leaves) == 1:
        return []
    split = 1
    while 2 * split < len(leaves):
        split *= 2
    if index < split:
        return path_of(leaves[:split], index) + [tree(leaves[split:])]
    return path_of(leaves[split:], index - split) + [tree(leaves[:split])]


def check_trees():
    for count in range(1, 20):
        leaves = [hashlib.sha256(bytes([n])).digest() for n in range(count)]
        for index in range(count):
            path = path_of(leaves, index)
            assert receipt.climb(leaves[index], index, count, path) == tree(leaves), (count, index)
            assert refused(lambda: receipt.climb(leaves[index], index, count, path + [leaves[0]]))
            assert not path or refused(lambda: receipt.climb(leaves[index], index, count, path[:-1]))


def main():
    folder = pathlib.Path(sys.argv[1])
    roots = envelope.roots_of(folder / "roots.pem")
    record = (folder / "envelope" / "audit.p7m").read_bytes()
    good = (folder / "receipt" / "receipt").read_bytes()
    stated = receipt.check_of(good, roots, record)
    assert stated["kiosk"] == "K-0001" and stated["seq"] == 42
    changes = (b'"index":1', b'"index":2'), (b'"leaves":3', b'"leaves":4'), (b'"seq":42', b'"seq":43'), \
        (b'"kiosk":"K-0001"', b'"kiosk":"K-0002"'), (b'"status":"accepted"', b'"status":"received"')
    for old, new in changes:
        assert good.count(old) == 1, old
        assert refused(lambda: receipt.check(good.replace(old, new), roots)), new
    assert refused(lambda: receipt.check(good + b" ", roots))
    assert refused(lambda: receipt.check_of(good, roots, record[:-1] + bytes([record[-1] ^ 1])))
    assert refused(lambda: receipt.check(good, []))
    check_trees()


if __name__ == "__main__":
    main()
