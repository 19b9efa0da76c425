"""Staff at the real glass, to the chained audit entry at the gateway: `staff.py NAME`. K1, K5, K4, C19, M8, T1, T2, T5, T13."""

import datetime
import os
import signal
import subprocess
import sys

from bad_days import SHOTS, Day, expect
from citizen import ABORTED, ACUITY, CONFIRM, DECLARATION, END, WELCOME
from evidence import audit_events, code_of, printed, stored
from staff_hand import (BOARD, CLERK, COUNTER, STAFF, TECHNICIAN, StaffHand, chained, expect_no_visit_meanwhile, hire)
from failing import NOBODY, REFERENCE, STEERING, Ledger
from glass import Atspi
from world import SOURCE, Failed, wait_for

EVERY_RESULT = ("Meets the requirement", "Below the requirement", "No result", "A doctor decides", "Fine so far")


def staff_of(day):
    return StaffHand(day.world, day.glass, day.citizen)


class HiredDay(Day):
    """Technician and clerk have their PINs before the kiosk starts."""

    def __init__(self, name, **keywords):
        super().__init__(name, start=("gateway", "courier"), **keywords)
        # who sets clocks is asked for on the system's bus
        self.world.extra_environment["DBUS_SYSTEM_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"]

    def __enter__(self):
        super().__enter__()
        self.ledger = Ledger(self.world.folder)
        self.world.start_recorder(environment=self.ledger.environment)
        hire(self.world)
        self.world.start_kiosk()
        self.look()
        self.staff = staff_of(self)
        return self


def first_technician():
    """First PIN by the one-time code, through the hidden entry; the board, self-tests, adoption, calibration, leave."""
    with Day("staff-first-technician", clock_rate=2) as day:
        day.glass.wait_text("Open")
        day.staff = staff_of(day)
        set_first_pin(day)
        look_at_board(day)
        test_each_device(day)
        fill_up(day)
        adopt_new_instrument(day)
        adopt_new_calibration(day)
        expired_calibration(day)
        day.staff.leave()
        day.glass.wait_heading(WELCOME)
        chained(day.world, "staff-sign-out", staff="wei")
        expect_no_visit_meanwhile(day.world)


def set_first_pin(day):
    hand, glass = day.staff, day.glass
    hand.knock()
    glass.wait_text("There is no staff yet.")
    hand.fill("Name", TECHNICIAN[0])
    hand.fill("New PIN, 6 to 12 digits", TECHNICIAN[1])
    hand.fill("One-time code", "wrong")
    glass.press("Sign in")
    glass.wait_text("That was not right. Please try again.")
    hand.fill("New PIN, 6 to 12 digits", TECHNICIAN[1])
    hand.fill("One-time code", day.world.one_time_code.lower())
    glass.press("Sign in")
    glass.wait_heading(BOARD)
    glass.screenshot("board")
    chained(day.world, "staff-first-pin", staff="wei", role="technician")
    chained(day.world, "staff-sign-in", staff="wei", role="technician")


def look_at_board(day):
    """T2: state, serial, firmware, calibration, last result, of each."""
    day.staff.wait_card("Vision tester", "Ready", "VT-000117", "1.4.0", "Calibrated", "days left", "Last self-test")
    day.staff.wait_card("Audiometer", "Ready", "AU-000231", "Calibrated", "days left", "Last self-test")
    day.staff.wait_card("Card reader", "Ready", "05.01-20260105-0000004711-0000000042")
    day.world.control("unplug audiometer")
    day.staff.wait_card("Audiometer", "Absent", "Not on the USB bus. Check the cable and the plug at both ends.")
    day.world.control("plug audiometer")
    day.staff.wait_card("Audiometer", "Ready")
    chained(day.world, "device-lost", device="audiometer", cause="unplugged")


