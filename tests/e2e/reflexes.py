"""Who practises memory, judgement and reaction: sees lamps, digits and fields on the glass as a screen reader does.

How long a reaction takes is the simulated person's matter, and its key goes down on the simulated pad; without a pad the
hand touches the key of the glass.
"""

import re
import time

from glass import Atspi, GLib

TASKS = ("Simple reaction", "Choice reaction", "Memory", "Judgement")
DARK = "Wait for it"
LAMPS = {"Now": "alone", "Now left": "left", "Now right": "right"}
KEYS = {"alone": "Touch here", "left": "Left", "right": "Right"}
FIELDS = 9
ROW = re.compile(r"[0-9]|[0-9_ ]*_")
# Longer than anything lasts on these pages; then the page is looked at anew.
LOOK_S = 15
BLINK_S = 0.003


class Gone(Exception):
    """The page turned."""


def name_of(node):
    try:
        return node.name_now()
    except GLib.Error:
        raise Gone from None


class Reflexes:
    def __init__(self, world, glass):
        self.world, self.glass = world, glass
        self.by_pad = "pad" in world.devices.split(",")
        self.lamps = self.rows = self.fields = 0  # answered

    def practise(self, heading):
        """The task under this heading, if it runs now, until its page turns."""
        ways = {"Memory": self._remember, "Judgement": self._judge}
        task = next((task for task in TASKS if self.glass.word(task) == heading), None)
        try:
            if task is not None:
                ways.get(task, self._react)()
        except Gone:
            return

    def _names(self, node, patience_s=LOOK_S):
        """Its name whenever it changed."""
        last, end = None, time.monotonic() + patience_s
        while time.monotonic() < end:
            name = name_of(node)
            if name != last:
                yield name
                last, end = name, time.monotonic() + patience_s
            time.sleep(BLINK_S)

    def _touch(self, message):
        node = self.glass.look(Atspi.Role.PUSH_BUTTON, message)
        try:
            if node is None or not node.do():
                raise Gone
        except GLib.Error:
            raise Gone from None

    # ---- lamps ----

    def _react(self):
        words = {self.glass.word(message): lamp for message, lamp in LAMPS.items()}
        dark = self.glass.word(DARK)
        figure = next((node for _, name, node in self.glass.each(Atspi.Role.IMAGE) if name in words or name == dark), None)
        for name in self._names(figure) if figure is not None else ():
            if name in words:
                self._answer(words[name])
            elif name != dark:
                raise Gone

    def _answer(self, lamp):
        self.lamps += 1
        if self.by_pad:
            self.world.control(f"lamp {lamp}")
        else:
            self._touch(KEYS[lamp])

    # ---- digits ----

    def _remember(self):
        row = next((node for _, name, node in self.glass.each(Atspi.Role.LABEL) if name == " " or ROW.fullmatch(name)), None)
        seen = []
        for name in self._names(row) if row is not None else ():
            if name.isdigit():
                seen.append(name)
            elif "_" in name and not name.strip("_ "):
                self._enter(row, seen)
                seen = []
            elif name.strip(" _0123456789"):
                raise Gone

    def _enter(self, row, digits):
        """One after the other: a key that is still down takes no second touch."""
        self.rows += 1
        keys = {name: node for _, name, node in self.glass.all(Atspi.Role.PUSH_BUTTON)}
        try:
            for count, digit in enumerate(digits):
                keys[digit].do()
                end = time.monotonic() + LOOK_S
                while self._entered(name_of(row)) == count and time.monotonic() < end:
                    time.sleep(BLINK_S)
        except (KeyError, GLib.Error):
            raise Gone from None

    @staticmethod
    def _entered(name):
        """How many digits stand in it; None: it asks for none any more."""
        return sum(one.isdigit() for one in name) if "_" in name else None

    # ---- fields ----

    def _judge(self):
        named = {}
        for number in range(1, FIELDS + 1):
            named[self.glass.word("Field %d") % number] = named[self.glass.word("Field %d, lit") % number] = number
        nodes = {named[name]: node for _, name, node in self.glass.each(Atspi.Role.PUSH_BUTTON) if name in named}
        if len(nodes) != FIELDS:
            return
        before, end = frozenset(), time.monotonic() + LOOK_S
        while time.monotonic() < end:
            lit = self._lit(nodes)
            if lit and lit < before:
                self._point(nodes[min(before - lit)])
                before, end = frozenset(), time.monotonic() + LOOK_S
            elif lit:
                before = lit

    def _lit(self, nodes):
        """Twice the same: the fields are asked one by one, and may change meanwhile."""
        last = None
        while True:
            lit = frozenset(number for number, node in nodes.items()
                            if name_of(node) == self.glass.word("Field %d, lit") % number)
            if lit == last:
                return lit
            last = lit

    def _point(self, field):
        self.fields += 1
        try:
            field.do()
        except GLib.Error:
            raise Gone from None
