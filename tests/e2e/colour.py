"""Colour vision at the glass, by the pixels of its screen: a protanope fails by it. C1, C12, C15.

No other exam is there: what the instruments measure has plays of its own. Who sees all colours is e2e-demo's.
"""

import sys
import time

from bad_days import Day, expect
from evidence import exams, say, summary
from eyes import LIGHT, PLATE
from world import Failed

COLOUR = ("colour", None)
# A picture stands on the screen for half a second then: enough to be found on a busy machine.
RATE = 8


def protan(result, verdict):
    red, green = result["part"]
    expect(result["outcome"] == "fail", f"colour vision failed, not {say(result)}")
    expect(red["outcome"] == "fail", f"the plates for protanopes were not read: {say(red)}")
    expect(green["outcome"] != "fail", f"those for deuteranopes were: {say(green)}")
    expect(verdict["outcome"] == "fail", f"FAIL, not {verdict['outcome']}")


def main():
    began = time.monotonic()
    with Day("colour-protan", person="protan", devices="reader", screen=True, clock_rate=RATE) as day:
        day.citizen.tell = lambda page: print(f"page {time.monotonic() - began:.1f} {page}", flush=True)
        visit = day.finish()
        day.citizen.eyes.keep_pictures()
        print(summary(visit), day.citizen.eyes.answers, sep="\n")
        kinds = {kind for kind, _ in day.citizen.eyes.answers}
        expect(kinds == {PLATE, LIGHT}, f"plates and lights were looked at, not {kinds}")
        protan(exams(visit)[COLOUR], visit["verdicts"][0])
        day.expect_one_record()


if __name__ == "__main__":
    try:
        main()
    except Failed as failed:
        print(f"FAILED: {failed}", file=sys.stderr)
        sys.exit(1)