def test_each_device(day):
    for device, kind in (("Vision tester", "vision-tester"), ("Audiometer", "audiometer"), ("Card reader", "id-reader")):
        day.glass.press(f"{device}: Self-test")
        day.staff.wait_card(device, "passed")
        chained(day.world, "self-test", staff="wei", device=kind, passed=True)
    day.glass.press("Vision tester: Try out")
    chained(day.world, "active-test", staff="wei", device="vision-tester", passed=True)
    day.glass.press("Card reader: Try out together")
    day.staff.wait_card("Card reader", "Lay an identity card on the reader. Nothing of it is kept.")
    day.world.control("card put sharp")
    chained(day.world, "interactive-test", staff="wei", device="id-reader", passed=True)
    day.world.control("card lift")
    day.world.control("set audiometer self-test=7")
    day.glass.press("Audiometer: Self-test")
    day.staff.wait_card("Audiometer", "failed")
    chained(day.world, "self-test", device="audiometer", passed=False)
    day.world.control("set audiometer self-test=0")
    day.glass.press("Audiometer: Self-test")
    day.staff.wait_card("Audiometer", "Ready", "passed")


def fill_up(day):
    """O3: what nobody has counted is unknown, and no number."""
    unknown, known = day.glass.word("unknown (of %d)"), day.glass.word("%d of %d")
    day.staff.wait_card("Consumables", unknown % 100, unknown % 250)
    day.glass.press("Ear covers, in pairs: Filled up")
    day.staff.wait_card("Consumables", known % (100, 100), unknown % 250)
    chained(day.world, "ear-covers-filled", staff="wei")


def replug(day, device, setting):
    day.world.control(f"unplug {device}")
    day.world.control(f"set {device} {setting}")
    day.world.control(f"plug {device}")


def adopt_new_instrument(day):
    """S12: an unknown instrument is refused until a technician adopts it."""
    replug(day, "vision", "serial=VT-000999")
    day.staff.wait_card("Vision tester", "Locked", "VT-000999", "Unknown serial number.")
    day.glass.screenshot("unknown")
    day.glass.press("Vision tester: Adopt")
    day.staff.wait_card("Vision tester", "Ready", "VT-000999")
    chained(day.world, "device-refused", device="vision-tester", serial="VT-000999", cause="not-enrolled")
    chained(day.world, "device-adopted", staff="wei", device="vision-tester", serial="VT-000999")


def adopt_new_calibration(day):
    """T5, T9: another transducer with a certificate of its own locks the exam until a technician adopts it."""
    replug(day, "vision", "transducer-serial=P-0999 certificate=EX-0999")
    day.staff.wait_card("Vision tester", "Locked", "P-0999", "Another transducer than was adopted.")
    day.glass.screenshot("changed")
    day.glass.press("Vision tester: Adopt the new calibration")
    day.staff.wait_card("Vision tester", "Ready", "P-0999")
    chained(day.world, "device-refused", device="vision-tester", serial="VT-000999", cause="transducer")
    chained(day.world, "device-adopted", staff="wei", device="vision-tester", serial="VT-000999", transducer_serial="P-0999",
            calibration="EX-0999")


def expired_calibration(day):
    """T5: its exam is locked, the reason in plain words; the other exam stays open."""
    replug(day, "vision", "calibration-expires=20260101")
    day.staff.wait_card("Vision tester", "Locked", "No valid calibration record.", "2026-01-01", "expired")
    day.glass.screenshot("expired")
    day.staff.leave()
    day.glass.wait_heading(WELCOME)
    day.glass.wait_text("Not every exam can be done here just now.")
    day.glass.screenshot("partly-open")
    replug(day, "vision", "calibration-expires=none")
    day.staff.sign_in(TECHNICIAN, BOARD)
    day.staff.wait_card("Vision tester", "Locked", "never calibrated")


