"""The citizen's hand on the glass: does on each page what the page asks for, by accessible role and name.

Eyes and ears are the simulator's: it sits at the instruments. This hand only touches the glass and puts the card down.
"""

import os
import time

from eyes import Eyes
from glass import Atspi, GLib, Pointer
from reflexes import Reflexes
from world import PATIENCE_S, Failed, wait_for

# On a slow machine a hand that looks all the time takes the processor from the exam.
LOOK_AGAIN_S = float(os.environ.get("MC_LOOK_AGAIN_S", "0.02"))

WELCOME = "Driver medical check"
LANGUAGE = "Which language do you read?"
PRIVACY = "What happens now"
CARD = "Put your identity card on the reader"
CONFIRM = "Is this you?"
BUSINESS = "What are you here for?"
CLASS = "Which licence class?"
AIDS = "Glasses and hearing aid"
DECLARATION = "Do you have any of these?"
GLASSES_ON = "Please put your glasses on"
LONGER = "A little longer"
RE_INSTRUCT = "Let us explain it once more"
SUMMARY = "Your results"
SIGNATURE = "Please sign with your finger"
END = "Done. Thank you."
LEFT = "Thank you. There is more to do."  # the same page, when an instrument left an exam open
ABORTED = "The check was ended"
FAULT = "The kiosk cannot go on"

FORWARD = ("I am ready", "With pictures", "Continue", "Next")

ACUITY = "Eyesight without glasses"
ACUITY_GLASSES = "Eyesight with glasses"
HEARING = "Hearing"
SIDE = "Sound direction"
COLOUR = "Colour vision"
STATURE = "Body height"
ARMS = ("Raise your left arm", "Raise your right arm", "Left hand: make a fist, then spread all fingers",
        "Right hand: make a fist, then spread all fingers")


