"""The side test once more, from the presses to what it states of the person. Written from docs/exams.md with docs/exam-figures.md,
in floating point, with rates of pressing of its own between those of the kiosk's table, so that a mistake in that table or in its
arithmetic shows."""

from math import log

from der import Bad

RATES = [.02] + [step / 20 for step in range(2, 17)]  # at which a deaf ear is answered all the same
GUESSES = [.02, .05, .1, .2, .3]  # of who hears, but not from where, into quiet
APART = .8  # by so much (natural logarithm of the odds) the two may differ


def key_of(plan, event):
    """What counts as the answer, and how many presses do not: those before the sound could be heard, and after its window."""
    shown, presses = event["stimulus"], event["answer"]["presses"]
    last_us = 1000 * (shown["duration_ms"] + shown["window_ms"])
    counted = [press for press in presses if 1000 * plan["earliest_ms"] <= press["at_us"] <= last_us]
    first = min(counted, key=lambda press: press["at_us"])["key"] if counted else None
    return first, len(presses) - len(counted)


def people(plan):
    """(weight, chance of each key at a sound from the left, from the right, of a press in a window of quiet)."""
    def sides(left, right):
        return {"left": {"left": left[0], "right": left[1]}, "right": {"left": right[1], "right": right[0]}}
    told = plan["people"]
    deaf, hears, presses = (told[name] / 1000 for name in ("deaf_permille", "heard_permille", "press_permille"))
    beside, wrong = told["one_deaf_mistaken_permille"] / 1000, told["one_hearing_mistaken_permille"] / 1000
    for rate in RATES:
        yield deaf, sides((rate, beside), (hears, wrong)), rate
        yield deaf, sides((hears, wrong), (rate, beside)), rate
        yield deaf, sides((rate / 2, rate / 2), (rate / 2, rate / 2)), rate
    unsided, key = plan["unsided_permille"] / 1000, told["unsided_key_permille"] / 1000
    for rate in GUESSES:
        yield unsided, sides((key, key), (key, key)), rate
    if plan["transducer"] == "loudspeaker":
        by_loudness = (told["one_eared_right_permille"] / 1000, told["one_eared_wrong_permille"] / 1000)
        yield unsided, sides(by_loudness, by_loudness), presses


def log_chance(plan, person, event):
    _, keys, rate = person
    shown, (key, strays) = event["stimulus"], key_of(plan, event)
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
        hears, slips = plan["people"]["heard_permille"] / 1000, plan["people"]["mistaken_permille"] / 1000
        able = (1, {"left": {"left": hears, "right": slips}, "right": {"left": slips, "right": hears}},
                plan["people"]["press_permille"] / 1000)
        self.plan, self.able, self.others = plan, able, list(people(plan))
        self.log_able, self.log_others = 0, [log(one[0]) for one in self.others]
        self.sounds = self.silences = self.missed = self.pressed = self.strays = 0

    def take(self, event):
        shown, (key, strays) = event["stimulus"], key_of(self.plan, event)
        self.log_able += log_chance(self.plan, self.able, event)
        self.log_others = [one + log_chance(self.plan, other, event) for one, other in zip(self.log_others, self.others)]
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
        return "fail" if self.missed >= plan["missed_sounds_min"] and odds <= log_odds(plan["fail_permille"]) + margin else None


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
