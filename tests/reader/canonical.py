"""The canonical subset of JSON: written from the document, by another way than the C code's (a parser that accepts nothing
else, instead of parsing and writing again)."""

import re

from der import Bad

STRING = re.compile(r'"((?:[^"\\\x00-\x1f\x7f]|\\["\\])*)"')
INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
FAULTS = ((re.compile(r"\Z"), "nothing"), (re.compile(r"[ \t\r\n]"), "a space between tokens"), (re.compile("null"), "a null"),
          (re.compile(r"[.eE][0-9+-]"), "a real number"), (re.compile(r'"(?:[^"\\]|\\["\\])*\\[^"\\]'), "an escape that is not needed"))
LIMIT = 2 ** 53 - 1
DEPTH = 24


class Reader:
    def __init__(self, text):
        self.text, self.at = text, 0

    def known_fault(self):
        """What JSON allows and the subset does not, where it stands here."""
        return next((what for pattern, what in FAULTS if pattern.match(self.text, self.at)), None)

    def take(self, literal):
        if not self.text.startswith(literal, self.at):
            raise Bad(f"canonical JSON: {self.known_fault() or repr(literal) + ' is needed'} at {self.at}")
        self.at += len(literal)

    def peek(self):
        return self.text[self.at:self.at + 1]

    def match(self, pattern, what):
        found = pattern.match(self.text, self.at)
        if not found:
            raise Bad(f"canonical JSON: {self.known_fault() or what + ' is needed'} at {self.at}")
        self.at = found.end()
        return found

    def string(self):
        return re.sub(r'\\(["\\])', r"\1", self.match(STRING, "a string").group(1))

    def value(self, depth):
        first = self.peek()
        if first in ("{", "["):
            if depth == DEPTH:
                raise Bad("canonical JSON: nested too deeply")
            return self.members(depth + 1) if first == "{" else self.elements(depth + 1)
        if first == '"':
            return self.string()
        for word, value in (("true", True), ("false", False)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        text = self.match(INTEGER, "a value").group()
        if text == "-0" or abs(int(text)) > LIMIT:
            raise Bad("canonical JSON: an integer out of its bounds")
        return int(text)

    def members(self, depth):
        found, last = {}, None
        self.take("{")
        while self.peek() != "}":
            if found:
                self.take(",")
            name = self.string()
            if name == last:
                raise Bad("canonical JSON: a name twice")
            if not name.isascii() or last is not None and name < last:
                raise Bad("canonical JSON: a name outside ASCII, or names out of order")
            self.take(":")
            found[name] = self.value(depth)
            last = name
        self.take("}")
        return found

    def elements(self, depth):
        found = []
        self.take("[")
        while self.peek() != "]":
            if found:
                self.take(",")
            found.append(self.value(depth))
        self.take("]")
        return found


def read(data):
    try:
        reader = Reader(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise Bad("canonical JSON: no UTF-8") from None
    value = reader.value(0)
    if reader.at != len(reader.text):
        raise Bad("canonical JSON: something behind the end")
    return value
