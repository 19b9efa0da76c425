#!/usr/bin/python3
"""A second, independent reader of Medcheck's records: seal, content, chain, counts and verdicts, from docs/record-format.md.

    reader.py --roots ROOTS.pem [--crls CRLS.pem] [--rules DIR] [--schema FILE] FILE…
    reader.py --roots ROOTS.pem --rules DIR --join FILE…

FILE is an envelope (.p7m) or a parcel (.parcel); several in the order of their numbers, or with --join the parts of one
case: then the last line is what may be stated of the whole. Exit status 0: all good."""

import argparse
import hashlib
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import body_trials  # noqa: E402
import canonical  # noqa: E402
import envelope  # noqa: E402
import instruments  # noqa: E402
import join  # noqa: E402
import judge  # noqa: E402
import moments  # noqa: E402
import packs  # noqa: E402
import pictures  # noqa: E402
import trials  # noqa: E402
from der import Bad, expect, parse, whole  # noqa: E402

TYPES = {"genesis", "visit", "exam-opened", "audit"}
HEAD = {"v", "type", "kiosk", "journal", "seq", "prev", "at", "boot", "mono_us", "body", "clock"}


def check_clock(content):
    """What the moment is worth; it lies within its own bounds. Moments of one form compare as text."""
    clock = content["clock"]
    if set(clock) - {"not_after"} != {"not_before", "quality"} or clock["quality"] not in ("synchronised", "kept", "bounded"):
        raise Bad("another clock")
    if not clock["not_before"] <= content["at"] <= clock.get("not_after", "9"):
        raise Bad("a moment outside of its own bounds")


def check_head(content):
    unknown = sorted(set(content) - HEAD)
    if unknown or HEAD - set(content):
        raise Bad(f"unknown member {unknown[0]}" if unknown else f"no member {min(HEAD - set(content))}")
    if content["v"] != 1:
        raise Bad("an unknown version")
    if content["type"] not in TYPES:
        raise Bad("an unknown type")
    check_clock(content)
    for name, size in (("journal", 32), ("prev", 64), ("boot", 32)):
        if not re.fullmatch(f"[0-9a-f]{{{size}}}", str(content[name])):
            raise Bad(f"\"{name}\" is malformed")
    if not isinstance(content["seq"], int) or content["seq"] < 1:
        raise Bad("\"seq\" is malformed")


def check_genesis(body, leaf):
    if set(body) != {"certificate_sha256", "configuration_sha256", "software"}:
        raise Bad("a genesis with other members")
    if body["certificate_sha256"] != hashlib.sha256(leaf.raw).hexdigest():
        raise Bad("a genesis of another certificate")


def check_link(before, link, content, digest):
    """link: the digest of the record before it."""
    if (content["kiosk"], content["journal"]) != (before["kiosk"], before["journal"]):
        raise Bad("of another journal than the record before it")
    if digest == link:
        raise Bad("a replay: the record before it once more")
    if content["seq"] == before["seq"]:
        raise Bad("a fork: another record of the same number")
    if content["seq"] < before["seq"]:
        raise Bad("comes before the record before it")
    if content["seq"] > before["seq"] + 1:
        raise Bad("a gap: records before it are missing")
    if content["prev"] != link:
        raise Bad("names another record as the one before it")


def find_pack(folders, digest):
    for path in (path for folder in folders for path in sorted(pathlib.Path(folder).glob("*.json"))):
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() == digest:
            return json.loads(data)
    raise Bad("the rule pack is not here")


def read_file(path):
    """(envelope, personal or None)"""
    data = pathlib.Path(path).read_bytes()
    try:
        first, rest = parse(data)
        return (first.raw, expect(whole(rest), 0x30, "personal part").raw) if rest else (data, None)
    except Bad:
        return data, None  # the envelope's own reader says why


