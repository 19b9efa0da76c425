"""Colour vision at the glass, by the pixels of its screen: a protanope fails by it. On one that nobody measured he fails by nothing,
and a doctor decides. C1, C12, C14, C15; the people of scenario 403 at the whole kiosk.

colour.py measured | assumed

No other exam is there: what the instruments measure has plays of its own. Who sees all colours is e2e-demo's.
"""

import sys
import time

from bad_days import Day, expect
from citizen import END
from evidence import exams, say, summary
from eyes import LIGHT, PLATE
from world import Failed

COLOUR = ("colour", None)
# A picture stands on the screen for half a second then: enough to be found on a busy machine.
RATE = 8
# Thirty and more pictures, read one after the other: what was not read is asked again.
PATIENCE_S = 350


def protan(result, verdict):
    red, green = result["part"]
    expect(result["outcome"] == "fail", f"colour vision failed, not {say(result)}")
    expect(red["outcome"] == "fail", f"the plates for protanopes were not read: {say(red)}")
    expect(green["outcome"] != "fail", f"those for deuteranopes were: {say(green)}")
    expect(verdict["outcome"] == "fail", f"FAIL, not {verdict['outcome']}")


def assumed(result, verdict):
    red, green = result["part"]
    expect(result["outcome"] == "not-determined", f"no verdict of a screen that nobody measured, but {say(result)}")
    expect({"panel-assumed", "borderline"} <= set(red["reasons"]), f"the plates for protanopes were not read: {say(red)}")
    expect(green["outcome"] != "fail" and "panel-assumed" in green["reasons"], f"nor is the other axis certain: {say(green)}")
    line = next(one for one in verdict["requirements"] if one["requirement"] == "colour")
    expect(line["outcome"] == "refer" and "panel-assumed" in line["reasons"], f"colour is for a doctor: {line}")
    expect(verdict["outcome"] == "refer", f"REFER, not {verdict['outcome']}")


WAYS = {"measured": (True, protan), "assumed": ("assumed", assumed)}


def main():
    began = time.monotonic()
    screen, judge = WAYS[sys.argv[1]]
    with Day(f"colour-{sys.argv[1]}", person="protan", devices="reader", screen=screen, clock_rate=RATE) as day:
        day.citizen.tell = lambda page: print(f"page {time.monotonic() - began:.1f} {page}", flush=True)
        day.citizen.until(END, patience_s=PATIENCE_S)
        visit = day.finish()
        day.citizen.eyes.keep_pictures()
        print(summary(visit), day.citizen.eyes.answers, sep="\n")
        kinds = {kind for kind, _ in day.citizen.eyes.answers}
        expect(kinds == {PLATE, LIGHT}, f"plates and lights were looked at, not {kinds}")
        judge(exams(visit)[COLOUR], visit["verdicts"][0])
        day.expect_one_record()


if __name__ == "__main__":
    try:
        main()
    except Failed as failed:
        print(f"FAILED: {failed}", file=sys.stderr)
        sys.exit(1)
