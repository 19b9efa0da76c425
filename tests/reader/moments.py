"""Moments in the one form that records have."""

import calendar
import re

from der import Bad


def seconds(text):
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.\d{6}Z", str(text))
    if not found:
        raise Bad("no moment")
    return calendar.timegm(tuple(map(int, found.groups())))
