"""The textbook queue in SimPy without processes: its event list and bare callbacks, patience looked at lazily."""

from collections import deque
from random import Random

import simpy

from harness import AGENTS, DAY, GAP, PATIENCE, SERVICE, main


class Queue:
    def __init__(self, seed, counts):
        self.random = Random(seed)
        self.env = simpy.Environment()
        self.counts = counts
        self.idle = AGENTS
        self.waiting = deque()

    def after(self, mean, callback):
        self.env.timeout(self.random.expovariate(1 / mean)).callbacks.append(callback)

    def call_arrives(self, _):
        now = self.env.now
        if self.idle:
            self.idle -= 1
            self.counts.answer(now, now)
            self.after(SERVICE, self.call_ends)
        else:
            self.waiting.append((now, now + self.random.expovariate(1 / PATIENCE)))
        self.after(GAP, self.call_arrives)

    def call_ends(self, _):
        now = self.env.now
        while self.waiting:
            offered, gives_up = self.waiting.popleft()
            if gives_up >= now:
                self.counts.answer(offered, now)
                self.after(SERVICE, self.call_ends)
                return
            self.counts.abandon(offered, gives_up)
        self.idle += 1


def simulate(days, seed, counts):
    queue = Queue(seed, counts)
    queue.after(GAP, queue.call_arrives)
    queue.env.run(until=days * DAY)


main(simulate)