class Reader:
    def __init__(self, roots, crls=None, rules=None, schema=None):
        self.roots, self.crls, self.rules = envelope.roots_of(roots), crls, rules
        self.schema = None
        if schema:
            import jsonschema
            self.schema = jsonschema.Draft202012Validator(json.loads(pathlib.Path(schema).read_text("utf-8")))
        self.last = None
        self.packs = packs.Taken()
        self.parts = None  # of a case, each a chain of its own

    def check_chain(self, content, data, leaf):
        digest = hashlib.sha256(leaf.raw).hexdigest()
        if self.last is not None:
            before, link, due = self.last
            check_link(before, link, content, hashlib.sha256(data).hexdigest())
            if digest != due:
                raise Bad("sealed by a key that the chain did not announce")
        body = content["body"]
        if content["type"] == "audit" and body.get("event") == "signing-key-changed":
            digest = body["certificate_sha256"]
        self.packs.take(content)
        self.last = content, hashlib.sha256(data).hexdigest(), digest

    def check_visit(self, visit, personal):
        judge.count_again(visit)
        instruments.check_instruments(visit)
        trials.judge_trials(visit)
        body_trials.judge_body(visit)
        pictures.check_pictures(visit)
        self.packs.check(visit)
        if personal is not None and hashlib.sha256(personal).hexdigest() != visit.get("personal_digest"):
            raise Bad("another personal part")
        if self.rules:
            pack = find_pack(self.rules, visit["rule_pack_digest"])
            judge.judge_again(visit, pack)
            join.check_mark(visit, pack)

    def prove(self, data, stated, received):
        """As a gateway does, which takes the moment of its coming for that of the seal: a kiosk's clock may have been wrong. When
        the certificate had run out by then, the moment that the record states counts."""
        try:
            return envelope.verify(data, self.roots, stated if received is None else received, self.crls)
        except Bad:
            if received is None or stated > received:
                raise
        return envelope.verify(data, self.roots, stated, self.crls)

    def check_schema(self, content):
        problem = next(iter(sorted(self.schema.iter_errors(content), key=lambda e: list(map(str, e.path)))), None)
        if problem:
            raise Bad(f"not as the schema has it: {'/'.join(map(str, problem.path))}: {problem.message[:200]}")

    def take(self, path, received=None):
        """received: the second in which a gateway accepted it, if one did."""
        data, personal = read_file(path)
        unproven = envelope.read(data)[0]
        content = canonical.read(unproven)
        if not isinstance(content, dict):
            raise Bad("no object inside")
        proven, leaf = self.prove(data, moments.seconds(content.get("at")), received)
        check_head(content)
        if envelope.signed_at(data) != moments.seconds(content["at"]):
            raise Bad("sealed at another moment than its own")
        if proven != unproven or leaf.name != content["kiosk"]:
            raise Bad("sealed by another kiosk")
        if self.schema:
            self.check_schema(content)
        if content["type"] == "genesis":
            check_genesis(content["body"], leaf)
        if content["type"] == "visit":
            self.check_visit(content["body"], personal)
        if self.parts is None:
            self.check_chain(content, data, leaf)
        else:
            self.parts.append((content, hashlib.sha256(data).hexdigest()))
        return content, leaf


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--roots", required=True)
    for name in ("--crls", "--rules", "--schema"):
        parser.add_argument(name)
    parser.add_argument("--join", action="store_true")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    reader = Reader(options.roots, options.crls, [options.rules] if options.rules else None, options.schema)
    reader.parts = [] if options.join else None
    for path in options.files:
        try:
            content, leaf = reader.take(path)
        except (Bad, ValueError, KeyError, IndexError, TypeError) as problem:
            print(f"{path}: NOT GOOD: {problem}")
            return 1
        print(f"{path}: good: {content['type']} {content['seq']} of {content['kiosk']}, {leaf.suite}" +
              (f", key {leaf.key_level}" if leaf.key_level else ""))
    return print_whole(reader) if options.join else 0


def print_whole(reader):
    try:
        pack = find_pack(reader.rules, reader.parts[0][0]["body"]["rule_pack_digest"])
        print(json.dumps(join.join(reader.parts, pack), sort_keys=True, separators=(",", ":")))
    except (Bad, KeyError, TypeError) as problem:
        print(f"NOT ONE WHOLE: {problem}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
