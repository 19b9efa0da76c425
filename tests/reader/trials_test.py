#!/usr/bin/python3
"""B12: the reader comes from the trials to what the kiosk's code states, and to nothing else: trials_test.py SAMPLES."""

import copy
import json
import subprocess
import sys

import earlier
import trials
from der import Bad

OTHER = {"pass": "fail", "fail": "pass", "not-determined": "pass"}


def refuses(visit):
    try:
        trials.judge_trials(visit)
    except Bad:
        return True
    return False


def as_of_before(visit):
    """Its plan without the numbers that came into it later and that the reader computes with."""
    run = visit["exams"][0]
    plan = {name: value for name, value in run["plan"].items() if name not in earlier.MEANT.get(run["plan"]["kind"], {})}
    return {**visit, "exams": [{**run, "plan": plan}]}


def answers_of(run, side):
    whole = run["plan"]["kind"] in ("side", "colour")
    return [event for event in run["events"] if event["event"] == "answer" and
            event["stimulus"]["attempt"] == run["result"]["attempts"] and
            (whole or trials.SIDES[side] in (event["stimulus"].get("eye"), event["stimulus"].get("ear")))]


def other_outcome(run, side):
    part = run["result"]["part"][side]
    part["outcome"] = OTHER[part["outcome"]]
    if run["plan"]["kind"] == "side":
        run["result"]["outcome"] = part["outcome"]
    for cut in part["cut"]:
        cut["outcome"] = OTHER[cut["outcome"]]


def other_belief(run, side):
    cut = run["result"]["part"][side]["cut"][0]
    cut["pass_permille"] += 40 if cut["pass_permille"] < 500 else -40


def answer_left_out(run, side):
    run["events"].remove(answers_of(run, side)[-1])


def answers_turned(run, side):
    for event in answers_of(run, side):
        right = event["answer"]["direction"] == event["stimulus"]["direction"]
        event["answer"]["cannot_see"] = right
        event["answer"]["direction"] = event["stimulus"]["direction"]


def tones_unheard(run, side):
    for event in answers_of(run, side):
        event["answer"]["presses"] = []


def threshold_moved(run, side):
    stated = run["result"]["part"][side]["threshold_deci_db_hl"]
    for place, one in enumerate(stated):
        if not isinstance(one, str):
            stated[place] = one - 150


def presses_swapped(run, side):
    """The other key each time, and every silence answered."""
    for event in answers_of(run, side):
        shown = event["stimulus"]
        key = "left" if shown["silent"] or shown["side"] == "right" else "right"
        event["answer"]["presses"] = [{"at_us": 700000, "key": key}]


def presses_right(run, side):
    for event in answers_of(run, side):
        shown = event["stimulus"]
        event["answer"]["presses"] = [] if shown["silent"] else [{"at_us": 700000, "key": shown["side"]}]


def silences_left_out(run, side):
    for event in answers_of(run, side):
        if event["stimulus"]["silent"]:
            run["events"].remove(event)


def believed_surely(run, side):
    part = run["result"]["part"][0]
    part["pass_permille"] = 998 if part["pass_permille"] < 990 else 900


def of_axis(run, side):
    return [event for event in answers_of(run, side) if event["stimulus"]["show"] == ("protan", "deutan")[side]]


def plates_misread(run, side):
    for event in of_axis(run, side):
        event["answer"]["cannot_see"] = True


def plates_read(run, side):
    for event in of_axis(run, side):
        event["answer"].update(cannot_see=False, figure=event["stimulus"]["figure"])


def lights_miscalled(run, side):
    for event in answers_of(run, side):
        if event["stimulus"]["show"] == "signal":
            event["answer"]["figure"] = (event["stimulus"]["figure"] + 1) % 3


def control_misread(run, side):
    for event in answers_of(run, side):
        if event["stimulus"]["show"] == "control":
            event["answer"]["cannot_see"] = True


def lights_counted_up(run, side):
    run["result"]["figures"]["signals_right"] += 1


def panel_not_measured(run, side):
    run["plan"]["panel"]["measured"] = False


def panel_said_measured(run, side):
    run["plan"]["panel"]["measured"] = True


def is_decided(part):
    return part["outcome"] != "not-determined"


# What is changed, and of which exams' parts it must be found.
CHANGES = [
    (other_outcome, lambda kind, part: is_decided(part) or kind == "acuity"),
    (other_belief, lambda kind, part: kind == "acuity"),
    (answer_left_out, lambda kind, part: kind == "acuity"),
    (answers_turned, lambda kind, part: kind == "acuity" and is_decided(part)),
    (tones_unheard, lambda kind, part: kind == "hearing" and part["outcome"] == "pass"),
    (threshold_moved, lambda kind, part: (
        kind == "hearing" and any(not isinstance(one, str) for one in part["threshold_deci_db_hl"]))),
    (presses_swapped, lambda kind, part: kind == "side" and part["outcome"] == "pass"),
    (presses_right, lambda kind, part: kind == "side" and part["outcome"] == "fail"),
    (silences_left_out, lambda kind, part: kind == "side" and part["outcome"] == "pass"),
    (believed_surely, lambda kind, part: kind == "side" and 5 < part["pass_permille"] < 999),
    (plates_misread, lambda kind, part: kind == "colour" and part["outcome"] == "pass"),
    (plates_read, lambda kind, part: kind == "colour" and part["outcome"] == "fail"),
    (lights_miscalled, lambda kind, part: kind == "colour" and part["outcome"] == "pass"),
    (control_misread, lambda kind, part: kind == "colour" and is_decided(part)),
    (lights_counted_up, lambda kind, part: kind == "colour" and is_decided(part)),
    (panel_not_measured, lambda kind, part: (
        kind == "colour" and is_decided(part) and "panel-assumed" not in part["reasons"])),
    (panel_said_measured, lambda kind, part: kind == "colour" and "panel-assumed" in part["reasons"]),
]


def main():
    lines = subprocess.run([sys.argv[1]], capture_output=True, check=True, text=True).stdout.splitlines()
    visits = [json.loads(line) for line in lines]
    found = {change.__name__: 0 for change, _ in CHANGES}
    outcomes = set()
    for number, visit in enumerate(visits):
        trials.judge_trials(visit)
        if number % 8 == 0:
            trials.judge_trials(as_of_before(visit))
    for number, visit in enumerate(visits):
        kind = visit["exams"][0]["plan"]["kind"]
        if number % 4 and kind in ("acuity", "hearing"):
            continue
        for side in (0, 1):
            part = visit["exams"][0]["result"]["part"][side]
            if not part["examined"] or "unreliable" in part["reasons"]:
                continue
            outcomes.add((kind, part["outcome"]))
            for change, applies in CHANGES:
                if applies(kind, part):
                    changed = copy.deepcopy(visit)
                    change(changed["exams"][0], side)
                    if not refuses(changed):
                        sys.exit(f"not found: {change.__name__} in {kind}, {part}")
                    found[change.__name__] += 1
    print(len(visits), "visits;", found)
    if min(found.values()) == 0 or len(outcomes) != 12:
        sys.exit("the samples show too little")


main()
