"""The glass from outside: found by accessible role and name, pressed by the accessibility action or a real pointer."""

import gettext
import os
import time
from contextlib import contextmanager

import picture
from tree import ROOT, Atspi, GLib, Program, bus
from world import BUILD, PATIENCE_S, Failed, wait_for


class Glass:
    def __init__(self, pid, language="en", screenshots=None, alive=()):
        self.pid, self.language, self.alive = pid, language, alive
        self.words = gettext.translation("medcheck", str(BUILD / "locale"), [language], fallback=language == "en")
        self.screenshots = screenshots
        self.shots = 0
        # At a clock rate of 20 the idle minute is three seconds: a hand that is there is felt to be there.
        self.hand_is_there = True
        self.hand = Pointer()
        self.last_touch = 0.0
        self.seen = None
        connection = bus()
        self.program = wait_for("the kiosk in the accessibility tree", lambda: Program.find(connection, pid), alive=alive)

    def word(self, message):
        return self.words.gettext(message)

    def _stay_awake(self):
        if self.hand_is_there and time.monotonic() - self.last_touch > 0.4:
            self.last_touch = time.monotonic()
            self.hand.key("Shift_L")

    def _seen(self):
        if self.seen is not None:
            return self.seen
        self._stay_awake()
        try:
            return self.program.look()
        except GLib.Error:
            return {}

    @contextmanager
    def one_look(self):
        """What is asked within is answered from one look at the glass, which costs both sides as much as a question."""
        self.seen = self._seen()
        try:
            yield
        finally:
            self.seen = None

    def each(self, *roles, below=None):
        """(role, name, node) of everything on the glass, or below one node of it, in order."""
        seen = self._seen()
        root = seen.get(below.path if below else ROOT)
        for node in root.below() if root else ():
            if not roles or node.role in roles:
                yield node.role, node.name, node

    def all(self, *roles):
        return list(self.each(*roles))

    def look(self, role, message=None, translated=True):
        """The node now, or None. message None: any name."""
        name = None if message is None else (self.word(message) if translated else message)
        for _, found, node in self.each(role):
            # A tile is named by its title and its detail.
            if name is None or found == name or found.startswith((name + ", ", name + "，")):
                return node
        return None

    def texts(self):
        return [name for role, name, _ in self.all(Atspi.Role.LABEL, Atspi.Role.HEADING, Atspi.Role.ALERT) if name]

    def heading(self):
        for _, name, _ in self.each(Atspi.Role.HEADING):
            return name
        return None

    def wait_heading(self, *messages, patience_s=PATIENCE_S):
        """Waits until one of the headings stands there and returns the English message of the one that does."""
        wanted = {self.word(message): message for message in messages}

        def there():
            for _, name, _ in self.each(Atspi.Role.HEADING):
                if name in wanted:
                    return wanted[name]
            return None

        try:
            return wait_for(f"one of the pages {list(messages)}", there, patience_s, self.alive)
        except Failed as failed:
            raise Failed(f"{failed}; on the glass: {self.texts()[:12]}") from failed

    def wait_text(self, message, patience_s=PATIENCE_S):
        name = self.word(message)
        try:
            return wait_for(f"the text {message!r}", lambda: any(name in text for text in self.texts()), patience_s,
                            self.alive)
        except Failed as failed:
            raise Failed(f"{failed}; on the glass: {self.texts()}") from failed

    def button(self, message, patience_s=PATIENCE_S):
        try:
            return wait_for(f"the button {message!r}", lambda: self.look(Atspi.Role.PUSH_BUTTON, message), patience_s,
                            self.alive)
        except Failed as failed:
            buttons = [name for _, name, _ in self.all(Atspi.Role.PUSH_BUTTON)]
            raise Failed(f"{failed}; buttons on the glass: {buttons}") from failed

    def press(self, message, patience_s=PATIENCE_S):
        """The accessibility action of the button; again when the page was rebuilt under the hand."""
        end = time.monotonic() + patience_s
        while True:
            node = self.button(message, patience_s)
            try:
                if node.do():
                    return
            except GLib.Error:
                pass
            if time.monotonic() > end:
                raise Failed(f"the button {message!r} cannot be pressed")

    def extents(self, node):
        """Where it is seen: the window stands at 0,0."""
        return node.box()

    def tap(self, node):
        """By a real pointer, where it is seen."""
        box = self.extents(node)
        self.hand.tap(box.x + box.width // 2, box.y + box.height // 2)

    def screenshot(self, name):
        # on an emulated machine a picture takes longer than its page
        if self.screenshots is None or os.environ.get("MC_SCREENSHOTS") == "no":
            return None
        os.makedirs(self.screenshots, exist_ok=True)
        self.shots += 1
        path = os.path.join(self.screenshots, f"{self.shots:02d}-{name}.png")
        picture.save(path, *picture.grab_all(self.hand.display.screen().root))
        return path


class Pointer:
    """A finger: a real pointer through XTest."""

    def __init__(self):
        from Xlib import X, display

        self.x, self.display = X, display.Display()

    def _send(self, kind, detail=0, x=0, y=0):
        from Xlib.ext import xtest

        xtest.fake_input(self.display, kind, detail, x=x, y=y)
        self.display.sync()

    def stroke(self, points):
        """Down at the first point, along the others, up at the last."""
        self._send(self.x.MotionNotify, x=points[0][0], y=points[0][1])
        self._send(self.x.ButtonPress, 1)
        for x, y in points[1:]:
            self._send(self.x.MotionNotify, x=x, y=y)
        self._send(self.x.ButtonRelease, 1)

    def tap(self, x, y):
        self.stroke([(x, y)])

    def key(self, name):
        from Xlib import XK

        code = self.display.keysym_to_keycode(XK.string_to_keysym(name))
        self._send(self.x.KeyPress, code)
        self._send(self.x.KeyRelease, code)

    def type(self, text):
        """As a keyboard: letters, digits, and what stands in a code."""
        from Xlib import XK

        names = {"/": "slash", ".": "period", "-": "minus"}
        shift = self.display.keysym_to_keycode(XK.XK_Shift_L)
        for character in text:
            if character.isupper():
                self._send(self.x.KeyPress, shift)
            self.key(names.get(character, character.lower()))
            if character.isupper():
                self._send(self.x.KeyRelease, shift)
