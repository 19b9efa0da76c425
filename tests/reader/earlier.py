"""What an exam means by the numbers that its plan could not state yet: docs/record-exams.md, plans of earlier days. Those that the
reader computes with."""

MEANT = {
    "acuity": {"assumed_slopes": [8, 14, 22]},
    "hearing": {"earliest_ms": 100},
    "side": {
        "earliest_ms": 100, "missed_sounds_min": 2,
        "people": {"heard_permille": 960, "mistaken_permille": 20, "press_permille": 20,
                   "one_deaf_press_permille": [20, 150, 300, 450, 600, 800], "one_deaf_mistaken_permille": 5,
                   "one_hearing_mistaken_permille": 10, "both_deaf_press_permille": [20, 300, 600, 900], "unsided_key_permille": 490,
                   "unsided_press_permille": [20, 100, 300], "one_eared_right_permille": 640, "one_eared_wrong_permille": 340,
                   "deaf_permille": 250}}}


def with_whole_plan(run):
    return {**run, "plan": {**MEANT.get(run["plan"]["kind"], {}), **run["plan"]}}