def technician_lists():
    """Outbox and receipts, whether the office can be reached, the event log, the clock; a clerk is added."""
    with HiredDay("staff-lists", clock_rate=10) as day:
        hand, glass = day.staff, day.glass
        hand.sign_in(TECHNICIAN, BOARD)
        hand.tab("Outbox", "Outbox and receipts")
        glass.wait_text("Not yet accepted: 0. Connection: works. Disk: has room.")
        glass.wait_text("Accepted")
        glass.screenshot("outbox")
        day.world.kill("medcheck-gateway", signal.SIGTERM)
        hand.tab("Instruments", BOARD)
        glass.press("Audiometer: Self-test")
        hand.wait_card("Audiometer", "passed")
        glass.press("Create")  # T8
        bundles = day.world.state / "kiosk" / "support"
        glass.wait_text(f"It lies in {bundles}/")
        bundle, = bundles.iterdir()
        if not {"README.txt", "versions.json", "devices.json"} <= {file.name for file in bundle.iterdir()}:
            raise Failed(f"no support bundle: {list(bundle.iterdir())}")
        glass.screenshot("support-bundle")
        hand.tab("Outbox", "Outbox and receipts")
        glass.wait_text("Connection: is down.")
        glass.wait_text("Recorded here")
        glass.screenshot("outbox-away")
        day.world.start_gateway()
        glass.wait_text("Not yet accepted: 0. Connection: works.", 120)
        hand.tab("Events", "Event log")
        for event in ("A person of the staff was added", "Staff signed in", "A self-test was made"):
            glass.wait_text(event)
        glass.screenshot("events")
        set_clock(day)
        hand.tab("People", "Add a person")
        glass.press("Clerk")
        hand.fill("Name", "mei")
        hand.fill("New PIN, 6 to 12 digits", "905133")
        hand.fill("The PIN once more", "905133")
        glass.press("Add")
        chained(day.world, "staff-first-pin", staff="mei", role="clerk")
        hand.leave()
        glass.wait_heading(WELCOME)
        hand.sign_in(("mei", "905133"), COUNTER)
        hand.leave()
        glass.wait_heading(WELCOME)
        chained(day.world, "staff-sign-out", staff="mei")
        full_disk(day)


def set_clock(day):
    """T13: how good the clock is stands there; beside a time server nobody sets it, else it is set after a question, by the machine's
    own service, and that is chained. Whether a time server steers this machine is of no account: the recorder is told by turns."""
    hand, glass, world = day.staff, day.glass, day.world
    asked = world.folder / "timedated"
    service = subprocess.Popen(["/usr/bin/python3", "-B", str(SOURCE / "tests" / "e2e" / "timedated.py"), str(asked)])
    world.processes["timedated"] = service
    wait_for("somebody who sets clocks", asked.exists, alive=[service])
    day.ledger.set(STEERING, REFERENCE)
    hand.tab("Clock", "Clock")
    glass.wait_text("A time server sets the clock")
    ask_to_set(day)
    glass.press("Yes, set it")
    glass.wait_text("Refused: not allowed in this state or to this role.")
    expect(asked.read_text() == "", "nothing sets a clock beside a time server")
    day.ledger.set(STEERING, NOBODY)
    hand.tab("Events", "Event log")
    hand.tab("Clock", "Clock")
    glass.wait_text("The clock is believed; nothing sets it")
    glass.screenshot("clock")
    now = ask_to_set(day)
    glass.screenshot("clock-asked")
    glass.press("No, leave it")
    glass.press("Set the clock")
    expect(asked.read_text() == "", "nothing is set before it was confirmed")
    glass.press("Yes, set it")
    chained(world, "clock-set", staff="wei")
    expect(asked.read_text().split() == [str(int(now.timestamp()) * 1000000), "False", "False"], f"asked for: {asked.read_text()}")


def ask_to_set(day):
    """To this minute, which it returns, up to the question."""
    hand, glass = day.staff, day.glass
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).replace(second=0, microsecond=0)
    hand.fill("Day, as 20261124", now.strftime("%Y%m%d"))
    hand.fill("Time, as 1405", now.strftime("%H%M"))
    glass.press("Set the clock")
    glass.wait_text(f"Set the clock of this kiosk to {now:%Y-%m-%d %H:%M}:00?")
    return now


def full_disk(day):
    """With less space than its floor the kiosk measures nobody, and says so to whoever can help."""
    settings = day.world.state / "recorder" / "recorder.json"
    day.world.kill("medcheck-recorder")
    settings.write_text(settings.read_text().replace("{", '{"free_floor_mib": 2147483647,', 1))
    day.world.start_recorder()
    day.staff.sign_in(TECHNICIAN, BOARD)
    day.staff.tab("Outbox", "Outbox and receipts")
    day.glass.wait_text("Disk: is full.")
    day.glass.screenshot("outbox-full-disk")


