#!/usr/bin/python3
"""B12, C17: the reader takes pictures that were agreed to and fit their exam, and no others."""

import copy
import sys

import pictures
from der import Bad

CAMERA = "CAM-1"


def visit():
    events = [{"event": "answer", "stimulus": {"trial": trial}} for trial in range(3)]
    return {"pictures": {"agreed": True, "kept_days": 180},
            "exams": [{"plan": {"kind": "hearing"}, "device_serial": "A-1", "events": events[:]},
                      {"plan": {"kind": "limbs"}, "device_serial": CAMERA, "events": events + [{"event": "stop"}]}],
            "evidence": [{"exam": "limbs", "trial": trial, "device_serial": CAMERA, "digest": "0"} for trial in range(4)]}


def declined(one):
    one["pictures"]["agreed"] = False


def not_asked(one):
    del one["pictures"]


def of_another_camera(one):
    one["evidence"][0]["device_serial"] = "CAM-2"


def of_another_exam(one):
    one["evidence"][0]["exam"] = "hearing"


def of_no_trial(one):
    one["evidence"][0]["trial"] = 4


def twice(one):
    one["evidence"].append(copy.deepcopy(one["evidence"][0]))


def alike(one):
    for evidence in one["evidence"][1:3]:
        evidence["picture_sha256"] = "1"


def watched_all_the_same(one):
    declined(one)
    del one["evidence"]


def main():
    pictures.check_pictures(visit())
    pictures.check_pictures({"exams": visit()["exams"][:1]})
    for change in (declined, not_asked, of_another_camera, of_another_exam, of_no_trial, twice, alike, watched_all_the_same):
        changed = visit()
        change(changed)
        try:
            pictures.check_pictures(changed)
        except Bad:
            continue
        sys.exit(f"not found: {change.__name__}")


main()
