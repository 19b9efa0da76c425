"""Exams once more, from the trials; here acuity and hearing: from each answer to what the exam states of an eye or an ear. Written
from measurement science (a logistic observer who lapses; the class-balanced prior; half of a tone's presentations heard) and
docs/exams.md with docs/exam-figures.md, in floating point and on a grid of its own, so that a mistake in the kiosk's fixed-point
tables shows."""

from math import exp, log

from colour import check_colour
from der import Bad
from earlier import with_whole_plan
from instruments import is_void
from side import check_side

SIDES = ("left", "right")
# Another grid and other arithmetic: what the two may differ by, in thousandths; less where they are nearly certain. The exam's own grid
# is .025 logMAR wide: of 160 observers with slopes of 8 to 30 its belief stood within .9 of a grid of .01 half of the time, within 7.3
# in 999 of 1,000 cases, and never further off than 9.1 (after forty answers of a steep one).
APART = 10


def apart(permille):
    return min(APART, 1.5 + min(permille, 1000 - permille) / 20)


# ---- acuity ----

STEP, REACH = .01, .3  # logMAR: the grid, and how far from the limit the prior goes
ALTERNATIVES = {"tumbling-e": 4, "landolt-c": 8}


class Eye:
    """The belief about one eye at one limit, answer by answer."""

    def __init__(self, plan, cut):
        # the share of right answers that is the threshold: more than half of the E, the plan's of the ring
        share = .5 if plan["optotype"] == "tumbling-e" else plan["ring_criterion_permille"] / 1000
        self.guess, self.lapse = 1 / ALTERNATIVES[plan["optotype"]], plan["assumed_lapse_permille"] / 1000
        clear = (share - self.guess) / (1 - self.guess)
        self.shift = log(clear / (1 - clear))
        half = round(REACH / STEP)
        prior = plan["prior_pass_permille"] / 1000
        self.belief = {(cut + (i + .5) * STEP, slope): (prior if i < 0 else 1 - prior)
                       for i in range(-half, half) for slope in plan["assumed_slopes"]}
        self.cut = cut

    def right(self, size, threshold, slope):
        sees = self.guess + (1 - self.guess) / (1 + exp(-(slope * (size - threshold) + self.shift)))
        return self.lapse * self.guess + (1 - self.lapse) * sees

    def take(self, size, is_right):
        for place in self.belief:
            chance = self.right(size, *place)
            self.belief[place] *= chance if is_right else 1 - chance

    def permille(self):
        meets = sum(share for (threshold, _), share in self.belief.items() if threshold < self.cut)
        return 1000 * meets / sum(self.belief.values())


def eye_answers(run, side):
    """(size in logMAR, right?) of the attempt that counts, in order."""
    for event in run["events"]:
        shown = event.get("stimulus", {})
        if event["event"] == "answer" and shown["eye"] == SIDES[side] and shown["attempt"] == run["result"]["attempts"]:
            given = event["answer"]
            yield shown["size_milli_log_mar"] / 1000, not given["cannot_see"] and given["direction"] == shown["direction"]


def settles(plan, cut, belief, sure):
    """"pass", "fail" or None, by a belief: when it may be so, or when it is surely so."""
    sign = 1 if sure else -1
    if belief >= plan["pass_permille"] + sign * apart(plan["pass_permille"]):
        return "pass"
    return "fail" if belief <= plan["fail_permille"] - sign * apart(plan["fail_permille"]) else None


def check_cut(plan, cut, answers):
    """A limit that is decided keeps what was believed then, while the run goes on about another; with one limit it ends."""
    eye, outcome, was_shown = Eye(plan, cut["cut_milli_log_mar"] / 1000), cut["outcome"], False
    for number, (size, is_right) in enumerate(answers, 1):
        eye.take(size, is_right)
        belief, is_last = eye.permille(), number == len(answers)
        was_shown = was_shown or size <= eye.cut + 1e-9
        if number < plan["minimum_trials"] and not is_last:
            continue
        if abs(belief - cut["pass_permille"]) <= apart(cut["pass_permille"]) and (is_last or len(plan["cut_milli_log_mar"]) > 1):
            if settles(plan, cut, belief, sure=False) == outcome or outcome == "not-determined" and is_last:
                return
        settled = settles(plan, cut, belief, sure=True)
        if settled == "fail" or settled == "pass" and was_shown:
            break
    raise Bad(f"the answers do not make this limit {outcome} at {cut['pass_permille']} permille")


def check_undecided(plan, part, answers):
    """Whoever is neither passed nor failed at the strictest limit has had his trials, or there is another reason."""
    if part["outcome"] == "not-determined" and part["reasons"] in ([], ["borderline"], ["borderline", "continued"]):
        if len(answers) < plan["continuation_trials"]:
            raise Bad("undecided before the last trial")


def check_acuity(run):
    plan = run["plan"]
    for side in (0, 1):
        part, answers = run["result"]["part"][side], list(eye_answers(run, side))
        if not part["examined"]:
            continue
        if len(answers) != part["trials"]:
            raise Bad("another number of trials")
        if "unreliable" in part["reasons"] or not answers:
            if any(cut["outcome"] != "not-determined" for cut in part["cut"]):
                raise Bad("a verdict from answers that are not believed")
            continue
        for cut in part["cut"]:
            check_cut(plan, cut, answers)
        check_undecided(plan, part, answers)


# ---- hearing ----