def wrong_pins():
    """K1: five wrong PINs make one wait, also after the recorder was started again."""
    with HiredDay("staff-wrong-pins", clock_rate=1) as day:
        hand, glass = day.staff, day.glass
        hand.knock()
        hand.fill("Name", TECHNICIAN[0])
        for tried in range(5):
            hand.try_in("111111")
            wait_for("the refusal", lambda: len(refusals(day)) == tried + 1)
        glass.wait_text("The next try is in")
        glass.screenshot("wait")
        day.world.kill("medcheck-recorder")
        day.world.start_recorder()
        glass.press("Back")
        hand.sign_in(TECHNICIAN)
        glass.wait_text("The next try is in")
        expect(glass.heading() == glass.word(STAFF), "the right PIN does not help before its time")
        hand.wait_gone("The next try is in")
        hand.try_in(TECHNICIAN[1])
        glass.wait_heading(BOARD)
        waits = [body["wait_seconds"] for body in refusals(day)]
        expect(waits[:4] == [0, 0, 0, 0] and waits[4] == 15, f"the fifth one waits 15 s: {waits}")


def refusals(day):
    return [body for body in audit_events(day.world) if body["event"] == "staff-sign-in-refused"]


def clerk():
    """Help asked for and seen to, pause and open, today's visits without results, copies of a slip, a check ended with a
    reason."""
    with HiredDay("staff-clerk", clock_rate=5, devices="vision,audiometer,reader,printer") as day:
        help_in_mid_exam(day)
        record = day.finish()
        day.glass.wait_text("Please take your slip.")
        first = paper(day, "first")
        complain(day)
        day.glass.press("Finish")
        today_without_results(day, record)
        copies(day, first)
        pause_and_open(day)
        end_a_check(day)
        expect_no_visit_meanwhile(day.world)


def help_in_mid_exam(day):
    hand, glass = day.staff, day.glass
    day.citizen.until(day.citizen.at_exam(ACUITY))
    glass.press("Help")
    glass.wait_text("Help is on the way")
    hand.sign_in(CLERK, COUNTER)
    # C19: it stands on the clerk's page as it opens.
    expect(any(text == "Help was asked for: 1" for text in glass.texts()), f"the request: {glass.texts()}")
    glass.wait_text("A check is waiting")
    glass.screenshot("counter")
    expect("vision.on=0" in day.world.control("state"), "the instrument is dark while staff is in")
    glass.press("Seen to")
    hand.wait_gone("Help was asked for")
    hand.leave()
    chained(day.world, "help-asked")
    chained(day.world, "help-done", staff="lin")


def complain(day):
    """M8: chained under a number of its own, which the person is told."""
    day.glass.press("Feedback")
    day.glass.press("I want to complain")
    day.glass.wait_text("Thank you. It is noted.")
    day.glass.screenshot("complained")
    visit_seq = stored(day.world, "visit")[0][0]
    chained(day.world, "complained", record=visit_seq)
    day.glass.press("Back")


def today_without_results(day, record):
    hand, glass = day.staff, day.glass
    expect(record["assisted"] == 1, "the help of a clerk stands in the record")
    hand.sign_in(CLERK, COUNTER)
    glass.wait_text("Accepted")
    texts = glass.texts()
    expect(any("K0001" in text or "K-0001" in text for text in texts), f"the visit's reference: {texts}")
    expect(any("*" in text and text[0] != "*" for text in texts), f"whose it is, masked: {texts}")
    for word in EVERY_RESULT:
        expect(not any(glass.word(word) in text for text in texts), f"no result at the counter: {word}")
    glass.screenshot("today")


def paper(day, name):
    """The slip that came out last: its code is read by another program; returns its dots."""
    picture = SHOTS / day.name / f"slip-{name}.png"
    says = printed(day.world, picture)
    expect(says == code_of(day.world), f"the code on the paper names the record, not {says}")
    return (day.world.folder / "slip.pbm").read_bytes()


