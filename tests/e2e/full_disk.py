"""B6, K3: the recorder's disk fills and is cleared again: tests/support/failing stands between it and the C library."""

import errno
import sys

from bad_days import Day, expect
from citizen import CARD, WELCOME
from evidence import audit_events, read_again, stored
from failing import ERROR, FAIL_AT, FAIL_COUNT, FAILED, Ledger
from staff_hand import CLERK, COUNTER, STAFF, TECHNICIAN, StaffHand, chain, hire
from world import Failed, wait_for


class FullDisk(Ledger):
    def __init__(self, folder):
        super().__init__(folder)
        self.set(ERROR, errno.ENOSPC)
        self.set(FAIL_COUNT, 0xFFFFFFFF)

    def fill(self):
        self.set(FAIL_AT, 1)

    def clear(self):
        self.set(FAIL_AT, 0)

    def refused(self):
        """How many writes it did not take."""
        return self.get(FAILED)


CITIZEN = "The disk of this kiosk is full, so no new check begins here. What is recorded stays."
CLERK_TOLD = "The disk is full: no new check begins. What is recorded stays. Send people to another kiosk"
TECHNICIAN_TOLD = "The disk under the journal is full (storage-alarm). What is recorded stays, and nothing unsent is deleted."


class FullDay(Day):
    """The recorder's disk can be filled; staff has its PINs."""

    def __enter__(self):
        super().__enter__()
        self.disk = FullDisk(self.world.folder)
        self.start_recorder()
        hire(self.world)
        self.world.start_kiosk()
        self.look()
        self.staff = StaffHand(self.world, self.glass, self.citizen)
        return self

    def start_recorder(self):
        self.world.start_recorder(environment=self.disk.environment)


def told_while_it_runs(day):
    """By the counter, the first page and the staff's door, in this order."""
    day.staff.sign_in(CLERK, COUNTER)
    day.disk.fill()
    day.glass.wait_text(CLERK_TOLD)
    day.glass.screenshot("counter")
    day.staff.leave()
    day.glass.wait_text(CITIZEN)
    day.glass.screenshot("welcome")
    day.staff.knock()
    day.glass.wait_heading(STAFF)
    day.glass.wait_text(TECHNICIAN_TOLD)
    day.staff.fill("Name", TECHNICIAN[0])
    day.staff.try_in(TECHNICIAN[1])
    day.glass.wait_text(TECHNICIAN_TOLD)
    day.glass.screenshot("door")
    day.glass.press("Back")
    day.glass.wait_heading(WELCOME)


def told_after_a_restart(day):
    """It starts on the full disk, and says why nothing begins: not that it is away."""
    day.world.kill("medcheck-recorder")
    day.glass.wait_text("Nothing can be measured here just now.")
    refused = day.disk.refused()
    day.start_recorder()
    day.glass.wait_text(CITIZEN)
    day.glass.screenshot("welcome-after-restart")
    expect(day.disk.refused() > refused, "it met the full disk")


def disk_full():
    """B6, K3: who stands there reads why; what is recorded stays; it opens by itself when there is room."""
    with FullDay("disk-full", start=("gateway", "courier")) as day:
        day.finish()
        day.glass.press("Finish")
        day.glass.wait_heading(WELCOME)
        told_while_it_runs(day)
        told_after_a_restart(day)
        before = len(stored(day.world))
        day.disk.clear()
        day.glass.wait_text("Open")
        day.glass.screenshot("open-again")
        day.citizen.until(CARD)
        wait_for("the next visit in the chain", lambda: len([1 for body in audit_events(day.world)
                                                             if body["event"] == "visit-opened"]) == 2)
        day.expect_one_record()
        # The start that could not be chained stands before all that came after it.
        after = [body.get("event") for _, body in chain(day.world)][before:]
        expect(after[:2] == ["recorder-started", "storage-alarm"], f"the start and the alarm are chained: {after}")
        read_again(day.world)


if __name__ == "__main__":
    try:
        disk_full()
    except Failed as failed:
        print(f"FAILED: {failed}", file=sys.stderr)
        sys.exit(1)
    print("disk-full: as docs/bad-days.md says")
