"""./demo with a display: a visitor plays the person by the buttons of the companion's window: `companion.py`."""

import os
import subprocess
import sys
import time

from citizen import CARD, CONFIRM, HEARING, Citizen
from glass import Atspi, Glass
from world import BUILD, SOURCE, Failed, free_port, wait_for

SEED, CLOCK_RATE = 1, 1
ARROWS = {"RIGHT": "→ 右 Right", "UP": "↑ 上 Up", "LEFT": "← 左 Left", "DOWN": "↓ 下 Down"}


def expect(condition, what):
    if not condition:
        raise Failed(f"expected: {what}")


def below(parent, program):
    """The pid of the program among the parent's descendants, or None."""
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace").read()
                children.setdefault(int(stat.rsplit(")", 1)[1].split()[1]), []).append(int(entry))
            except OSError:
                continue
    waiting = [parent]
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        try:
            if os.readlink(f"/proc/{pid}/exe").endswith("/" + program):
                return pid
        except OSError:
            continue
    return None


class Companion(Glass):
    """The other window: found and pressed in the same way, but it stands where the window manager put it."""

    def place(self):
        from Xlib import display

        root = display.Display().screen().root
        waiting = [root]
        while waiting:
            window = waiting.pop()
            waiting += window.query_tree().children
            if "simulated person" in (window.get_full_text_property(
                    window.display.get_atom("_NET_WM_NAME")) or ""):
                at = root.translate_coords(window, 0, 0)
                return at.x, at.y
        return None

    def extents(self, node):
        box = super().extents(node)
        # The window manager may still be about to move it.
        x, y = wait_for("the companion's window", self.place)
        return box._replace(x=box.x + x, y=box.y + y)

    def find(self, role, words):
        return wait_for(f"{words!r} in the companion", lambda: next(
            (node for _, name, node in self.all(role) if words in name), None), alive=self.alive)

    def push(self, words):
        self.tap(self.find(Atspi.Role.PUSH_BUTTON, words))

    def check(self, words):
        self.tap(self.find(Atspi.Role.CHECK_BOX, words))

    def says(self, words):
        return any(words in name for _, name, _ in self.all(Atspi.Role.LABEL))


class Visitor:
    """What the simulator's state tells the visitor's eyes and ears."""

    screen = False  # looks at no plate: the play ends before them
    devices = ""  # and plugs no response pad

    def __init__(self, control_path):
        import socket

        self.socket, self.path = socket, control_path

    def control(self, line):
        with self.socket.socket(self.socket.AF_UNIX) as connection:
            connection.settimeout(30)
            connection.connect(self.path)
            connection.sendall(line.encode() + b"\n")
            return connection.makefile().readline().strip()

    def state(self):
        return dict(word.split("=", 1) for word in self.control("state").split() if "=" in word)


def control_path_of(pid):
    for line in open(f"/proc/{pid}/environ", "rb").read().split(b"\0"):
        if line.startswith(b"MEDCHECK_DEVSIM_CONTROL="):
            return line.split(b"=", 1)[1].decode()
    return None


def play(kiosk, companion, visitor):
    citizen = Citizen(visitor, kiosk)
    citizen.pages[CARD] = lambda: None
    citizen.pages[CONFIRM] = lambda: (kiosk.press("Yes, that is me"), companion.push("Lift"))
    citizen.until(CARD)
    companion.push("Put down")
    citizen.until(CONFIRM)
    expect(companion.find(Atspi.Role.PUSH_BUTTON, "Put down") is not None, "the companion is alive")
    citizen.until(lambda: kiosk.look(Atspi.Role.PUSH_BUTTON, "I am ready") is not None)
    look_and_answer(kiosk, companion, visitor)
    unplugged(kiosk, companion)
    hear_and_press(kiosk, companion, visitor)
    walk_away(kiosk, companion)


def look_and_answer(kiosk, companion, visitor):
    """The practice: what the instrument shows is answered on the companion's pad."""
    kiosk.press("I am ready")
    wait_for("an optotype in the viewer", lambda: visitor.state().get("vision.on") == "1")
    wait_for("the companion to show what the eye sees", lambda: companion.says("eye, "))
    companion.push(ARROWS[visitor.state()["vision.direction"]])
    kiosk.wait_text("That was right")
    wait_for("the next optotype", lambda: visitor.state().get("vision.on") == "1")
    companion.push("I cannot see it")
    kiosk.wait_text("Not quite")


def unplugged(kiosk, companion):
    """Unplugged: waited for, and then the rest goes on without it."""
    companion.check("Vision tester")
    kiosk.wait_text("One moment, please")
    kiosk.hand_is_there = False
    kiosk.wait_heading(f"Practice: {HEARING}", patience_s=90)
    kiosk.hand_is_there = True


def hear_and_press(kiosk, companion, visitor):
    """A visitor who is too slow for a tone gets the next one."""
    key = companion.find(Atspi.Role.PUSH_BUTTON, "Press left")
    kiosk.press("I am ready")
    last_sound = time.monotonic()

    def heard():
        nonlocal last_sound
        state = visitor.state()
        if state.get("audiometer.on") == "1":
            last_sound = time.monotonic()
        elif time.monotonic() - last_sound > 5 and kiosk.look(Atspi.Role.PUSH_BUTTON, "Continue") is not None:
            kiosk.press("Continue", patience_s=2)
        if state.get("audiometer.on") == "1" and state["audiometer.silent"] == "0" and int(state["audiometer.onset"]) > 0:
            wait_for("the tone", lambda: int(visitor.state().get("audiometer.onset", "-1")) < -300)
            companion.tap(key)
            wait_for("the end of the tone", lambda: visitor.state().get("audiometer.on") == "0")
            return any("That was right" in text for text in kiosk.texts())
        return False

    wait_for("a press that was right", heard, 90, alive=kiosk.alive)


def walk_away(kiosk, companion):
    companion.check("There")
    kiosk.wait_text("Please put the headphones on again")
    companion.check("There")


def main():
    demo = subprocess.Popen(["/usr/bin/python3", str(SOURCE / "tests" / "e2e" / "demo.py"), "--visitor", "--seed", str(SEED),
                             "--clock-rate", str(CLOCK_RATE)], stdout=subprocess.DEVNULL)
    try:
        kiosk_pid = wait_for("the kiosk", lambda: below(demo.pid, "medcheck-kiosk"), alive=[demo])
        companion_pid = wait_for("the companion", lambda: below(demo.pid, "medcheck-companion"), alive=[demo])
        shots = str(BUILD / "screenshots" / "e2e" / "companion")
        kiosk = Glass(kiosk_pid, screenshots=shots, alive=[demo])
        companion = Companion(companion_pid, screenshots=shots, alive=[demo])
        visitor = Visitor(control_path_of(companion_pid))
        try:
            play(kiosk, companion, visitor)
        finally:
            kiosk.screenshot("last")
        os.kill(companion_pid, 15)
        expect(demo.wait(timeout=60) == 0, "./demo ends with the companion, all of it")
    finally:
        if demo.poll() is None:
            demo.terminate()
            demo.wait(timeout=60)


if __name__ == "__main__":
    try:
        main()
    except Failed as failed:
        print(f"FAILED: {failed}", file=sys.stderr)
        sys.exit(1)
    print("the companion's buttons play the person")
