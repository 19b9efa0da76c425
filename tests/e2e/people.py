"""One complete check for each simulated person, to the accepted record: `people.py NAME`. C1, C12, C14, C15."""

import sys
import time

from bad_days import Day, expect
from evidence import exams, say, summary
from world import Failed

ACUITY, GLASSES, HEARING, SIDE = ("acuity", "naked"), ("acuity", "glasses"), ("hearing", None), ("side", None)


def sharp(results, verdict):
    for exam in (ACUITY, HEARING, SIDE):
        expect(results[exam]["outcome"] == "pass", f"{exam[0]} passed, not {say(results[exam])}")
    expect(verdict["outcome_here"] == "pass", "what was measured here is fine")
    expect(verdict["outcome"] == "not-determined", "nobody is called fit by omission")


def needs_glasses(results, verdict):
    expect(results[ACUITY]["outcome"] == "fail", f"naked failed, not {say(results[ACUITY])}")
    expect(results[GLASSES]["outcome"] == "pass", f"with glasses passed, not {say(results[GLASSES])}")
    expect(verdict["outcome_here"] == "pass" and verdict["restriction_glasses"], "passed with glasses as a restriction")


def one_line_weak(results, verdict):
    expect(results[ACUITY]["outcome"] != "pass", f"not passed: {say(results[ACUITY])}")
    expect(verdict["outcome"] in ("fail", "refer"), f"FAIL or REFER, not {verdict['outcome']}")


def deaf_one_ear(results, verdict):
    left, right = results[HEARING]["part"]
    expect(left["outcome"] == "pass", f"the hearing ear passed, not {say(left)}")
    expect(right["outcome"] == "fail", f"the deaf ear failed, not {say(right)}")
    expect(verdict["outcome"] == "fail", f"FAIL, not {verdict['outcome']}")


def wears_aids(results, verdict):
    for exam in (HEARING, SIDE):
        expect(results[exam]["outcome"] == "pass", f"{exam[0]} passed, not {say(results[exam])}")
        expect(results[exam]["reasons"] == ["by-loudspeaker"], f"flagged as heard by loudspeaker: {say(results[exam])}")
    expect(verdict["outcome_here"] == "pass" and verdict["restriction_hearing_aid"], "passed, with the aid as a restriction")


def guesser(results, verdict):
    for exam in (ACUITY, HEARING):
        expect(results[exam]["outcome"] in ("fail", "not-determined"), f"{exam[0]} not passed: {say(results[exam])}")
    expect(verdict["outcome"] != "pass", "a guesser is not fit")


PEOPLE = {"sharp": sharp, "needs-glasses": needs_glasses, "one-line-weak": one_line_weak, "deaf-one-ear": deaf_one_ear,
          "wears-aids": wears_aids, "guesser": guesser}


def main(name):
    began = time.monotonic()
    with Day(f"person-{name}", person=name) as day:
        day.citizen.glasses = name == "needs-glasses"
        day.citizen.hearing_aid = name == "wears-aids"
        day.citizen.tell = lambda page: print(f"page {time.monotonic() - began:.1f} {page}", flush=True)
        visit = day.finish()
        print(summary(visit))
        results, verdict = exams(visit), visit["verdicts"][0]
        elsewhere = {one["requirement"] for one in verdict["requirements"] if one["basis"] == "elsewhere"}
        expect({"colour", "trunk-neck"} <= elsewhere, f"colour and trunk are to be examined elsewhere, not {elsewhere}")
        PEOPLE[name](results, verdict)
        day.expect_one_record()


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Failed as failed:
        print(f"FAILED: {failed}", file=sys.stderr)
        sys.exit(1)