LEVELS_DB = [level / 2 for level in range(0, 181)]
SPREAD_DB, SLIPS = 2.5, .02  # a listener: logistic, who slips in so many cases
LEVEL_STEP_DB = 2.5
THRESHOLD_APART_DB = 5
BROKEN_OFF = {"device-lost", "noise", "stopped", "time-out", "position"}  # an exam that ended before its own end


def was_heard(plan, event):
    shown = event["stimulus"]
    last_us = 1000 * (shown["duration_ms"] + shown["window_ms"])
    return any(1000 * plan["earliest_ms"] <= press["at_us"] <= last_us for press in event["answer"]["presses"])


def ear_answers(run, side, frequency):
    """(level in dB HL, heard?) of the tones, in order."""
    for event in run["events"]:
        shown = event.get("stimulus", {})
        if (event["event"] == "answer" and shown["ear"] == SIDES[side] and shown["frequency_hz"] == frequency and
                not shown["silent"] and shown["attempt"] == run["result"]["attempts"]):
            yield shown["level_deci_db_hl"] / 10, was_heard(run["plan"], event)


def passes_screening(plan, tones):
    """So many heard of the first so many at the screening level; it ends as soon as that is settled."""
    heard = 0
    for number, (level, answer) in enumerate(tones[:plan["of_at_most"]]):
        if level != plan["level_deci_db_hl"] / 10:
            return False
        heard += answer
        if heard >= plan["needed"]:
            return True
    return False


def likely_threshold(plan, tones):
    """Mean of the threshold of an average listener who gives these answers. What lies a step or more outside of the levels
    that can be presented is one and the same to the exam."""
    lowest = plan["threshold_min_deci_db_hl"] / 10 - LEVEL_STEP_DB
    highest = plan["threshold_max_deci_db_hl"] / 10 + LEVEL_STEP_DB
    weights = []
    for threshold in LEVELS_DB:
        weight = 1.0
        for level, heard in tones:
            chance = SLIPS + (1 - 2 * SLIPS) / (1 + exp(-1.7 * (level - threshold) / SPREAD_DB))
            weight *= chance if heard else 1 - chance
        weights.append(weight)
    told = [min(max(level, lowest), highest) for level in LEVELS_DB]
    return sum(map(lambda level, weight: level * weight, told, weights)) / sum(weights)


def check_threshold(plan, stated, tones):
    highest = plan["threshold_max_deci_db_hl"] / 10
    if stated == "open":
        return
    if stated == "unheard":
        if any(heard for level, heard in tones if level >= highest) and not all(heard is False for _, heard in tones[-2:]):
            raise Bad("a tone that was heard is stated as unheard")
        return
    offset = plan["threshold_offset_deci_db"] / 10 if plan["procedure"] == "bayes" else 2.5
    found = likely_threshold(plan, tones) + offset
    if abs(found - stated / 10) > THRESHOLD_APART_DB:
        raise Bad(f"the answers make a threshold of {found:.1f} dB, not {stated / 10:.1f}")


def check_ear(plan, part, by_frequency):
    outcome, thresholds = part["outcome"], part["threshold_deci_db_hl"]
    screened = [passes_screening(plan, tones) for tones in by_frequency]
    if not thresholds:
        if outcome == "pass" and not all(screened):
            raise Bad("an ear passes that did not hear every tone of the screening")
        if outcome == "fail":
            raise Bad("an ear fails without thresholds")
        return
    if all(screened):
        raise Bad("thresholds of an ear that passes the screening")
    for stated, tones in zip(thresholds, by_frequency):
        check_threshold(plan, stated, tones)
    if "unreliable" in part["reasons"] or outcome == "not-determined" and BROKEN_OFF & set(part["reasons"]):
        return
    numbers = [one for one in thresholds if not isinstance(one, str)]
    if len(numbers) < len(thresholds):
        check_incomplete(plan, outcome, thresholds, numbers)
        return
    mean = sum(numbers) / len(numbers)
    if part["mean_deci_db_hl"] != "off" and abs(mean - part["mean_deci_db_hl"]) > 1:
        raise Bad("another mean of the thresholds")
    due = "pass" if round(mean) <= plan["mean_pass_deci_db_hl"] else "fail" if mean > plan["mean_fail_deci_db_hl"] else "not-determined"
    if outcome != due:
        raise Bad(f"the thresholds make this ear {due}, not {outcome}")


def check_incomplete(plan, outcome, thresholds, numbers):
    """What was not measured cannot change it: not even with the best that the exam states would the mean be low enough."""
    best = (sum(numbers) + thresholds.count("open") * plan["threshold_min_deci_db_hl"]) / len(thresholds)
    if outcome == "pass" or outcome == "fail" and "unheard" not in thresholds and best <= plan["mean_fail_deci_db_hl"]:
        raise Bad(f"this ear is {outcome} before its thresholds are known")


def check_hearing(run):
    plan = run["plan"]
    for side in (0, 1):
        part = run["result"]["part"][side]
        if part["examined"] and run["result"]["presented"]:
            check_ear(plan, part, [list(ear_answers(run, side, one)) for one in plan["frequency_hz"]])


CHECKS = {"acuity": check_acuity, "hearing": check_hearing, "side": check_side, "colour": check_colour}


def judge_trials(visit):
    """Refuses a visit in which an eye, an ear, the hearing of a side or of colours is stated to be what its trials do not show."""
    for number, run in enumerate(visit["exams"], 1):
        check = CHECKS.get(run["plan"]["kind"])
        if check and run["finished"] and not is_void(run):
            try:
                check(with_whole_plan(run))
            except Bad as problem:
                raise Bad(f"exam {number}: {problem}") from None
