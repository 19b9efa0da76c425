"""The side test once more, from the presses to what it states of the person. Written from docs/exams.md in floating point, with
rates of pressing of its own between those of the kiosk's table, so that a mistake in that table or in its arithmetic shows."""

from math import log

from der import Bad

EARLIEST_US = 100000
# What an average person does: hears, takes the wrong key, presses into one window of quiet. Who is able does the second twice in
# a hundred sounds; an ear beside a deaf one half as often.
HEARS, MISTAKES, WRONG, PRESSES = .96, .02, .01, .02
RATES = [.02] + [step / 20 for step in range(2, 17)]  # at which a deaf ear is answered all the same
GUESSES = [.02, .05, .1, .2, .3]  # of who hears, but not from where, into quiet
BY_LOUDNESS = (.64, .34)  # of one ear in a room: right, wrong
DEAF_WEIGHT = .25  # against one who is able
APART = .8  # by so much (natural logarithm of the odds) the two may differ


def key_of(event):
    """What counts as the answer, and how many presses do not: those before the sound could be heard, and after its window."""
    shown, presses = event["stimulus"], event["answer"]["presses"]
    last_us = 1000 * (shown["duration_ms"] + shown["window_ms"])
    counted = [press for press in presses if EARLIEST_US <= press["at_us"] <= last_us]
    first = min(counted, key=lambda press: press["at_us"])["key"] if counted else None
    return first, len(presses) - len(counted)


def people(plan):
    """(weight, chance of each key at a sound from the left, from the right, of a press in a window of quiet)."""
    def sides(left, right):
        return {"left": {"left": left[0], "right": left[1]}, "right": {"left": right[1], "right": right[0]}}
    for rate in RATES:
        yield DEAF_WEIGHT, sides((rate, WRONG / 2), (HEARS, WRONG)), rate
        yield DEAF_WEIGHT, sides((HEARS, WRONG), (rate, WRONG / 2)), rate
        yield DEAF_WEIGHT, sides((rate / 2, rate / 2), (rate / 2, rate / 2)), rate
    unsided = plan["unsided_permille"] / 1000
    for rate in GUESSES:
        yield unsided, sides((.49, .49), (.49, .49)), rate
    if plan["transducer"] == "loudspeaker":
        yield unsided, sides(BY_LOUDNESS, BY_LOUDNESS), PRESSES


def log_chance(person, event):
    _, keys, rate = person
    shown, (key, strays) = event["stimulus"], key_of(event)
    window_ms = shown["duration_ms"] + shown["window_ms"]
    calm = (1 - rate) ** (shown["gap_ms"] / window_ms)
    total = log(1 - calm if strays else calm)
    if shown["silent"]:
        return total + log(rate if key else 1 - rate)
    of_side = keys[shown["side"]]
    return total + log(of_side[key] if key else 1 - sum(of_side.values()))


def log_odds(permille):
    return log(permille / (1000 - permille))


class Listener:
    """The belief about one person, presentation by presentation."""

    def __init__(self, plan):
        able = (1, {"left": {"left": HEARS, "right": MISTAKES}, "right": {"left": MISTAKES, "right": HEARS}}, PRESSES)
        self.plan, self.able, self.others = plan, able, list(people(plan))
        self.log_able, self.log_others = 0, [log(one[0]) for one in self.others]
        self.sounds = self.silences = self.missed = self.pressed = self.strays = 0

    def take(self, event):
        shown, (key, strays) = event["stimulus"], key_of(event)
        self.log_able += log_chance(self.able, event)
        self.log_others = [one + log_chance(other, event) for one, other in zip(self.log_others, self.others)]
        self.strays += strays
        self.silences += shown["silent"]
        self.pressed += shown["silent"] and key is not None
        self.sounds += not shown["silent"]
        self.missed += not shown["silent"] and key != shown["side"]

    def odds(self):
        return self.log_able - max(self.log_others)

    def is_believed(self):
        return self.pressed <= self.plan["silent_answers_max"] and self.strays <= self.plan["stray_presses_max"]

    def settles(self, margin):
        """"pass", "fail" or None; a margin below 0: when it is surely so."""
        plan, odds = self.plan, self.odds()
        if self.sounds < plan["minimum_trials"]:
            return None
        if self.silences >= plan["silent_trials_min"] and odds >= log_odds(plan["pass_permille"]) - margin:
            return "pass"
        return "fail" if self.missed >= 2 and odds <= log_odds(plan["fail_permille"]) + margin else None


def check_end(listener, part):
    outcome, stated = part["outcome"], part["pass_permille"]
    if listener.is_believed() == ("unreliable" in part["reasons"]):
        raise Bad("presses into quiet, and believed all the same (or none, and not believed)")
    if 1 < stated < 999 and abs(listener.odds() - log_odds(stated)) > APART:
        raise Bad(f"the answers do not make this person {stated} permille likely to hear both sides")
    if "unreliable" in part["reasons"] and outcome != "not-determined":
        raise Bad("a verdict from answers that are not believed")
    if outcome != "not-determined" and listener.settles(APART) != outcome:
        raise Bad(f"the answers do not make this person {outcome}")
    if "borderline" in part["reasons"] and (listener.sounds < listener.plan["maximum_trials"] or listener.settles(-APART)):
        raise Bad("undecided before the last sound, or although it is decided")
    if outcome == "not-determined" and not part["reasons"]:
        raise Bad("no verdict and no reason")


def check_side(run):
    result, listener = run["result"], Listener(run["plan"])
    part = result["part"][0]
    scored = [event for event in run["events"] if event["event"] == "answer"]
    answers = [event for event in scored if event["stimulus"]["attempt"] == result["attempts"]]
    if sum(not event["stimulus"]["silent"] for event in scored) != part["trials"]:
        raise Bad("another number of sounds")
    if not part["examined"] or not answers:
        return
    for number, event in enumerate(answers, 1):
        listener.take(event)
        if number < len(answers) and (listener.settles(-APART) or not listener.is_believed()):
            raise Bad("it went on although it was settled")
    check_end(listener, part)
    if result["outcome"] != part["outcome"]:
        raise Bad("the whole and its only part differ")
