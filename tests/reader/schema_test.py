#!/usr/bin/python3
"""The schema refuses what no record may hold (C15): into every kind of object that the tests' records have, a member `bogus` is
put, and every member that all objects of its kind have is taken out.

    schema_test.py SCHEMA FOLDER

FOLDER is what collect.py kept. What is always there comes from the records, and not from the schema."""

import copy
import json
import pathlib
import sys

import jsonschema

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from records import peek  # noqa: E402

# Members that every object of these tests may have and that one need not have: what is unknown or was not made has none.
OPTIONAL = {"not_after", "person_sealed", "commitment", "personal_digest", "corrections", "loudspeaker_corrections"}
# Nor that of somebody whom the kiosk does not know.
OPTIONAL_IN = {("audit/body staff-sign-in-refused", "staff"), ("audit/body slip-issued", "staff"), ("audit/body slip-failed", "staff"),
               # of a pack that is refused whole, whatever is in it
               ("audit/body pack-refused", "wrong"), ("audit/body pack-refused", "wrong_count"),
               # of before it was stated
               ("visit/body/evidence[]", "picture_sha256"), ("visit/body/exams[]/plan stature", "quality"),
               ("visit/body/exams[]/plan limbs", "quality"), ("visit/body/exams[]/plan reaction", "quality")}


def kind_of(value):
    return next((value[name] for name in ("event", "kind", "type") if isinstance(value.get(name), str)), "")


def objects(value, name, way=()):
    """(name of its kind, way to it, the object)"""
    if isinstance(value, dict):
        yield f"{name} {kind_of(value)}".strip(), way, value
        for member, inner in value.items():
            yield from objects(inner, f"{name}/{member}", (*way, member))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from objects(inner, name + "[]", (*way, i))


def survey(folder):
    """{kind: (members that each has, smallest record with one, way to it)}"""
    found = {}
    for path in folder.glob("**/*.parcel"):
        content = peek(path)
        size = path.stat().st_size
        for name, way, value in objects(content, content.get("type", "")):
            always, least, *example = found.get(name, (set(value), size + 1, None, None))
            found[name] = (always & set(value), *((size, content, way) if size < least else (least, *example)))
    return found


def at(content, way):
    for step in way:
        content = content[step]
    return content


def spoilt(content, way, always):
    """(what was done, record)"""
    for member in sorted(always | {"bogus"}):
        other = copy.deepcopy(content)
        if member == "bogus":
            at(other, way)[member] = 1
        else:
            del at(other, way)[member]
        yield member, other


def taken(validator, found):
    """What the schema should not have taken."""
    count = 0
    for name, (always, _, content, way) in sorted(found.items()):
        if not validator.is_valid(content):
            yield f"{name}: a good record is refused"
        optional = OPTIONAL | {member for kind, member in OPTIONAL_IN if kind == name}
        for member, other in spoilt(content, way, always - optional):
            count += 1
            if validator.is_valid(other):
                yield f"{name}: taken " + ("with a member bogus" if member == "bogus" else f"without {member}")
    print(f"{count} spoilt records of {len(found)} kinds of object")


def main(schema, folder):
    whole = json.loads(pathlib.Path(schema).read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(whole)
    found = survey(pathlib.Path(folder))
    problems = list(taken(validator, found))
    content = next(content for name, (_, _, content, _) in found.items() if name.startswith("visit/body/exams[]"))
    before = json.loads((pathlib.Path(__file__).parents[1] / "vectors/visit-before-warm-up.json").read_text("utf-8"))
    of_visits = jsonschema.Draft202012Validator({"$ref": "#/$defs/visit", "$defs": whole["$defs"]})
    problems += [f"a visit of before: {problem.message[:200]}" for problem in of_visits.iter_errors(before["body"])]
    many = copy.deepcopy(content)
    many["body"]["exams"] = [many["body"]["exams"][0]] * 9
    if validator.is_valid(many):
        problems.append("nine exams are taken")
    problems += [f"type {kind} is taken" for kind in ("feedback", "daily-close") if validator.is_valid({**content, "type": kind})]
    print(*problems, sep="\n")
    return 1 if problems or len(found) < 60 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
