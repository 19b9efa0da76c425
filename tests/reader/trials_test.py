#!/usr/bin/python3
"""B12: the reader comes from the trials to what the kiosk's code states, and to nothing else: trials_test.py SAMPLES."""

import copy
import json
import subprocess
import sys

import trials
from der import Bad

OTHER = {"pass": "fail", "fail": "pass", "not-determined": "pass"}


def refuses(visit):
    try:
        trials.judge_trials(visit)
    except Bad:
        return True
    return False


def answers_of(run, side):
    return [event for event in run["events"] if event["event"] == "answer" and
            event["stimulus"]["attempt"] == run["result"]["attempts"] and
            trials.SIDES[side] in (event["stimulus"].get("eye"), event["stimulus"].get("ear"))]


def other_outcome(run, side):
    part = run["result"]["part"][side]
    part["outcome"] = OTHER[part["outcome"]]
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


# What is changed, and of which exams' parts it must be found.
CHANGES = [
    (other_outcome, lambda kind, part: part["outcome"] != "not-determined" or kind == "acuity"),
    (other_belief, lambda kind, part: kind == "acuity"),
    (answer_left_out, lambda kind, part: kind == "acuity"),
    (answers_turned, lambda kind, part: kind == "acuity" and part["outcome"] != "not-determined"),
    (tones_unheard, lambda kind, part: kind == "hearing" and part["outcome"] == "pass"),
    (threshold_moved, lambda kind, part: kind == "hearing" and any(not isinstance(one, str) for one in part["threshold_deci_db_hl"])),
]


def main():
    lines = subprocess.run([sys.argv[1]], capture_output=True, check=True, text=True).stdout.splitlines()
    visits = [json.loads(line) for line in lines]
    found = {change.__name__: 0 for change, _ in CHANGES}
    outcomes = set()
    for visit in visits:
        trials.judge_trials(visit)
    for visit in visits[::4]:
        kind = visit["exams"][0]["plan"]["kind"]
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
    if min(found.values()) == 0 or len(outcomes) != 6:
        sys.exit("the samples show too little")


main()
