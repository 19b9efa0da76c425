#!/usr/bin/python3
"""glass.py SOCKET CODE SECONDS: what the glass asks of the recorder, as its user. CODE makes the first technician, or is "" when there is
one; he has the machine's clock set by so many seconds. Exit status: 0 it was set, 3 the system did not let the recorder."""
import json
import socket
import sys
import time

NAME, PIN = "wei", "482916"


class Refused(Exception):
    pass


class Glass:
    def __init__(self, path):
        self.connection = socket.socket(socket.AF_UNIX)
        self.connection.settimeout(60)
        self.connection.connect(path)
        self.lines = self.connection.makefile("r")
        self.number = 0

    def ask(self, op, **members):
        self.number += 1
        self.connection.sendall((json.dumps({"id": self.number, "op": op, **members}) + "\n").encode())
        answer = {}
        while answer.get("id") != self.number:
            answer = json.loads(self.lines.readline())
        if not answer.get("ok"):
            raise Refused(json.dumps(answer))
        return answer


def main(path, code, seconds):
    glass = Glass(path)
    if code:
        glass.ask("staff-first-pin", name=NAME, pin=PIN, code=code, role="technician")
    else:
        glass.ask("staff-sign-in", name=NAME, pin=PIN)
    try:
        print(glass.ask("clock", flag=True, wall_us=int((time.time() + int(seconds)) * 1e6)))
    except Refused as refused:
        print(refused)
        return 3 if "the system does not set it" in str(refused) else 1
    events = [line["event"] for line in glass.ask("events")["lines"]]
    print(events)
    return 0 if "clock-set" in events else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
