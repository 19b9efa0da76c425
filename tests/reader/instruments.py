"""What measured: each exam of an instrument names the passport of one that measures this, whose calibration counted on that day,
and was held as that instrument can."""

from datetime import date, timedelta

from der import Bad
from judge import day

MEASURES = {"acuity": "vision-tester", "hearing": "audiometer", "side": "audiometer", "stature": "stature", "limbs": "camera",
            "reaction": "response-pad"}
CALIBRATED = {"vision-tester", "audiometer", "stature"}
WITHOUT = {"limbs", "reaction"}  # nobody watches, the keys are on the glass: then no serial is named


def day_in_shanghai(wall_us):
    return date(1970, 1, 1) + timedelta(seconds=wall_us // 1_000_000 + 8 * 3600)


def days_of(visit):
    """The first and the last that it may have been on."""
    if visit["visit_date_yyyymmdd"]:
        return sorted(day_in_shanghai(visit[name]) for name in ("began_wall_us", "ended_wall_us"))
    return [day(visit[name]) for name in ("visit_earliest_yyyymmdd", "visit_latest_yyyymmdd")]


def passport(visit, run):
    """The one that the exam names, or None."""
    number = run.get("passport")
    if number is None:
        return None
    if not 1 <= number <= len(visit["devices"]):
        raise Bad("a passport that is not there")
    return visit["devices"][number - 1]


def is_void(run):
    """Ended as uncalibrated after all, when the clock was put right: nothing that was measured counts."""
    last, result = run["events"][-1:], run["result"]
    parts = [part for part in result["part"] if part["examined"]]
    return (bool(last) and last[0].get("stop") == "uncalibrated" and
            all(one["outcome"] == "not-determined" and one["reasons"] == ["uncalibrated"] for one in [result, *parts]) and
            all(cut["outcome"] == "not-determined" for part in parts for cut in part.get("cut", [])))


def counts(visit, calibrated):
    """On one of the visit's days. calibrated: who says when it was, and until when that counts."""
    start, end = (day(calibrated.get(name, 0)) for name in ("calibrated_yyyymmdd", "calibration_expires_yyyymmdd"))
    first, last = days_of(visit)
    return start is not None and end is not None and start <= last and end >= first


def check_passport(visit, run, device):
    kind, serial = run["plan"]["kind"], run["device_serial"]
    if device is None:
        if kind in MEASURES and (kind not in WITHOUT or serial):
            raise Bad("measured by an instrument that has no passport here")
        return
    if device["serial"] != serial:
        raise Bad("its passport is that of another instrument")
    if MEASURES.get(kind) != device["kind"]:
        raise Bad("measured by an instrument of a kind that does not measure this")
    if device["kind"] in CALIBRATED and not counts(visit, device) and not is_void(run):
        raise Bad("measured by an instrument whose calibration did not count on that day")


def check_screen(visit, run):
    """Colours are seen on the screen. Of one that was not measured nothing is said, and nothing is decided by it."""
    plan = run["plan"]
    if not plan["panel"]["measured"]:
        return
    if not plan["calibration"]:
        raise Bad("seen on a measured screen whose calibration has no name")
    if run["device_serial"] != plan["calibration"]:
        raise Bad("seen on another screen than the one that its calibration names")
    if not counts(visit, plan) and not is_void(run):
        raise Bad("seen on a screen whose calibration did not count on that day")


def check_corrections(plan, device):
    """What was heard was heard at levels that a laboratory had measured in that transducer."""
    rows = device.get("loudspeaker_corrections" if plan["transducer"] == "loudspeaker" else "corrections", [])
    asked = plan["frequency_hz"]
    if not {row["frequency_hz"] for row in rows}.issuperset(asked if isinstance(asked, list) else [asked]):
        raise Bad("heard at a frequency without a correction")


def check_distance(plan, device):
    """What was seen was seen at the optical distance of the instrument's passport."""
    if plan["vergence_centi_dioptre"] != device["vergence_centi_dioptre"]:
        raise Bad("seen at another optical distance than its instrument's")
    for name, beyond in (("smallest_milli_log_mar", -1), ("largest_milli_log_mar", 1)):
        if name in device and (plan[name] - device[name]) * beyond > 0:
            raise Bad("lines that its instrument does not draw")


def check_instruments(visit):
    for run in visit["exams"]:
        device, plan = passport(visit, run), run["plan"]
        if not run["finished"] or not run["result"]["presented"]:
            continue
        check_passport(visit, run, device)
        if plan["kind"] == "colour":
            check_screen(visit, run)
        if plan["kind"] in ("hearing", "side"):
            check_corrections(plan, device)
        if plan["kind"] == "acuity":
            check_distance(plan, device)
