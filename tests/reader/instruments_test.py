#!/usr/bin/python3
"""C18, B7: the reader refuses a frozen visit whose exams were not measured by instruments that may, and says why."""

import copy
import json
import pathlib

import instruments
import trials
from der import Bad

VISIT = json.loads((pathlib.Path(__file__).parents[1] / "vectors/visit.json").read_text("utf-8"))["body"]


def exam(visit, kind):
    return next(run for run in visit["exams"] if run["plan"]["kind"] == kind)


def device(visit, kind):
    return next(one for one in visit["devices"] if one["kind"] == kind)


def two_of_a_kind(visit):
    visit["devices"].append({**device(visit, "audiometer"), "transducer_serial": "H-2"})
    exam(visit, "side")["passport"] = len(visit["devices"])


def on_keys(visit):
    exam(visit, "reaction")["device_serial"] = ""
    del exam(visit, "reaction")["passport"]


def never_begun(visit):
    exam(visit, "acuity")["result"]["presented"] = 0
    del exam(visit, "acuity")["passport"]


def last_day(visit):
    device(visit, "audiometer")["calibration_expires_yyyymmdd"] = 20261124


def unsure(visit):
    visit.update(visit_date_yyyymmdd=0, visit_earliest_yyyymmdd=20260801, visit_latest_yyyymmdd=20260901)


def on_screen(**stated):
    """On a measured screen, whose calibration says that of itself."""
    def change(visit):
        run = exam(visit, "colour")
        run["plan"]["panel"]["measured"] = True
        run["plan"].update(calibration="SCR-1", calibrated_yyyymmdd=20260901, calibration_expires_yyyymmdd=20261124)
        run["device_serial"] = "SCR-1"
        run["plan"].update(stated)
    return change


def without_days(visit):
    on_screen()(visit)
    for name in ("calibrated_yyyymmdd", "calibration_expires_yyyymmdd"):
        del exam(visit, "colour")["plan"][name]


def on_other_screen(visit):
    on_screen()(visit)
    exam(visit, "colour")["device_serial"] = "SCR-2"


def by_sight(visit):
    exam(visit, "stature").update(device_serial="VT-SIM-0001", passport=1)


def make_void(run):
    """The event that says so, and what follows from it."""
    say_void(run)
    for one in [run["result"], *(part for part in run["result"]["part"] if part["examined"])]:
        one.update(outcome="not-determined", reasons=["uncalibrated"])
    for part in run["result"]["part"]:
        for cut in part.get("cut", []):
            cut["outcome"] = "not-determined"


def say_void(run):
    run["events"].append({"event": "stop", "stop": "uncalibrated", "at_us": run["events"][-1]["at_us"]})


def in_vain(visit):
    """Measured past the calibration's end, as it turned out; nothing of it counts."""
    outlive(visit)
    make_void(exam(visit, "acuity"))
    assert instruments.is_void(exam(visit, "acuity")) and not instruments.is_void(exam(visit, "hearing"))
    trials.judge_trials(visit)


def outlive(visit):
    device(visit, "vision-tester").update(calibration_expires_yyyymmdd=20261123)


def outlive_in_words(visit):
    outlive(visit)
    say_void(exam(visit, "acuity"))


def outlive_with_an_eye(visit):
    in_vain(visit)
    exam(visit, "acuity")["result"]["part"][0]["cut"][0]["outcome"] = "pass"


def outlive_in_silence(visit):
    in_vain(visit)
    exam(visit, "acuity")["events"].pop()


ROWS = [
    (outlive_in_words, "calibration did not count"),
    (outlive_with_an_eye, "calibration did not count"),
    (outlive_in_silence, "calibration did not count"),
    (lambda visit: exam(visit, "acuity").pop("passport"), "no passport here"),
    (lambda visit: exam(visit, "reaction").pop("passport"), "no passport here"),
    (lambda visit: exam(visit, "hearing").update(passport=9), "a passport that is not there"),
    (lambda visit: exam(visit, "hearing").update(device_serial="X"), "that of another instrument"),
    (by_sight, "a kind that does not measure this"),
    (lambda visit: device(visit, "vision-tester").update(calibration_expires_yyyymmdd=20261123), "calibration did not count"),
    (lambda visit: device(visit, "audiometer").update(calibrated_yyyymmdd=20261125), "calibration did not count"),
    (lambda visit: device(visit, "stature").update(calibrated_yyyymmdd=0), "calibration did not count"),
    (lambda visit: visit.update(visit_date_yyyymmdd=0, visit_earliest_yyyymmdd=20260801, visit_latest_yyyymmdd=20260831),
     "calibration did not count"),
    (lambda visit: device(visit, "audiometer")["corrections"].pop(6), "without a correction"),
    (lambda visit: device(visit, "vision-tester").update(vergence_centi_dioptre=-33), "another optical distance"),
    (on_screen(calibration=""), "seen on a measured screen whose calibration has no name"),
    (on_other_screen, "seen on another screen"),
    (without_days, "seen on a screen whose calibration did not count"),
    (on_screen(calibration_expires_yyyymmdd=20261123), "seen on a screen whose calibration did not count"),
    (on_screen(calibrated_yyyymmdd=20261125), "seen on a screen whose calibration did not count"),
]


def refused(change):
    visit = copy.deepcopy(VISIT)
    change(visit)
    try:
        instruments.check_instruments(visit)
    except Bad as problem:
        return str(problem)
    return ""


def main():
    for good in (lambda visit: None, two_of_a_kind, on_keys, never_begun, last_day, unsure, on_screen(), in_vain):
        assert refused(good) == "", refused(good)
    for number, (change, cause) in enumerate(ROWS, 1):
        said = refused(change)
        assert cause in said, f"row {number}: {cause!r} is needed, said {said!r}"


if __name__ == "__main__":
    main()
