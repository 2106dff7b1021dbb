"""The rich day in SimPy: named agents in a store, each with a shift and four breaks; a process a caller."""

from math import log, sqrt
from random import Random

import simpy

from harness import DAY, GAP, PATIENCE, SERVICE, main

PROFILE = [
    0.30, 0.25, 0.22, 0.20, 0.18, 0.16, 0.15, 0.15, 0.16, 0.18, 0.22, 0.28, 0.40, 0.60, 0.90, 1.30,
    1.80, 2.20, 2.45, 2.50, 2.45, 2.35, 2.15, 1.85, 1.60, 1.65, 1.85, 2.05, 2.15, 2.15, 2.05, 1.90,
    1.70, 1.50, 1.30, 1.15, 1.05, 1.00, 0.98, 0.95, 0.90, 0.82, 0.74, 0.66, 0.58, 0.50, 0.42, 0.35,
]
HALF_HOUR, SHIFT, BREAK, BREAKS = 1_800.0, 28_800.0, 600.0, 4
HEADS = {0.0: 70, 28_800.0: 340, 57_600.0: 160}
ENDS_IN_IVR = 0.3
IVR_VARIANCE = log(1 + (30 / 45) ** 2)
IVR_MEAN = log(45) - IVR_VARIANCE / 2


class Floor:
    def __init__(self, seed, counts):
        self.random = Random(seed)
        self.env = simpy.Environment()
        self.idle = simpy.Store(self.env)
        self.counts = counts

    def source(self):
        """A half hour after the other: within it the rate is constant."""
        mean = sum(PROFILE) / len(PROFILE)
        while True:
            for weight in PROFILE:
                end = self.env.now + HALF_HOUR
                while True:
                    gap = self.random.expovariate(weight / mean / GAP)
                    if self.env.now + gap >= end:
                        break
                    yield self.env.timeout(gap)
                    self.env.process(self.caller())
                yield self.env.timeout(end - self.env.now)

    def caller(self):
        self.counts.arrivals += 1
        yield self.env.timeout(self.random.lognormvariate(IVR_MEAN, sqrt(IVR_VARIANCE)))
        if self.random.random() < ENDS_IN_IVR:
            return
        offered = self.env.now
        agent = self.idle.get()
        yield agent | self.env.timeout(self.random.expovariate(1 / PATIENCE))
        if agent.triggered:
            self.counts.answer(offered, self.env.now)
            yield from agent.value.handle()
        else:
            agent.cancel()
            self.counts.abandon(offered, self.env.now)


class Agent:
    def __init__(self, floor, starts):
        self.floor, self.env, self.doing, self.due = floor, floor.env, "off", 0
        self.env.process(self.roster(starts))

    def roster(self, starts):
        yield self.env.timeout(starts)
        while True:
            for _ in range(BREAKS):
                self.env.process(self.break_due(self.floor.random.uniform(0, SHIFT - BREAK)))
            self.is_free()
            yield self.env.timeout(SHIFT)
            if self.doing == "idle":
                self.floor.idle.items.remove(self)
            self.doing, self.due = "overtime" if self.doing == "handling" else "off", 0
            yield self.env.timeout(DAY - SHIFT)

    def break_due(self, after):
        yield self.env.timeout(after)
        if self.doing == "idle":
            self.floor.idle.items.remove(self)
            yield from self.rest()
        else:
            self.due += 1

    def rest(self):
        self.doing = "resting"
        self.floor.counts.breaks += 1
        yield self.env.timeout(BREAK)
        if self.doing == "resting":
            self.is_free()

    def handle(self):
        self.doing = "handling"
        yield self.env.timeout(self.floor.random.expovariate(1 / SERVICE))
        if self.doing == "handling":
            self.is_free()
        else:
            self.doing = "off"

    def is_free(self):
        if self.due:
            self.due -= 1
            self.env.process(self.rest())
        else:
            self.doing = "idle"
            self.floor.idle.put(self)


def simulate(days, seed, counts):
    floor = Floor(seed, counts)
    floor.env.process(floor.source())
    for starts, heads in HEADS.items():
        for _ in range(heads):
            Agent(floor, starts)
    floor.env.run(until=days * DAY)


main(simulate)
