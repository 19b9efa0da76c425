"""Writes JSON values in the canonical subset of RFC 8785: an implementation of its own, to check app/record against.

Standard input: JSON texts, each followed by the byte 1E. Standard output: their canonical forms, likewise.
"""

import json
import sys


def text(value):
    out = ['"']
    for character in value:
        code = ord(character)
        if code < 0x20 or code == 0x7F:
            raise ValueError("control character")
        out.append("\\" + character if character in '"\\' else character)
    out.append('"')
    return "".join(out)


def canonical(value):
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return text(value)
    if isinstance(value, int):
        if abs(value) > 2**53 - 1:
            raise ValueError("integer too large")
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical(element) for element in value) + "]"
    if isinstance(value, dict):
        # RFC 8785, 3.2.3: by UTF-16 code units.
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(text(name) + ":" + canonical(value[name]) for name in names) + "}"
    raise ValueError(f"{type(value).__name__} is outside the subset")


def main():
    given = sys.stdin.buffer.read().decode("utf-8").split("\x1e")
    out = "".join(canonical(json.loads(one)) + "\x1e" for one in given if one)
    sys.stdout.buffer.write(out.encode("utf-8"))


main()
