"""The colour exam once more, from what was read off each plate and called of each light. Written from docs/exams.md with
docs/exam-figures.md and from docs/record-format.md."""

from der import Bad

AXES = ("protan", "deutan")
# Reasons that stand for a course that did not come to its end.
CUT_SHORT = {"device-lost", "noise", "stopped", "no-device", "time-out", "position", "uncalibrated"}


def is_right(event):
    given = event["answer"]
    return not given["cannot_see"] and given["figure"] == event["stimulus"]["figure"]


def plates_of(plan, answers, axis, faint):
    """Right or not, in order. The faint ones of an axis are known by their contrast."""
    return [is_right(event) for event in answers if event["stimulus"]["show"] == axis and
            (event["stimulus"]["contrast_permille"] < plan["contrast_min_permille"]) == faint]


def standing(plan, read):
    """Of an axis: "pass", "fail", or None when it is a doctor's case; and whether it took the extra plates."""
    first, count = sum(read[:plan["axis_plates"]]), len(read)
    if count == plan["axis_plates"]:
        return "pass" if first >= plan["pass_of_axis"] else "fail" if first <= plan["fail_of_axis"] else None
    if count != plan["axis_plates"] + plan["extra_plates"] or not plan["fail_of_axis"] < first < plan["pass_of_axis"]:
        raise Bad("another number of plates than this axis is due")
    return "pass" if sum(read) >= plan["pass_of_all"] else "fail" if sum(read) <= plan["fail_of_all"] else None


def named_lights(plan, answers):
    """Of the round that counts: how many, and how many rightly. The second comes only after a first that fell short."""
    named = [is_right(event) for event in answers if event["stimulus"]["show"] == "signal"]
    if plan["signals"] == 0:
        return 0, 0
    if len(named) not in (plan["signals"], 2 * plan["signals"]):
        raise Bad("another number of lights than was due")
    first = sum(named[:plan["signals"]])
    if (first >= plan["signals_right"]) != (len(named) == plan["signals"]):
        raise Bad("a round of lights too many, or too few")
    return plan["signals"], sum(named[-plan["signals"]:])


def due_of(plan, answers, axis, attempts):
    """Outcome and reasons of an axis."""
    read, faint = plates_of(plan, answers, axis, False), plates_of(plan, answers, axis, True)
    stands, (_, named) = standing(plan, read), named_lights(plan, answers)
    reasons = {"re-instructed"} if attempts > 1 else set()
    if len(read) > plan["axis_plates"]:
        reasons.add("continued")
    if stands == "pass" and faint and not any(faint):
        reasons.add("colour-weak")
    assumed = not plan["panel"]["measured"]
    if assumed:
        reasons.add("panel-assumed")
    if stands is None or stands == "fail" and assumed:
        return "not-determined", reasons | {"borderline"}
    if stands == "pass" and named < plan["signals_right"]:
        return "not-determined", reasons | {"signals", "borderline"}
    return stands, reasons


def check_misread(result, answers):
    """Who misreads what everybody reads is taught again, and then nothing is determined."""
    missed = [not is_right(event) for event in answers if event["stimulus"]["show"] == "control"]
    if any(missed[:-1]):
        raise Bad("it went on after a plate that everybody reads was misread")
    if bool(missed and missed[-1]) != ("not-understood" in result["reasons"]):
        raise Bad("a plate that everybody reads was misread, and it counts for nothing (or the other way round)")


def check_colour(run):
    plan, result = run["plan"], run["result"]
    answers = [event for event in run["events"] if event["event"] == "answer" and
               event["stimulus"]["attempt"] == result["attempts"]]
    if CUT_SHORT & set(result["reasons"]):
        if result["outcome"] != "not-determined":
            raise Bad("a verdict from a course that was cut short")
        return
    check_misread(result, answers)
    figures = result["figures"]
    if "not-understood" in result["reasons"]:
        if result["outcome"] != "not-determined":
            raise Bad("a verdict of somebody who did not understand")
        return
    outcomes = []
    for number, axis in enumerate(AXES):
        part, read = result["part"][number], plates_of(plan, answers, axis, False)
        outcome, reasons = due_of(plan, answers, axis, result["attempts"])
        if (part["outcome"], set(part["reasons"])) != (outcome, reasons):
            raise Bad(f"the plates make the axis {axis} {outcome} {sorted(reasons)}")
        if part["trials"] != len(read) or figures["right"][number] != sum(read):
            raise Bad(f"other counts than the plates of {axis}")
        outcomes.append(outcome)
    if (figures["signals"], figures["signals_right"]) != named_lights(plan, answers):
        raise Bad("other counts than the lights")
    whole = "fail" if "fail" in outcomes else "pass" if outcomes == ["pass", "pass"] else "not-determined"
    if result["outcome"] != whole:
        raise Bad(f"the axes make this person {whole}")
