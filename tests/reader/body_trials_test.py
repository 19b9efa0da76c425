#!/usr/bin/python3
"""B12: the reader comes from readings and movements to what the kiosk's code states, and to nothing else: body_trials_test.py SAMPLES."""

import copy
import json
import subprocess
import sys

import body_trials
from der import Bad


def refuses(visit):
    try:
        body_trials.judge_body(visit)
    except Bad:
        return True
    return False


def answers_of(run):
    return [event for event in run["events"] if event["event"] == "answer"]


def reading_moved(run):
    answers_of(run)[-1]["answer"]["height_mm"] += 50


def reading_left_out(run):
    run["events"].remove(answers_of(run)[-1])


def height_moved(run):
    run["result"]["figures"]["height_mm"] += 1


def height_failed(run):
    run["result"]["part"][0]["outcome"] = "fail"


def movement_turned(run):
    one = run["result"]["figures"][3]
    one["seen"] = "not-done" if one["seen"] == "done" else "done"


def movements_passed(run):
    run["result"]["outcome"] = "pass"


def movement_left_out(run):
    run["events"].remove(answers_of(run)[-1])


def movement_asked_again(run):
    run["events"].append(copy.deepcopy(answers_of(run)[-1]))


CHANGES = {
    "stature": (reading_moved, reading_left_out, height_moved, height_failed),
    "limbs": (movement_turned, movements_passed, movement_left_out, movement_asked_again),
}


def main():
    lines = subprocess.run([sys.argv[1]], capture_output=True, check=True, text=True).stdout.splitlines()
    visits = [json.loads(line) for line in lines]
    outcomes = set()
    for visit in visits:
        run = visit["exams"][0]
        kind = run["plan"]["kind"]
        body_trials.judge_body(visit)
        outcomes.add((kind, run["result"]["part"][0]["outcome"], run["result"]["attempts"]))
        for change in CHANGES[kind]:
            # of readings that agree with nothing the last one may be anything
            if change is reading_moved and run["result"]["part"][0]["outcome"] != "pass":
                continue
            changed = copy.deepcopy(visit)
            change(changed["exams"][0])
            if not refuses(changed):
                sys.exit(f"not found: {change.__name__} in {run['result']}")
    print(len(visits), "visits;", sorted(outcomes))
    if len(outcomes) != 4:
        sys.exit("the samples show too little")


main()
