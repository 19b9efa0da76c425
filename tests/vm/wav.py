"""What QEMU's sound card was played, measured from its recording: level, frequency, rise and fall, pulse length, silence.

Standard library only, and nothing of the product's: every expected value is computed here, from hearing levels.
"""

import math
import struct

RATE = 48000
FULL_SCALE_DB_SPL = 110.0
REFERENCE_DB_SPL = {500: 11.0, 1000: 5.5, 4000: 9.5}  # HDA 200, ISO 389-8
CORRECTION_DB = {(0, 1000): 0.3}  # as in qemu-card.c: channel and frequency; the others have none
MASKING_ABOVE_TONE_DB = 5.0  # a third octave at 4 kHz, ISO 389-4
RISE_MS, PULSE_MS, PULSES = 35.0, 225.0, 2
SOUNDS = [(0, 1000, 70.0), (1, 500, 60.0), (0, 4000, 55.0)]  # channel, Hz, dB HL; as in others.c
MASKING = (1, 4000, 40.0)
LEVEL_DB, FREQUENCY_PERCENT, TIME_MS = 0.1, 0.1, 2.0
DITHER = 1 / 32768  # a step of 16 bits: all that is heard where nothing is played
SILENT_S = 1.2  # of the trial without a sound, which is the last one


def samples(path):
    """Two lists of samples, full scale = 1. The header's lengths are only right when QEMU ended in peace."""
    data = path.read_bytes()[44:]
    count = len(data) // 4
    values = struct.unpack(f"<{2 * count}h", data[:4 * count])
    return [[value / 32768 for value in values[side::2]] for side in (0, 1)]


def demodulate(signal, frequency):
    """(amplitude, phase) each millisecond: the signal times a turning pointer, averaged over whole turns."""
    step = RATE // 1000
    width = max(1, round(0.004 * frequency)) * RATE / frequency  # about 4 ms
    real, imaginary = [0.0], [0.0]
    for index, value in enumerate(signal):
        turn = 2 * math.pi * frequency * index / RATE
        real.append(real[-1] + value * math.cos(turn))
        imaginary.append(imaginary[-1] - value * math.sin(turn))
    half = round(width / 2)
    found = []
    for centre in range(half, len(signal) - half, step):
        a = 2 * (real[centre + half] - real[centre - half]) / (2 * half)
        b = 2 * (imaginary[centre + half] - imaginary[centre - half]) / (2 * half)
        found.append((math.hypot(a, b), math.atan2(b, a), centre))
    return found


def pulses(signal, frequency, peak):
    """[(first, last)] indices of demodulate() between half-amplitude points, where the tone is."""
    track = demodulate(signal, frequency)
    found, start = [], None
    for index, (amplitude, _, _) in enumerate(track):
        if start is None and amplitude >= peak / 2:
            start = index
        elif start is not None and amplitude < peak / 2:
            if 150 < index - start < 300:
                found.append((start, index))
            start = None
    return track, found


def crossing(track, index, level, direction):
    """The time in ms, between samples, at which the amplitude passes level nearest to index."""
    for away in range(60):
        for at in (index - away, index + away):
            a, b = track[at][0], track[at + 1][0]
            if (a < level <= b) if direction > 0 else (a >= level > b):
                return at + (level - a) / (b - a)
    raise SystemExit("the recording has no such flank")


def measure(signal, frequency, peak):
    track, found = pulses(signal, frequency, peak)
    if len(found) < PULSES:
        raise SystemExit(f"{len(found)} pulses at {frequency} Hz in the recording, not {PULSES}")
    levels, frequencies, rises, falls, lengths = [], [], [], [], []
    for first, last in found[-PULSES:]:
        plateau = [point for point in track[first + 30:last - 30]]
        amplitude = sum(point[0] for point in plateau) / len(plateau)
        levels.append(20 * math.log10(amplitude))
        turns, previous = 0.0, plateau[0][1]
        for _, phase, _ in plateau[1:]:
            turns += (phase - previous + math.pi) % (2 * math.pi) - math.pi
            previous = phase
        seconds = (plateau[-1][2] - plateau[0][2]) / RATE
        frequencies.append(frequency + turns / (2 * math.pi) / seconds)
        rises.append(crossing(track, first, 0.9 * amplitude, 1) - crossing(track, first, 0.1 * amplitude, 1))
        falls.append(crossing(track, last, 0.1 * amplitude, -1) - crossing(track, last, 0.9 * amplitude, -1))
        lengths.append(crossing(track, last, 0.5 * amplitude, -1) - crossing(track, first, 0.5 * amplitude, 1))
    return levels, frequencies, rises, falls, lengths


def worst(values, expected):
    return max((value - expected for value in values), key=abs)


def analyse(path):
    """Prints metrics; a list of what is not as planned."""
    channels, wrong = samples(path), []

    def hold(name, value, unit, limit):
        print(f"metric {name} {value:.5f} {unit}", flush=True)
        if abs(value) > limit:
            wrong.append(f"{name}: {value:.4f} {unit}, limit {limit}")

    # a raised cosine is between a tenth and nine tenths for this part of its time
    rise_ms = RISE_MS * (math.acos(-0.8) - math.acos(0.8)) / math.pi
    for channel, frequency, hearing_level in SOUNDS:
        planned_db = (hearing_level + REFERENCE_DB_SPL[frequency] + CORRECTION_DB.get((channel, frequency), 0.0) -
            FULL_SCALE_DB_SPL)
        levels, frequencies, rises, falls, lengths = measure(channels[channel], frequency, 10 ** (planned_db / 20))
        name = f"uac_{frequency}hz"
        hold(f"{name}_level_error", worst(levels, planned_db), "dB", LEVEL_DB)
        hold(f"{name}_frequency_error", worst(frequencies, frequency) / frequency * 100, "%", FREQUENCY_PERCENT)
        hold(f"{name}_rise_error", worst(rises, rise_ms), "ms", TIME_MS)
        hold(f"{name}_fall_error", worst(falls, rise_ms), "ms", TIME_MS)
        hold(f"{name}_pulse_error", worst(lengths, PULSE_MS), "ms", TIME_MS)
        first, last = span(channels[channel], frequency, planned_db)
        if frequency != MASKING[1]:
            hold(f"{name}_other_ear_peak", peak_of(channels[1 - channel][first:last]), "of full scale", DITHER)
    rest = [signal[last + RATE // 2:] for signal in channels]  # half a second: the masking goes on a little longer
    hold("uac_silence_peak", max(map(peak_of, rest)), "of full scale", DITHER)
    if len(rest[0]) < SILENT_S * RATE:
        wrong.append("the trial without a sound was not recorded")
    channel, frequency, level = MASKING
    planned_db = level + REFERENCE_DB_SPL[frequency] + MASKING_ABOVE_TONE_DB - FULL_SCALE_DB_SPL
    hold("uac_masking_level_error", masking_db(channels[0], channels[channel]) - planned_db, "dB", 1.0)
    return wrong


def peak_of(part):
    return max(map(abs, part))


def span(signal, frequency, planned_db):
    """The samples from the first to the last of the pulses."""
    track, found = pulses(signal, frequency, 10 ** (planned_db / 20))
    return track[found[-PULSES][0]][2], track[found[-1][1]][2]


def masking_db(tone, noise):
    """Effective value of the noise beside the 4 kHz tone, as a sine's level: 0 dB is a sine of full scale."""
    first, last = span(tone, 4000, 55.0 + REFERENCE_DB_SPL[4000] - FULL_SCALE_DB_SPL)
    part = noise[first:last]
    return 10 * math.log10(2 * sum(value * value for value in part) / len(part))
