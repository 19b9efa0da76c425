#!/usr/bin/python3
"""Holds every frozen vector against three judges: stock openssl (P-256 only: it verifies no SM2), medcheck verify, and the
independent reader. Usage: run.py MEDCHECK; each vector's verdicts go into the folder MC_ROWS, too, if there is one, for
tests/fault/bad-input. (B1)"""

import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

FOLDER = pathlib.Path(__file__).parent
RULES = FOLDER.parents[1] / "data"
SCHEMA = FOLDER.parents[1] / "docs/record.schema.json"
sys.path.insert(0, str(FOLDER.parent / "reader"))
import envelope  # noqa: E402
from der import Bad  # noqa: E402
from reader import Reader  # noqa: E402

OVERSIZED = 5 << 20


def rules_of(vector):
    """The packs that are shipped, or one that a visit names and that is shipped no longer."""
    return FOLDER / vector["rules"] if "rules" in vector else RULES


def stock(path, vector):
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as trusted:
        # openssl cms takes revocation lists from the file of the roots.
        for name in filter(None, (vector["roots"], vector["crls"])):
            trusted.write((FOLDER / name).read_text())
        trusted.flush()
        command = ["openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", str(path), "-CAfile", trusted.name, "-purpose",
                   "any", "-binary", "-attime", str(vector["at"]), "-out", "/dev/null"]
        command += ["-crl_check"] if vector["crls"] else []
        return subprocess.run(command, capture_output=True).returncode == 0


def ours(medcheck, path, vector):
    """(good, what was said)"""
    command = [medcheck, "verify", str(path), "--trust", str(FOLDER / vector["roots"]), "--rules", str(rules_of(vector))]
    if vector["crls"]:
        command += ["--crls", str(FOLDER / vector["crls"])]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode == 0, done.stdout + done.stderr


def independent(path, vector):
    try:
        Reader(FOLDER / vector["roots"], FOLDER / vector["crls"] if vector["crls"] else None, [rules_of(vector)], SCHEMA).take(path)
        return True, ""
    except (Bad, ValueError, KeyError, IndexError, TypeError, AttributeError) as problem:
        return False, str(problem)


def counts_today(path, vector):
    try:
        envelope.verify(path.read_bytes(), envelope.roots_of(FOLDER / vector["roots"]), time.time())
        return True
    except Bad as problem:
        return "had expired" not in str(problem)


def problems(vector, path, by_us, by_reader):
    found = []
    if vector["stock"] is not None and stock(path, vector) != vector["stock"]:
        found.append(f"stock openssl does not say {vector['stock']}")
    if vector.get("outlasts") and counts_today(path, vector):
        found.append("its certificates have not ended: that it outlasts them is not shown")
    good, said = by_us
    if good != (vector["ours"] is None) or not good and vector["ours"] not in said:
        found.append(f"medcheck: {vector['ours'] or 'good'!r} is needed, said: {said.strip()[-300:]}")
    good, said = by_reader
    if good != (vector["reader"] is None) or not good and vector["reader"] not in said:
        found.append(f"reader: {vector['reader'] or 'good'!r} is needed, said: {said or 'good'}")
    return found


def unnamed(vectors):
    """A cause is named, by both, and what the reader says has one meaning. (The reader may tell apart what medcheck does not.)"""
    meanings = {vector["reader"]: vector["ours"] for vector in vectors}
    for vector in vectors:
        names = vector["ours"], vector["reader"]
        if (None in names) != (names == (None, None)) or any(name is not None and len(name) < 8 for name in names):
            yield f"{vector['name']}: a refusal without a name: {names}"
        if meanings[vector["reader"]] != vector["ours"]:
            yield f"{vector['name']}: the reader's {vector['reader']!r} means {meanings[vector['reader']]!r}, too"


def tell(rows, vector, by_us, by_reader):
    """The words of the two that give one."""
    for reader, (good, said) in (("medcheck", by_us), ("reader", by_reader)):
        word = "good" if good else said.strip().splitlines()[-1].replace("|", "/")
        rows.write(f"bad-input|{vector['name']}|{reader}|{word}|||\n")


def judge(medcheck, vector, rows):
    path = vector.get("path", FOLDER / f"{vector['name']}.p7m")
    by_us, by_reader = ours(medcheck, path, vector), independent(path, vector)
    found = problems(vector, path, by_us, by_reader)
    if "path" not in vector and hashlib.sha256(path.read_bytes()).hexdigest() != vector["sha256"]:
        found.append("the file is not the frozen one")
    if vector["ours"] is not None:
        tell(rows, vector, by_us, by_reader)
    return found


def main():
    medcheck = sys.argv[1]
    vectors = json.loads((FOLDER / "vectors.json").read_text())
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        # Too large to keep: a good one with zeros behind it.
        large = pathlib.Path(folder) / "oversized.p7m"
        large.write_bytes((FOLDER / "p256-good.p7m").read_bytes().ljust(OVERSIZED, b"\0"))
        vectors.append({**vectors[0], "name": "oversized", "stock": None, "ours": "1 byte to 4 MiB long", "reader": "too large", "path": large})
        for problem in unnamed(vectors):
            failed += 1
            print(problem)
        with open(pathlib.Path(os.environ.get("MC_ROWS", folder)) / "vectors.rows", "w") as rows:
            for vector in vectors:
                found = judge(medcheck, vector, rows)
                failed += bool(found)
                for problem in found:
                    print(f"{vector['name']} ({vector['what']}): {problem}")
    if {vector["suite"] for vector in vectors if vector.get("outlasts")} != {vector["suite"] for vector in vectors}:
        failed += 1
        print("a suite without a good record whose certificates have ended")
    print(f"{len(vectors)} vectors, {failed} not as expected")
    return 1 if failed or len(vectors) < 20 else 0


sys.exit(main())
