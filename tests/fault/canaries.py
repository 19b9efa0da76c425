#!/usr/bin/python3
"""Looks for people in what tests left behind: canaries.py FOLDER…

In all files below, and in their names, for the numbers and names of the synthetic people, as UTF-8, UTF-16 and base64. Sealed parts
do not show them; everything else must not have them. Exit status 0 only with 0 hits in enough files, and when each of the canaries
that are put there on purpose is found."""

import base64
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PLACES = ("tests/desk", "tests/unit", "tests/fault", "tests/support", "drivers/sim")
FILES_LEAST = 100


def people():
    text = "".join(path.read_text("utf-8", "ignore") for place in PLACES for path in sorted((SOURCE / place).rglob("*.[ch]")))
    words = set(re.findall(r'"([1-9][0-9]{16}[0-9X])"', text)) | set(re.findall(r'\.name = "([^"\x00-\x7f]{2,})"', text))
    assert len(words) >= 6, "no canaries are known"
    return words


def forms(word):
    """As bytes; in base64 what is the same wherever the word begins."""
    raw = word.encode()
    yield from (raw, word.encode("utf-16-le"), word.encode("utf-16-be"))
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
    assert not any(b"\n" in form for form in canaries), "a canary that grep would take for two"
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
