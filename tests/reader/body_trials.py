"""Height and movements once more, from each reading and from what was seen of each movement. Written from docs/exams.md and
docs/record-format.md."""

from der import Bad
from instruments import is_void

# Reasons that stand for a course that did not come to its end.
CUT_SHORT = {"device-lost", "noise", "stopped", "no-device", "time-out", "position", "uncalibrated", "not-understood"}


def answers_of(run):
    return [event for event in run["events"] if event["event"] == "answer"]


# ---- height ----

APART, OPEN = "apart", "open"  # explained again; one more reading


def settle(plan, readings):
    """(height, spread) of the readings of one attempt, or that they fall apart, or that one more is due."""
    if any(not plan["lowest_mm"] <= one <= plan["highest_mm"] for one in readings):
        return APART
    if len(readings) == 2 and abs(readings[0] - readings[1]) <= plan["agree_mm"]:
        return round(sum(readings) / 2), abs(readings[0] - readings[1])  # halves to the even side
    if len(readings) < 3:
        return OPEN
    low, middle, high = sorted(readings)
    nearer = min(middle - low, high - middle)
    return (middle, nearer) if nearer <= plan["agree_mm"] else APART


def attempts_of(run):
    """The readings of each attempt; each one but the last of an attempt left something open."""
    attempts = {}
    for event in answers_of(run):
        readings = attempts.setdefault(event["stimulus"]["attempt"], [])
        if event["stimulus"]["reading"] != len(readings) or readings and settle(run["plan"], readings) != OPEN:
            raise Bad("a reading out of turn")
        readings.append(event["answer"]["height_mm"])
    return [attempts[number] for number in sorted(attempts)]


def check_stature(run):
    plan, result = run["plan"], run["result"]
    part, figures = result["part"][0], result["figures"]
    attempts = attempts_of(run)
    found = [settle(plan, readings) for readings in attempts]
    if any(one != APART for one in found[:-1]) or len(found) > plan["attempts_max"]:
        raise Bad("measured again without need")
    last = found[-1] if found else OPEN
    determined = isinstance(last, tuple)
    if (part["outcome"] == "pass") != determined or part["outcome"] == "fail":
        raise Bad(f"the readings {attempts} do not make this height {part['outcome']}")
    height, spread = last if determined else (0, 0)
    if (figures["height_mm"], figures["spread_mm"]) != (height, spread):
        raise Bad(f"the readings make {height} mm, {spread} apart, not {figures}")
    if determined:
        if part["trials"] != len(attempts[-1]) and part["trials"] != sum(map(len, attempts)):
            raise Bad("another number of readings")
        return
    if last == APART and len(attempts) == plan["attempts_max"]:
        if "no-agreement" not in part["reasons"]:
            raise Bad("readings that did not agree, and no word of it")
    elif not CUT_SHORT & set(result["reasons"]):
        raise Bad("no height before the last reading, and no reason")


# ---- movements ----

def check_limbs(run):
    plan, result = run["plan"], run["result"]
    seen, tries = {}, {}
    for event in answers_of(run):
        asked, given = event["stimulus"]["movement"], event["answer"]
        tries[asked] = tries.get(asked, 0) + 1
        if (asked not in plan["movements"] or event["stimulus"]["try_number"] != tries[asked] or tries[asked] > plan["tries_max"] or
                seen.get(asked, ("", 0))[0] == "done"):
            raise Bad(f"{asked} was asked out of turn")
        seen[asked] = given["seen"], given["held_ms"]
    stated = {one["movement"]: (one["seen"], one["held_ms"]) for one in result["figures"]}
    if stated != seen:
        raise Bad(f"what was seen is {seen}, not {stated}")
    # no machine says fit of it, nor unfit
    if result["outcome"] != "not-determined" or result["part"][0]["outcome"] != "not-determined":
        raise Bad("a verdict on movements")
    over = len(seen) == len(plan["movements"]) and all(
        one[0] == "done" or tries[asked] == plan["tries_max"] for asked, one in seen.items())
    if over != ("for-doctor" in result["reasons"]) or not over and not CUT_SHORT & set(result["reasons"]):
        raise Bad("ended before its last movement, and no reason")


def judge_body(visit):
    """Refuses a visit in which a height or a movement is stated to be what its trials do not show."""
    for number, run in enumerate(visit["exams"], 1):
        check = {"stature": check_stature, "limbs": check_limbs}.get(run["plan"]["kind"])
        if check and run["finished"] and not is_void(run):
            try:
                check(run)
            except Bad as problem:
                raise Bad(f"exam {number}: {problem}") from None
