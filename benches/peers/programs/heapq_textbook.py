"""The textbook queue as a loop over Python's own heap, with no framework: what a modeller writes by hand."""

from collections import deque
from heapq import heappop, heappush
from random import Random

from harness import AGENTS, DAY, GAP, PATIENCE, SERVICE, main


def simulate(days, seed, counts):
    draw = Random(seed).expovariate
    end = days * DAY
    ends, waiting = [], deque()
    arrival = draw(1 / GAP)
    while arrival < end:
        now = arrival
        while ends and ends[0] < now:
            freed = heappop(ends)
            while waiting:
                offered, gives_up = waiting.popleft()
                if gives_up >= freed:
                    counts.answer(offered, freed)
                    heappush(ends, freed + draw(1 / SERVICE))
                    break
                counts.abandon(offered, gives_up)
        if len(ends) < AGENTS:
            counts.answer(now, now)
            heappush(ends, now + draw(1 / SERVICE))
        else:
            waiting.append((now, now + draw(1 / PATIENCE)))
        arrival += draw(1 / GAP)


main(simulate)
