"""The hand of a clerk or a technician on the glass: the hidden entry, the key pad, the tabs."""

import json
import socket
import time

from evidence import audit_events
from glass import Atspi, GLib
from world import Failed, wait_for

TECHNICIAN, CLERK = ("wei", "482916"), ("lin", "731205")
BOARD = "Instruments"
COUNTER = "Counter"
STAFF = "Staff"


class StaffHand:
    def __init__(self, world, glass, citizen):
        self.world, self.glass, self.citizen = world, glass, citizen

    def knock(self):
        self.citizen.staff_entry()

    def fill(self, field, text):
        """By a finger on the keys of the glass, each when the one before is seen: a kiosk has no others."""
        self.glass.button(field)
        keys = {name: node for _, name, node in self.glass.all(Atspi.Role.PUSH_BUTTON)}
        node = keys[self.glass.word(field)]
        length = len(self._stands_in(node))
        wait_for(f"the field {field!r} to be chosen", lambda: self._choose(node), alive=self.glass.alive)
        for character in text:
            length += 1
            self.glass.tap(keys[character])
            wait_for(f"{length} characters in the field {field!r}", lambda: len(self._stands_in(node)) == length,
                     alive=self.glass.alive)

    def _choose(self, field):
        """A finger comes once more when nothing happens; the one before may have met a glass that was just drawn anew."""
        self.glass.tap(field)
        end = time.monotonic() + 1
        while time.monotonic() < end:
            try:
                if field.has(Atspi.StateType.FOCUSED):
                    return True
            except GLib.Error:
                pass
            time.sleep(0.02)
        return False

    def _stands_in(self, field):
        """What the field shows: the last label in it; stars for a PIN. A tree that changes under the look shows nothing."""
        shown = [name for _, name, _ in self.glass.each(Atspi.Role.LABEL, below=field)]
        return shown[-1].strip() if len(shown) > 1 else ""

    def sign_in(self, person, page=None):
        """From any page; page: the one that must stand there then."""
        self.knock()
        self.fill("Name", person[0])
        self.try_in(person[1])
        if page is not None:
            self.glass.wait_heading(page)

    def try_in(self, pin):
        """After a refusal the name still stands there."""
        self.fill("PIN", pin)
        self.glass.press("Sign in")

    def tab(self, name, heading):
        self.glass.press(name)
        self.glass.wait_heading(heading)

    def leave(self):
        self.glass.press("Leave")

    def wait_gone(self, message):
        name = self.glass.word(message)
        wait_for(f"the text {message!r} to go", lambda: not any(name in text for text in self.glass.texts()),
                 alive=self.glass.alive)

    def card_texts(self, device):
        """What the board says of one instrument: the labels between its name and the next one's."""
        names = [self.glass.word(name) for name in ("Consumables", "Vision tester", "Audiometer", "Card reader")]
        found, inside = [], False
        for role, text, _ in self.glass.all(Atspi.Role.LABEL, Atspi.Role.HEADING):
            if role == Atspi.Role.HEADING and text in names:
                inside = text == self.glass.word(device)
            elif inside and text:
                found.append(text)
        return found

    def wait_card(self, device, *messages):
        """Until the board says all of it of the instrument."""
        wanted = [self.glass.word(message) for message in messages]

        def says():
            texts = self.card_texts(device)
            return all(any(part in text for text in texts) for part in wanted)

        try:
            wait_for(f"{device}: {list(messages)}", says, alive=self.glass.alive)
        except Failed as failed:
            raise Failed(f"{failed}; the board says {self.card_texts(device)}") from failed


def hire(world):
    """Technician and clerk without a glass: over the recorder's socket, before a kiosk has it."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(30)
        connection.connect(str(world.state / "recorder" / "recorder.sock"))
        lines = connection.makefile("r")  # one for both ways would forget at each question what it had read on

        def ask(number, **members):
            connection.sendall((json.dumps({"id": number, **members}) + "\n").encode())
            while True:
                answer = json.loads(lines.readline())
                if answer.get("id") == number:
                    break
            if not answer.get("ok"):
                raise Failed(f"recorder: {members['op']}: {answer}")

        ask(1, op="staff-first-pin", name=TECHNICIAN[0], pin=TECHNICIAN[1], code=world.one_time_code, role="technician")
        ask(2, op="staff-first-pin", name=CLERK[0], pin=CLERK[1], code="", role="clerk")
        ask(3, op="staff-sign-out")


def chained(world, event, **members):
    """Waits until the gateway has accepted an audit entry of this event with these members; returns its body."""

    def find():
        for body in audit_events(world):
            if body["event"] == event and all(body.get(name) == value for name, value in members.items()):
                return body
        return None

    return wait_for(f"the audit entry {event} {members}", find)


def expect_no_visit_meanwhile(world):
    """Between a sign-in and its sign-out nothing of a visit is begun, opened or recorded."""
    inside = False
    for kind, body in chain(world):
        event = body.get("event", "") if kind == "audit" else kind
        if event == "staff-sign-in":
            inside = True
        elif event == "staff-sign-out":
            inside = False
        elif inside and event in ("visit", "visit-opened", "exam-opened", "visit-resumed"):
            raise Failed(f"{event} while staff was in")


def chain(world):
    """(type, body) of every accepted record, in the order of the chain."""
    from evidence import prove, stored

    for seq, kind, envelope in stored(world):
        path = world.folder / f"link-{seq:06d}.p7m"
        path.write_bytes(envelope)
        yield kind, prove(path, world.state / "trust" / "roots.pem")["body"]
