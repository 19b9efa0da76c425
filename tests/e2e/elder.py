"""The practice of memory, judgement and reaction at the glass: `elder.py pad`, `elder.py leaves`. C1, C12, C13, B8.

No other exam is there but the height, without which nobody would come.
"""

import sys
import time

from bad_days import Day, expect
from citizen import END, SUMMARY
from evidence import exams, read_again, say, summary, visit
from world import Failed

REACTION = ("reaction", None)
LATENCY_US = 21500
# A lamp waits for a second and a half: half of a second then, also for an eye that is an accessibility tree.
RATE = 3
PATIENCE_S = 400


def start(name, **keywords):
    day = Day(f"elder-{name}", person="elder", clock_rate=RATE, **keywords)
    day.began = time.monotonic()
    return day


def come(day):
    day.citizen.card = "elder"
    day.citizen.tell = lambda page: print(f"page {time.monotonic() - day.began:.1f} {page}", flush=True)


def to_lamp(day, instruction):
    """The page says whose keys count."""
    day.citizen.until(day.citizen.at_exam("Simple reaction"), patience_s=PATIENCE_S)
    day.glass.wait_text(instruction)


def finish(day):
    """To the accepted record: the run of the practice, and what the class is judged by."""
    day.citizen.until(END, patience_s=PATIENCE_S)
    day.glass.wait_text("The office has received and checked your record.")
    record = visit(day.world)
    print(summary(record), say(exams(record)[REACTION]), sep="\n")
    day.expect_one_record()
    print(f"read and judged again: {read_again(day.world)}")
    verdict = record["verdicts"][0]
    found = {one["requirement"]: (one["outcome"], one["basis"]) for one in verdict["requirements"]}
    expect(found["memory-test"] == ("refer", "elsewhere"), f"the authority's own test stays, not {found['memory-test']}")
    return next(run for run in record["exams"] if run["plan"]["kind"] == "reaction")


def pad():
    """All of it, on a pad whose delay is known: times without it, everything counted, no verdict."""
    with start("pad", devices="reader,stature,pad", pad_latency_us=LATENCY_US) as day:
        come(day)
        to_lamp(day, "As soon as the lamp lights up, press any key of the pad.")
        day.citizen.until(SUMMARY, patience_s=PATIENCE_S)
        day.glass.wait_text("Practice, not scored")
        run = finish(day)
        result, figures = run["result"], run["result"]["figures"]
        print(figures)
        expect(run["device_serial"] == "RP-000077", f"on the pad, not {run['device_serial']!r}")
        expect(run["plan"]["latency_us"] == LATENCY_US, "its calibration is in the plan")
        expect(result["outcome"] == "not-determined", f"a practice has no verdict, not {say(result)}")
        expect("unscored" in result["reasons"] and "latency-unknown" not in result["reasons"], f"unscored: {result['reasons']}")
        for task in ("simple", "choice"):
            times = figures[task]
            all_of_them = times["counted"] + times["anticipations"] + times["misses"] + times["wrong"]
            expect(all_of_them == 20 and times["counted"] > 0, f"twenty of the {task} ones, some in time: {times}")
            expect(times["wrong"] == 0 and times["anticipations"] == 0, f"never before the lamp, never the other side: {times}")
        expect((figures["memory_trials"], figures["judgement_trials"]) == (3, 3), f"three rows, three fields: {figures}")
        expect(figures["memory_right"] > 0 and figures["judgement_right"] > 0, f"some of them seen and touched: {figures}")
        given = [event["answer"]["reaction_us"] for event in run["events"]
                 if event["event"] == "answer" and event["stimulus"]["task"] == "simple" and not event["answer"]["none"]]
        given = sorted(time_us - LATENCY_US for time_us in given if time_us - LATENCY_US <= 1500000)
        expect(given[0] <= figures["simple"]["median_us"] <= given[-1], f"a median of the corrected times {given}")


def leaves():
    """Without a pad, by touch; left in the middle: said so, and the check goes on."""
    with start("leaves", devices="reader,stature") as day:
        come(day)
        to_lamp(day, "As soon as the lamp lights up, touch the large key.")
        day.citizen.until(lambda: day.citizen.reflexes.lamps >= 2 or day.glass.heading() == day.glass.word("Choice reaction"),
                          patience_s=PATIENCE_S)
        day.glass.press("Leave the practice")
        run = finish(day)
        result = run["result"]
        expect(run["device_serial"] == "" and run["plan"]["latency_us"] == -1, "no instrument, and no known delay")
        expect(result["outcome"] == "not-determined" and "stopped" in result["reasons"], f"left by herself: {say(result)}")
        expect(0 < result["presented"] < 46, f"in the middle of it, not after {result['presented']}")


if __name__ == "__main__":
    try:
        {"pad": pad, "leaves": leaves}[sys.argv[1]]()
    except Failed as failed:
        print(f"FAILED: {failed}", file=sys.stderr)
        sys.exit(1)