def copies(day, first):
    """K4: a copy says which it is; one that does not come out is not counted."""
    hand, glass, world = day.staff, day.glass, day.world
    reference = next(text for text in glass.texts() if text.startswith("MC-"))
    world.control("set printer paper=0")
    glass.wait_text("The slip printer is out of paper. Put in a new roll and close the cover.")
    glass.press(f"{reference}: Print slip")
    chained(world, "slip-issued", staff="lin", copy=2)
    glass.screenshot("out-of-paper")
    hand.leave()
    chained(world, "slip-failed", copy=2)
    hand.sign_in(CLERK, COUNTER)
    glass.press(f"{reference}: Print slip")
    glass.wait_text("The slip printer is out of paper. Put in a new roll and close the cover.")
    world.control("set printer paper=40000")
    glass.wait_text("The slip is printed.")
    glass.screenshot("copy")
    expect(len(paper(day, "copy")) > len(first), "the copy says which it is: it is longer by that")
    issued = [body["copy"] for body in audit_events(world) if body["event"] == "slip-issued"]
    expect(issued[:2] == [1, 2], f"the first one, then the copy that did not come out: {issued}")
    wait_for("the copy's count at the gateway", lambda: [
        body["copy"] for body in audit_events(world) if body["event"] == "slip-issued"] == [1, 2, 2])


def printer_taken_away():
    """O11, K4: the printer goes in the middle of a slip: the person reads what to do, the record is none the worse, and once it is
    back a clerk has the slip printed: one comes out, whole."""
    with HiredDay("staff-printer", clock_rate=5, devices="vision,audiometer,reader,printer") as day:
        hand, glass, world = day.staff, day.glass, day.world
        world.control("fault printer ep=1 kind=unplug skip=8")
        day.finish()
        glass.wait_text("The slip was not printed. Ask a clerk, or photograph the code.")
        glass.screenshot("not-printed")
        chained(world, "slip-issued", copy=1)
        chained(world, "slip-failed", copy=1)
        torn = world.control("state")
        expect("printer.slips=0" in torn and "printer.plugged=0" in torn, f"nothing whole came out: {torn}")
        glass.press("Finish")
        hand.sign_in(CLERK, COUNTER)
        glass.screenshot("counter")
        world.control("plug printer")
        wait_for("the printer to be back", lambda: world.log("medcheck-devsim").count("printer: ready") >= 2)
        expect("printer.slips=0" in world.control("state"), "nobody's slip comes out by itself")
        reference = next(text for text in glass.texts() if text.startswith("MC-"))
        glass.press(f"{reference}: Print slip")
        glass.wait_text("The slip is printed.")
        paper(day, "again")
        expect("printer.slips=1" in world.control("state"), "one slip, not two")
        expect_no_visit_meanwhile(world)


def pause_and_open(day):
    hand, glass = day.staff, day.glass
    glass.press("Pause this kiosk")
    glass.wait_text("Paused")
    hand.leave()
    glass.wait_heading(WELCOME)
    glass.wait_text("A clerk has paused this kiosk.")
    expect(glass.look(Atspi.Role.PUSH_BUTTON, "Start") is None, "nobody can begin")
    glass.screenshot("paused")
    hand.sign_in(CLERK, COUNTER)
    glass.press("Open this kiosk")
    glass.button("Pause this kiosk")
    hand.leave()
    glass.button("Start")
    chained(day.world, "paused", staff="lin")
    chained(day.world, "opened", staff="lin")


def end_a_check(day):
    hand, glass = day.staff, day.glass
    day.citizen.page = None
    day.citizen.until(DECLARATION)
    hand.sign_in(CLERK, COUNTER)
    glass.press("End this check")
    glass.press("Help was needed that the kiosk cannot give")
    glass.button("Pause this kiosk")
    hand.leave()
    glass.wait_heading(ABORTED)
    chained(day.world, "visit-ended-by-clerk", staff="lin", reason="clerk")
    expect(len(stored(day.world, "visit")) == 1, "the ended check left no record")


if __name__ == "__main__":
    try:
        globals()[sys.argv[1].replace("-", "_")]()
    except Failed as failed:
        print(f"FAILED: {failed}", file=sys.stderr)
        sys.exit(1)
    print(f"staff {sys.argv[1]}: shown")
