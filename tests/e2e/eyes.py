"""The citizen's eyes on the screen: the pixels where a picture stands go to the simulated person, who says what is seen.

The accessibility tree tells where pictures are, and nothing of what is in them. They vanish after some seconds of the
kiosk's clock, which runs fast: a thread of its own looks all the time, and the hand answers what was seen last.
"""

import threading
import time

import picture
from glass import Atspi, GLib

PLATE = "A picture made of dots"
LIGHT = "A coloured light"
NOTHING = {PLATE: "I see none", LIGHT: "I cannot tell"}
LIGHTS = {"red": "Red", "yellow": "Yellow", "green": "Green"}
# Longer than the next picture takes to come; then the page is something else.
LOOK_S = 1.2
SEARCH_AGAIN_S = 0.25
BLINK_S = 0.004
MARGIN = 4


class Watcher(threading.Thread):
    """Keeps the last picture that stood in the place."""

    def __init__(self, screenshots):
        from Xlib import display

        super().__init__(daemon=True)
        self.root = display.Display().screen().root
        self.place = None
        self.lock = threading.Lock()
        self.seen = self.shown = None
        self.whole = {} if screenshots else None  # the screen with the first picture of each kind

    def _picture(self, box):
        """Rows of blue, green, red, nothing; None while the place is plain, or a part of another page."""
        strip = picture.grab(self.root, box.x, box.y + box.height // 2, box.width, 1)
        if strip == strip[:4] * box.width:
            return None
        raw = picture.grab(self.root, box.x, box.y, box.width, box.height)
        return None if raw[:3] == picture.grab(self.root, box.x - MARGIN, box.y - MARGIN, 1, 1)[:3] else raw

    def _keep(self, raw):
        if self.whole is not None and is_light(raw) not in self.whole:
            self.whole[is_light(raw)] = picture.grab_all(self.root)
        with self.lock:
            self.seen = raw

    def run(self):
        while True:
            raw = None if self.place is None else self._picture(self.place)
            if raw is not None and raw != self.shown:
                self._keep(raw)
            self.shown = raw
            time.sleep(BLINK_S)

    def take(self):
        with self.lock:
            seen, self.seen = self.seen, None
        return seen


def is_light(raw):
    return max(raw[:3]) < 8


class Eyes:
    def __init__(self, world, glass):
        self.world, self.glass = world, glass
        self.keys = {}
        self.answers = []
        self.watcher = Watcher(glass.screenshots)
        self.watcher.start()

    def _search(self):
        """Learns where the page has its picture, the same place for plates and lights; False: this page has none."""
        names = [self.glass.word(kind) for kind in (PLATE, LIGHT)]
        for _, name, node in self.glass.each(Atspi.Role.IMAGE):
            if name in names:
                self.watcher.place = self.glass.extents(node)
                return True
        return False

    def _name(self, raw):
        box = self.watcher.place
        path = self.world.folder / "seen.rgb"
        path.write_bytes(picture.rgb(raw))
        return self.world.control(f"gaze {box.width} {box.height} {path}")

    def _touch(self, message):
        """The keys stay as long as their page; a page that came in between has others."""
        name = self.glass.word(message)
        for _ in range(2):
            try:
                if self.keys[name].do():
                    return
            except (KeyError, GLib.Error):
                pass
            self.keys = {found: key for _, found, key in self.glass.all(Atspi.Role.PUSH_BUTTON)}

    def _answer(self, raw):
        kind = LIGHT if is_light(raw) else PLATE
        seen = self._name(raw)
        self.answers.append((kind, seen))
        self._touch(NOTHING[kind] if seen == "nothing" else LIGHTS.get(seen, seen))

    def answer_what_shows(self):
        """Reads and answers one picture after the other; False: there was none."""
        answered = False
        end = time.monotonic() + LOOK_S
        search = 0 if self.watcher.place is None else time.monotonic() + SEARCH_AGAIN_S
        while time.monotonic() < end:
            raw = self.watcher.take()
            if raw is not None:
                self._answer(raw)
                answered = True
                end = time.monotonic() + LOOK_S
                search = time.monotonic() + SEARCH_AGAIN_S
            elif time.monotonic() > search:
                if not self._search():
                    return answered
                search = time.monotonic() + SEARCH_AGAIN_S
            time.sleep(BLINK_S)
        return answered

    def keep_pictures(self):
        """What stood on the screen with the first plate and the first light."""
        for light, screen in sorted((self.watcher.whole or {}).items()):
            picture.save(f"{self.glass.screenshots}/seen-{'light' if light else 'plate'}.png", *screen)