class Citizen:
    def __init__(self, world, glass, licence_class="C1", business="Renewal", glasses=False, card="sharp", tell=None,
                 conditions=(), phone=""):
        self.world, self.glass = world, glass
        self.licence_class, self.business, self.glasses, self.card = licence_class, business, glasses, card
        self.conditions, self.phone = conditions, phone
        self.hearing_aid = False
        self.cannot = ()  # movements, by their headings
        self.tell = tell or (lambda text: None)
        self.eyes = Eyes(world, glass) if world.screen else None
        self.reflexes = Reflexes(world, glass)
        self.page = None
        self.seen = []
        self.card_is_down = False
        self.pages = {
            WELCOME: self._welcome, LANGUAGE: self._language, PRIVACY: self._privacy, CARD: self._card,
            CONFIRM: self._confirm, BUSINESS: self._business, CLASS: self._class, AIDS: self._aids,
            DECLARATION: self._declaration, GLASSES_ON: self._glasses_on, SUMMARY: self._summary,
            SIGNATURE: self._signature,
        }

    # ---- what each page wants ----

    def _welcome(self):
        self.glass.press("Start")

    def _language(self):
        self.glass.press("Continue")

    def _privacy(self):
        self.glass.press("I agree")

    def _card(self):
        if not self.card_is_down:
            self.world.control(f"card put {self.card}")
            self.card_is_down = True

    def _confirm(self):
        self.glass.press("Yes, that is me")
        self.world.control("card lift")
        self.card_is_down = False

    def _business(self):
        self.glass.press(self.business)

    def _class(self):
        self.glass.press(self.licence_class)
        self.glass.press("Continue")

    def _aids(self):
        self.glass.press("Yes, with me" if self.glasses else "No, none here")
        self.glass.press("Yes, I wear one" if self.hearing_aid else "No, I do not")
        self.glass.press("Continue")

    def _declaration(self):
        for condition in self.conditions or ("None of these",):
            self.glass.press(condition)
        self.glass.press("I declare that this is true")

    def _glasses_on(self):
        self.world.control("glasses on")
        self.glass.press("I am wearing them")

    def _summary(self):
        self.glass.press("Continue to signature")

    def _signature(self):
        field = self._signature_field()
        box = self.glass.extents(field)
        left, top, width, height = box.x, box.y, box.width, box.height
        finger = Pointer()
        points = [(left + width // 5 + i * width // 20, top + height // 2 + (height // 5 if i % 2 else -height // 5))
                  for i in range(12)]
        finger.stroke(points)
        self._telephone()
        self.glass.press("Sign and finish")

    def _telephone(self):
        """Digit by digit, each when the one before is seen."""
        for length in range(1, len(self.phone) + 1):
            self.glass.press(self.phone[length - 1])
            wait_for(f"{length} digits of the telephone number", lambda: self.phone[:length] in self.glass.texts(),
                     alive=self.glass.alive)

    def _signature_field(self):
        name = self.glass.word("Field for your signature")

        def find():
            for _, found, node in self.glass.all():
                if found == name:
                    return node
            return None

        return wait_for("the signature field", find)

    # ---- going on ----

    def _forward(self, buttons):
        """Practice and exam pages have one forward button, or none while they run. A page that turned meanwhile took it along:
        who waited for it here would miss the exam that runs."""
        for button in buttons:
            try:
                if not button.do():
                    continue
            except GLib.Error:
                continue
            if self.eyes is not None:
                self.eyes.answer_what_shows()
            return

    def _here(self):
        """English heading of the page that stands there, or None for the exam and practice pages."""
        known = {self.glass.word(message): message for message in (*self.pages, END, ABORTED, FAULT)}
        known[self.glass.word(LEFT)] = END
        for _, name, _ in self.glass.each(Atspi.Role.HEADING):
            if name in known:
                return known[name]
        return None

    def until(self, *ends, patience_s=max(150, PATIENCE_S)):
        """Goes on, page by page, until one of the pages `ends` stands there (or a callable among them says so)."""
        limit = time.monotonic() + patience_s
        while time.monotonic() < limit:
            for process in self.glass.alive:
                if process.poll() is not None:
                    raise Failed(f"{process.args[0]} ended with {process.returncode}")
            begun = time.monotonic()
            with self.glass.one_look():
                here = self._here()
                if any(end() if callable(end) else here == end for end in ends):
                    return here
                exam = self._look_at_exam() if here is None else None
            looked_s = time.monotonic() - begun
            if here in (END, ABORTED, FAULT):
                raise Failed(f"the check ended on {here!r}, wanted {ends}; on the glass: {self.glass.texts()[:14]}")
            if here != self.page:
                self.page = here
                heading = here or self.glass.heading()
                self.seen.append(heading)
                self.tell(heading)
                if here is not None:
                    self.glass.screenshot(here.split("?")[0].replace(" ", "-").lower()[:40])
            try:
                if here is None:
                    self._exam_page(*exam)
                else:
                    self.pages[here]()
                    self._leave(here)
            except Failed:
                if self._here() == here:
                    raise
            # A look costs the kiosk as much as the one who looks: it has the same time for itself.
            time.sleep(max(LOOK_AGAIN_S, min(looked_s, 0.2)))
        raise Failed(f"waited {patience_s} s in vain for {ends}; on the glass: {self.glass.texts()[:14]}")

    def _leave(self, page):
        """After a page got what it wanted, the next one comes; the card page may have to wait for the card."""
        end = time.monotonic() + (2 if page == CARD else PATIENCE_S)
        while self._here() == page and time.monotonic() < end:
            time.sleep(LOOK_AGAIN_S)

    def _look_at_exam(self):
        """Heading and forward buttons, in the look in which no end was seen: a page that comes later has to be asked for its end
        before anything is done there."""
        buttons = (self.glass.look(Atspi.Role.PUSH_BUTTON, message) for message in FORWARD)
        return self.glass.heading(), [button for button in buttons if button is not None]

    def _exam_page(self, heading, forward):
        if self.eyes is not None and self.eyes.answer_what_shows():
            return
        # Who will walk away has the hand at the instrument's pad by then.
        self.glass.hand_is_there = self.world.person != "leaves"
        if heading and heading != (self.seen[-1] if self.seen else None):
            self.seen.append(heading)
            self.tell(heading)
            self.glass.screenshot(heading.replace(":", "").replace(" ", "-").lower()[:40])
        if heading and heading in [self.glass.word(one) for one in self.cannot]:
            self._say_cannot()
        elif forward:
            self._forward(forward)
        else:
            self.reflexes.practise(heading)

    def _say_cannot(self):
        """A movement may pass by itself before the finger is there: then it was not said."""
        try:
            self.glass.press("I cannot do this", patience_s=2)
        except Failed:
            return

    def staff_entry(self):
        """The hidden entry: seven taps into the upper left corner."""

        def knock():
            for _ in range(7):
                self.glass.hand.tap(20, 20)
                time.sleep(0.05)
            return self.glass.heading() == self.glass.word("Staff")

        wait_for("the staff's door", knock)

    def at_exam(self, message):
        """For until(): TRUE while the named exam is running."""
        return lambda: (self.glass.heading() == self.glass.word(message)
                        and self.glass.look(Atspi.Role.PUSH_BUTTON, "I am ready") is None)
