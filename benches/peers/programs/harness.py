"""What every Python peer shares: the numbers of the two works, and how answers are told.

A program is called with the days to simulate and a seed, and prints one line of JSON: the seconds from building the
model to its answers (the interpreter's start and imports left out), and its counts by batch of two hours, in order of
the instant at which a call was offered.
"""

import json
import sys
import time

AGENTS = 236
SERVICE = 180.0
PATIENCE = 120.0
GAP = SERVICE / (1.05 * AGENTS)
WITHIN = 30.0
DAY = 86_400.0
BATCH = 7_200.0


class Counts:
    """Offered, answered within thirty seconds, abandoned and seconds waited, by batch."""

    def __init__(self, days):
        batches = int(days * DAY / BATCH)
        self.arrivals = 0
        self.breaks = 0
        self.offered = [0] * batches
        self.within = [0] * batches
        self.abandoned = [0] * batches
        self.wait = [0.0] * batches

    def answer(self, offered, now):
        batch = int(offered / BATCH)
        self.offered[batch] += 1
        self.wait[batch] += now - offered
        if now - offered <= WITHIN:
            self.within[batch] += 1

    def abandon(self, offered, now):
        batch = int(offered / BATCH)
        self.offered[batch] += 1
        self.wait[batch] += now - offered
        self.abandoned[batch] += 1


def main(simulate):
    """Runs a program's `simulate(days, seed, counts)` and prints what it found."""
    days, seed = float(sys.argv[1]), int(sys.argv[2])
    start = time.perf_counter()
    counts = Counts(days)
    simulate(days, seed, counts)
    seconds = time.perf_counter() - start
    calls = counts.arrivals or sum(counts.offered)
    batches = zip(counts.offered, counts.within, counts.abandoned, counts.wait)
    keys = ("offered", "within", "abandoned", "wait_s")
    told = [dict(zip(keys, batch)) for batch in batches]
    print(json.dumps({"seconds": seconds, "calls": calls, "breaks": counts.breaks, "batches": told}))
