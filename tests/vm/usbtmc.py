#!/usr/bin/python3
"""The kernel's own usbtmc driver, written by others, talks to the simulated audiometer through /dev/usbtmc0. As root, in the guest."""

import fcntl
import glob
import os
import struct
import sys
import time

READ_STB = 0x80015B12  # USBTMC488_IOCTL_READ_STB of linux/usb/tmc.h: one byte
PATIENCE_S = 30


def node():
    """The first usbtmc node, as soon as the kernel has bound its driver."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        found = sorted(glob.glob("/dev/usbtmc*"))
        if found:
            return found[0]
        time.sleep(0.05)
    sys.exit("the kernel bound no usbtmc driver")


def query(file, line):
    os.write(file, line.encode() + b"\n")
    return os.read(file, 4096).decode().rstrip("\n")


def expect(what, value, expected):
    print(f"{what}: {value}")
    if value != expected:
        sys.exit(f"{what}: {value!r}, not {expected!r}")


def status_byte(file):
    buffer = bytearray(1)
    fcntl.ioctl(file, READ_STB, buffer)
    return struct.unpack("B", buffer)[0]


def main():
    file = os.open(node(), os.O_RDWR)
    os.write(file, b"*RST\n")
    expect("*IDN?", query(file, "*IDN?"), "Medcheck Simulation,AU-1,AU-000231,1.4.0")
    # the measurement: the noise of the room by octaves, and whether somebody wears the headphones
    expect("SENS:COND?", query(file, "SENS:COND?"), "1,320,280,240,220")
    expect("CAL:SPE?", query(file, "CAL:SPE?"), '"Loudspeakers L20","L-0231"')
    # a presentation that nobody hears, over in a moment: its bit in the status byte, then its result
    os.write(file, b"SOUR:PRES 7,LEFT,1000,300,OFF,100,200,100,TONE\n")
    end = time.monotonic() + PATIENCE_S
    while not status_byte(file) & 1:
        if time.monotonic() > end:
            sys.exit("the presentation does not end")
        time.sleep(0.02)
    expect("SENS:PRES?", query(file, "SENS:PRES?"), "7,0,320,280,240,220")
    expect("SYST:ERR?", query(file, "SYST:ERR?"), '0,"No error"')
    print("row kernel-usbtmc | audiometer | *IDN?, room noise, presentation, READ_STATUS_BYTE | as the page says")


if __name__ == "__main__":
    main()
