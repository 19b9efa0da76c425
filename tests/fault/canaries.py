#!/usr/bin/python3
"""Looks for people in what tests left behind: canaries.py FOLDER…

In all files below, and in their names, for what the tests know of the synthetic people: numbers, names, addresses, telephone
numbers, strokes of a signature; as UTF-8, UTF-16 and base64. Sealed parts do not show them; everything else must not have them.
Exit status 0 only with 0 hits in enough files, and when each of the canaries that are put there on purpose is found."""

import base64
import os
import pathlib
import re
import subprocess
import sys
import tempfile

OWN = pathlib.Path(__file__).resolve()
SOURCE = OWN.parents[2]
PLACES = ("tests/desk", "tests/unit", "tests/fault", "tests/support", "tests/e2e", "drivers/sim")
FILES_LEAST = 100

# Where they stand in C and Python: as a person's members, as typed on the glass, in the rows and fields of the simulated cards.
KINDS = {
    "number": (r'"([1-9][0-9]{16}[0-9X])"', 6),
    "name": (r'\.name = "([^"\x00-\x7f]{2,})"|\{"[a-z-]+", "([^"\x00-\x7f]{2,})", "[12]", "[0-9]{8}"|\{0, \d+, "(测试[^"]+|SAMPLE[^"]+)"\}',
             10),
    "address": (r'\.address = "([^"]{4,})"|\baddress\[\] = "([^"]+)"|ADDRESS_BYTES, "([^"]+)"', 3),
    "phone": (r'"(1[3-9][0-9]{9})"', 3),
    "strokes": (r'"(\[\[\[\d+,\d+,\d+\][0-9,\[\]]*\]\])"', 1),
}


def people():
    files = {path for place in PLACES for end in ("*.[ch]", "*.py") for path in (SOURCE / place).rglob(end)} - {OWN}
    text = "".join(path.read_text("utf-8", "ignore") for path in sorted(files))
    words = set()
    for kind, (pattern, least) in KINDS.items():
        found = {word for one in re.finditer(pattern, text) for word in one.groups() if word}
        assert len(found) >= least, f"{len(found)} canaries of the kind {kind}, not {least}"
        words |= found
    return words


def forms(word):
    """As bytes; in base64 what is the same wherever the word begins. grep takes a line for a pattern: of a form that has a line's
    end in it (as the character 4E0A has in UTF-16) the longer part."""
    raw = word.encode()
    for form in (raw, word.encode("utf-16-le"), word.encode("utf-16-be")):
        yield max(form.split(b"\n"), key=len)
    for shift in range(3):
        coded = base64.b64encode(b"x" * shift + raw + b"x" * (-(shift + len(raw)) % 3))
        yield coded[4 if shift else 0:len(coded) - 4]


def files_below(folders):
    for folder in folders:
        for root, _, names in os.walk(folder):
            for path in (os.path.join(root, name) for name in names):
                # "clear": where a test plays the authority and opens a sealed part with its key
                if os.path.basename(path) != "clear" and os.path.isfile(path) and not os.path.islink(path):
                    yield path


def lines_with(patterns, files):
    """PATH:OFFSET:CANARY of each hit, as bytes."""
    found = subprocess.run(["xargs", "-0", "-r", "grep", "-aobHFf", patterns, "--"], input=b"\0".join(map(os.fsencode, files)),
                           env={**os.environ, "LC_ALL": "C"}, capture_output=True)
    assert not found.stderr, found.stderr
    return found.stdout.splitlines()


def main(folders):
    canaries = sorted({form for word in people() for form in forms(word) if len(form) >= 6})
    files = list(files_below(folders))
    size = sum(os.path.getsize(path) for path in files)
    with tempfile.TemporaryDirectory() as own:
        patterns, planted = os.path.join(own, "patterns"), []
        pathlib.Path(patterns).write_bytes(b"\n".join(canaries))
        for number, form in enumerate(canaries):
            planted.append(os.path.join(own, str(number)))
            pathlib.Path(planted[-1]).write_bytes(b"\x00\xff" + form + b"\x00")
        seen = {line.split(b":", 1)[0] for line in lines_with(patterns, planted)}
        hits = lines_with(patterns, files)
    unseen = set(map(os.fsencode, planted)) - seen
    hits += [path for path in map(os.fsencode, files) if any(form in path for form in canaries)]
    for line in hits:
        print(line)
    print(f"metric canary_hits {len(hits)} hits")
    print(f"metric canary_files {len(files)} files")
    print(f"metric canary_bytes {size} bytes")
    if unseen or len(files) < FILES_LEAST:
        print(f"{len(unseen)} planted canaries were not found, {len(files)} files were there: nothing was shown")
    return 1 if hits or unseen or len(files) < FILES_LEAST else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
