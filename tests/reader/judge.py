"""The licence rules once more: from a visit's results and a rule pack to its verdicts. Written from the rules' text and
docs/record-format.md, so that a mistake shared by kiosk and gateway shows."""

from datetime import date

from der import Bad

GRAVITY = ["pass", "not-determined", "refer", "fail"]
ELSEWHERE = ("not-determined", "elsewhere", [])
ENDINGS = {"vision-left": "vision", "vision-right": "vision", "hearing-left": "hearing", "hearing-right": "hearing",
           "special-institution": "institution"}


REASONS = ["borderline", "device-lost", "noise", "unreliable", "stopped", "not-understood", "uncalibrated", "no-device",
           "time-out", "position", "too-near", "re-instructed", "continued", "no-agreement", "for-doctor", "unscored",
           "panel-assumed", "signals", "colour-weak", "no-loudspeaker",
           "by-loudspeaker", "latency-unknown", "luminance", "not-shown"]


def in_order(reasons):
    return [reason for reason in REASONS if reason in reasons]


def day(yyyymmdd):
    try:
        return date(yyyymmdd // 10000, yyyymmdd // 100 % 100, yyyymmdd % 100)
    except ValueError:
        return None


def days_of(visit):
    """The first and the last day on which the visit may have begun: the same where it has its date."""
    names = ["visit_date_yyyymmdd"] * 2 if visit["visit_date_yyyymmdd"] else ["visit_earliest_yyyymmdd", "visit_latest_yyyymmdd"]
    return [day(visit[name]) for name in names]


def age_on(birth, today, leap):
    try:
        birthday = birth.replace(year=today.year)
    except ValueError:
        birthday = date(today.year, 3, 1) if leap == "march-1" else date(today.year, 2, 28)
    return today.year - birth.year - (today < birthday)


def milli(line):
    """"4.9" -> 100: milli-logMAR of a line."""
    return round((5 - float(line)) * 1000)


def runs(visit):
    """The last finished run of each kind; acuity naked and with glasses apart."""
    found = {}
    for run in visit["exams"]:
        if run["finished"]:
            found[run["plan"]["kind"], run["plan"].get("correction")] = run
    return found


class Judge:
    def __init__(self, visit, pack, rule):
        self.visit, self.pack, self.rule = visit, pack, rule
        self.runs = runs(visit)

    def ages(self):
        """On the first and the last of its days. None: not known."""
        birth, days = day(self.visit["birth_for_age_yyyymmdd"]), days_of(self.visit)
        if birth is None or birth > days[0]:
            return None
        return [age_on(birth, one, self.pack["leap_birthday"]) for one in days]

    def eye_run(self, side):
        for correction in ("glasses", "naked"):
            run = self.runs.get(("acuity", correction))
            if run and run["result"]["part"][side]["examined"]:
                return run
        return None

    def eye(self, side):
        run = self.eye_run(side)
        if run is None:
            return ELSEWHERE
        part, asked = run["result"]["part"][side], milli(self.rule["vision"])
        outcome, reasons = "not-determined", part["reasons"]
        for cut in part["cut"]:
            limit = cut["cut_milli_log_mar"]
            if cut["outcome"] == "pass" and asked >= limit or cut["outcome"] == "fail" and asked <= limit:
                outcome = cut["outcome"]
                break
        if outcome != "not-determined":
            reasons = [reason for reason in reasons if reason != "borderline"]
        elif "borderline" in reasons:
            outcome = "refer"
        elif part["cut"] and asked < min(cut["cut_milli_log_mar"] for cut in part["cut"]):
            reasons = in_order(set(reasons) | {"not-shown"})
        return outcome, "measured", reasons

    def vision(self, side):
        outcome, basis, reasons = self.eye(side)
        if outcome == "fail" and self.rule["monocular"] and self.eye(1 - side)[0] != "fail":
            outcome = "refer"
        return outcome, basis, reasons

    def hearing(self, run, side):
        outcome, basis, reasons = ELSEWHERE
        part = run["result"]["part"][side] if run else {"examined": False}
        if part["examined"]:
            outcome, basis, reasons = part["outcome"], "measured", part["reasons"]
            if outcome == "not-determined" and "borderline" in reasons:
                outcome = "refer"
            if run["result"]["presented"] == 0 and "no-loudspeaker" in reasons:
                basis = "elsewhere"
            # by loudspeaker one ear could hear for both; who tells the side does so with both
            if run["plan"]["kind"] == "hearing" and outcome == "pass" and "by-loudspeaker" in reasons:
                outcome = self.hearing(self.runs.get(("side", None)), 0)[0]
        if self.visit["wears_hearing_aid"]:
            if not self.rule["hearing_aid"]:
                outcome, basis = "refer", "declared"
            elif outcome == "fail":
                outcome = "refer"
        return outcome, basis, reasons

    def stature(self):
        least, run = self.rule["stature_min_mm"], self.runs.get(("stature", None))
        if not least:
            return "pass", "not-required", []
        if run is None or not run["result"]["part"][0]["examined"]:
            return ELSEWHERE
        part, figures = run["result"]["part"][0], run["result"]["figures"]
        reasons, height = part["reasons"], figures["height_mm"]
        if part["outcome"] != "pass" or height <= 0:
            return "not-determined", "measured", reasons
        if height >= least:
            return "pass", "measured", reasons
        if height >= least - figures["uncertainty_mm"]:
            return "refer", "measured", in_order(reasons + ["borderline"])
        return "fail", "measured", reasons

    def colour(self):
        run = self.runs.get(("colour", None))
        if run is None:
            return ELSEWHERE
        result = run["result"]
        outcome, reasons = result["outcome"], result["reasons"]
        if result["presented"] == 0 and ("no-device" in reasons or "uncalibrated" in reasons):
            return "not-determined", "elsewhere", reasons
        if outcome == "not-determined" and "borderline" in reasons or outcome == "pass" and "panel-assumed" in reasons:
            outcome = "refer"
        return outcome, "measured", reasons

    def region(self, parts):
        run = self.runs.get(("limbs", None))
        if run is None or not run["result"]["part"][0]["examined"]:
            return ELSEWHERE
        seen = [one for one in run["result"]["figures"] if one["movement"].split("-")[0] in parts]
        if not seen:
            return ELSEWHERE
        outcome = "refer" if any(one["seen"] == "not-done" for one in seen) else "not-determined"
        return outcome, "evidence", in_order(run["result"]["part"][0]["reasons"] + ["for-doctor"])

    def find_age(self):
        ages, most = self.ages(), self.rule["age_max"]
        if ages is None:
            return "not-determined", "document", []
        found = set()
        for age in ages:
            too_old = most is not None and (age > most if self.rule["age_max_inclusive"] else age >= most)
            found.add("fail" if age < self.rule["age_min"] or too_old else "pass")
        return found.pop() if len(found) == 1 else "not-determined", "document", []

    def find_memory(self):
        least = self.rule["memory_test_from"]
        if least is None:
            return "pass", "not-required", []
        ages = self.ages()
        if ages is None or ages[0] < least <= ages[1]:
            return "not-determined", "document", []
        return ("refer", "elsewhere", []) if ages[0] >= least else ("pass", "not-required", [])

    def find_declaration(self):
        if self.visit["declared"]:
            return "refer", "declared", []
        return "pass" if self.visit["declaration_made"] else "not-determined", "declared", []

    def find(self, requirement):
        ears, side = self.runs.get(("hearing", None)), self.runs.get(("side", None))
        return {
            "age": self.find_age, "declaration": self.find_declaration, "memory-test": self.find_memory,
            "vision-left": lambda: self.vision(0), "vision-right": lambda: self.vision(1),
            "hearing-left": lambda: self.hearing(ears, 0), "hearing-right": lambda: self.hearing(ears, 1),
            "hearing-side": lambda: self.hearing(side, 0),
            "colour": self.colour, "stature": self.stature, "upper-limbs": lambda: self.region(("arm", "hand")),
            "lower-limbs": lambda: self.region(("leg", "foot", "squat")),
            "trunk-neck": lambda: self.region(("neck", "trunk")),
            "special-institution": lambda: (
                ("refer", "elsewhere", []) if self.rule["special_institution"] else ("pass", "not-required", [])),
        }.get(requirement, lambda: ELSEWHERE)()

    def needs_glasses(self):
        with_glasses = [self.eye_run(side) for side in (0, 1)]
        return (all(self.eye(side)[0] == "pass" for side in (0, 1)) and
                any(run["plan"]["correction"] == "glasses" for run in with_glasses))

    def verdict(self, code):
        lines, outcome, here = [], "pass", "pass"
        for requirement in REQUIREMENTS:
            found, basis, reasons = self.find(requirement)
            lines.append({"requirement": requirement, "outcome": found, "basis": basis, "reasons": reasons,
                          "rule_id": f"{self.rule['rule_id']}-{ENDINGS.get(requirement, requirement)}"})
            outcome = max(outcome, found, key=GRAVITY.index)
            if basis not in ("elsewhere", "evidence"):
                here = max(here, found, key=GRAVITY.index)
        hears = all(line["outcome"] == "pass" for line in lines if line["requirement"] in ("hearing-left", "hearing-right"))
        return {"class": code, "outcome": outcome, "outcome_here": here, "requirements": lines,
                "restriction_glasses": self.needs_glasses(),
                "restriction_hearing_aid": bool(self.visit["wears_hearing_aid"] and self.rule["hearing_aid"] and hears)}


REQUIREMENTS = ["age", "declaration", "vision-left", "vision-right", "hearing-left", "hearing-right", "hearing-side", "colour",
                "stature", "upper-limbs", "lower-limbs", "trunk-neck", "memory-test", "special-institution"]


def check_in_force(visit, pack):
    first, last = days_of(visit)
    until = pack["valid_to"]
    if date.fromisoformat(pack["valid_from"]) > last or until is not None and date.fromisoformat(until) < first:
        raise Bad("the rule pack was not in force on that day")


def judge_again(visit, pack):
    """Refuses a visit whose stated verdicts do not come out."""
    if (visit["rule_pack_id"], visit["rule_pack_version"]) != (pack["id"], pack["version"]):
        raise Bad("judged by another rule pack")
    check_in_force(visit, pack)
    judged = [Judge(visit, pack, pack["classes"][code]).verdict(code) for code in visit["classes"]]
    if judged != visit["verdicts"]:
        raise Bad("the verdict does not come out of the rules")


def count_again(visit):
    """The results' counts are those of the trials."""
    for number, run in enumerate(visit["exams"], 1):
        events = run["events"]
        answered = [e for e in events if e["event"] == "answer"]
        discarded = [e for e in events if e["event"] == "discard"]
        trials = [e["stimulus"]["trial"] for e in answered + discarded]
        if len(set(trials)) != len(trials):
            raise Bad(f"exam {number}: a trial that was answered twice")
        if any(e["answer"]["trial"] != e["stimulus"]["trial"] for e in answered):
            raise Bad(f"exam {number}: an answer to another trial")
        if [e["at_us"] for e in events] != sorted(e["at_us"] for e in events):
            raise Bad(f"exam {number}: events out of order")
        if run["finished"] and len(discarded) != run["result"]["discarded"]:
            raise Bad(f"exam {number}: other counts than its trials")
