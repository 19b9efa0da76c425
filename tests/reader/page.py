#!/usr/bin/python3
"""The pages of the record say of every member what it is (C15): page.py SCHEMA FOLDER PAGE…

Every member that the schema knows, and every one that a record of FOLDER has (collect.py), stands in a table of a page, in a
row with its unit, source and meaning; every word that the schema takes there is in that row, or under the heading that it links
to. A heading names the objects that its table describes: `visit.exams[].plan(acuity)`, or `visit.exams[].plan` for every kind.
A row of which the schema knows nothing is one too many. So is an event of the catalogue with other members than the schema's."""

import collections
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from records import peek  # noqa: E402

COLUMNS = ["member", "unit", "source", "meaning"]
OBJECT = re.compile(r"`([a-z][a-z_.\[\]()-]*)`")


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split(" | ")]


class Pages:
    def __init__(self, paths):
        self.rows = {}  # {"object.member": row, as text with what it links to}
        self.problems, self.sections, found = [], collections.defaultdict(str), []
        for path in paths:
            objects, section, is_table = [], "", False
            for line in path.read_text("utf-8").splitlines():
                if line.startswith("#"):
                    section = f"{path.name}#" + re.sub(r"[^a-z0-9 -]", "", line.lstrip("# ").lower()).replace(" ", "-")
                    objects, is_table = OBJECT.findall(line.partition(": ")[2]), False
                elif line.startswith("| member |") and objects:
                    is_table = cells(line) == COLUMNS
                    if not is_table:
                        self.problems.append(f"{path.name}: a table of {objects[0]} without the columns {', '.join(COLUMNS)}")
                elif is_table and line.startswith("| `"):
                    found += [(path.name, one, cells(line)) for one in objects]
                elif not line.startswith("|"):
                    is_table = False
                self.sections[section] += line + "\n"
        for name, place, row in found:
            self.take(name, place, row)

    def take(self, name, place, row):
        member = f"{place}.{row[0].strip('`')}"
        if member in self.rows:
            self.problems.append(f"{member}: two rows")
        if len(row) != len(COLUMNS) or not all(row):
            self.problems.append(f"{member}: unit, source and meaning are needed")
        text = " ".join(row[1:])
        for page, anchor in re.findall(r"\]\(([a-z-]+\.md)?#([a-z0-9-]+)\)", text):
            if f"{page or name}#{anchor}" not in self.sections:
                self.problems.append(f"{member}: there is no {page or name}#{anchor}")
            text += self.sections[f"{page or name}#{anchor}"]
        self.rows[member] = text

    def row_of(self, member):
        """Of this kind of object, or of every kind."""
        names = [member, re.sub(r"\([a-z-]+\)", "", member)]
        return next(((name, self.rows[name]) for name in names if name in self.rows), None)


class Schema:
    """{member: words that it may be}, with the kind in brackets where objects of one place differ by it."""

    def __init__(self, schema):
        self.whole, self.members = schema, collections.defaultdict(set)
        self.walk(schema, "content")

    def walk(self, schema, place):
        if "$ref" in schema:
            self.walk(self.whole["$defs"][schema["$ref"].rsplit("/", 1)[1]], place)
        words = schema.get("enum", [schema["const"]] if "const" in schema else [])
        self.members[place] |= {word for word in words if isinstance(word, str)}
        for member, inner in schema.get("properties", {}).items():
            self.walk(inner, f"{place}.{member}")
        if isinstance(schema.get("items"), dict):
            self.walk(schema["items"], place + "[]")
        for inner in schema.get("anyOf", []):
            self.walk(inner, place)
        for inner in [*schema.get("allOf", []), schema]:
            self.branch(inner, place)

    def branch(self, schema, place):
        if "then" not in schema:
            return
        told = {name: one.get("const") for name, one in schema["if"]["properties"].items()}
        if "type" in told:  # of the body
            self.walk(schema["then"]["properties"]["body"], told["type"])
        else:
            self.walk(schema["then"], f"{place}({told['kind']})" if told.get("kind") else place)

    def events(self):
        """{event of the catalogue: its members}"""
        rules = self.whole["$defs"]["audit"]["allOf"]
        return {event: set(one["then"]["propertyNames"]["enum"]) - {"event"}
                for one in rules for event in self.named(one["if"]["properties"]["event"])}

    @staticmethod
    def named(event):
        return [event["const"]] if "const" in event else event["enum"]


def members_of(value, place):
    if isinstance(value, list):
        for inner in value:
            yield from members_of(inner, place + "[]")
    if isinstance(value, dict):
        kind = value.get("kind")
        place += f"({kind})" if kind else ""
        for member, inner in value.items():
            yield f"{place}.{member}"
            yield from members_of(inner, f"{place}.{member}")


def members_of_record(content):
    body = content.pop("body", {})
    yield "content.body"
    yield from members_of(content, "content")
    yield from members_of(body, content.get("type", "content.body"))


def missing(pages, members):
    """In pages, of {member: its words}."""
    for member, words in sorted(members.items()):
        found = pages.row_of(member)
        if found is None:
            yield f"{member}: there is no row"
            continue
        absent = sorted(word for word in words if f"`{word}`" not in found[1])
        if absent:
            yield f"{member}: its row does not say " + ", ".join(absent)


def is_member(place):
    return "." in place and not place.endswith("]")


def main(schema_path, folder, *paths):
    paths = [pathlib.Path(path) for path in paths]
    pages, schema = Pages(paths), Schema(json.loads(pathlib.Path(schema_path).read_text("utf-8")))
    known = collections.defaultdict(set)
    for place, words in schema.members.items():
        if is_member(re.sub(r"(\[\])+$", "", place)):
            known[re.sub(r"(\[\])+$", "", place)] |= words  # the words of a list are those of its elements
    problems = pages.problems + list(missing(pages, known))
    documented = {found[0] for found in map(pages.row_of, known) if found}
    problems += [f"{row}: a row of what the schema does not know" for row in sorted(set(pages.rows) - documented)]
    catalogue = "".join(path.read_text("utf-8") for path in paths if path.name == "audit-events.md").partition("\n## ")[0]
    listed = {event: set(re.findall(r"`([a-z0-9_]+)`", members))
              for event, members in re.findall(r"^\| `([a-z-]+)` \| .* \| (.*) \|$", catalogue, re.MULTILINE)}
    problems += [f"audit: {event}: other members in catalogue and schema" for event in sorted({*listed, *schema.events()})
                 if listed.get(event) != schema.events().get(event)]
    records = [peek(path) for path in pathlib.Path(folder).glob("**/*.parcel")]
    seen = {member for content in records for member in members_of_record(content)}
    problems += sorted(f"{member}: in a record, and there is no row" for member in seen if pages.row_of(member) is None)
    print(*problems, sep="\n")
    print(f"{len(known)} members of the schema, {len(seen)} of {len(records)} records, {len(pages.rows)} rows")
    return 1 if problems or len(records) < 1000 or len(seen) < 300 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
