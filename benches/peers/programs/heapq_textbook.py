"""The textbook queue as a loop over Python's own heap, with no framework: what a modeller writes by hand."""

from collections import deque
from heapq import heappop, heappush, heapreplace
from random import Random

from harness import AGENTS, BATCH, DAY, GAP, PATIENCE, SERVICE, WITHIN, main


def simulate(days, seed, counts):
    draw = Random(seed).expovariate
    end = days * DAY
    ends, waiting = [], deque()
    arrival = draw(1 / GAP)
    while arrival < end:
        while ends and ends[0] < arrival:
            freed = ends[0]
            while waiting:
                offered, gives_up = waiting.popleft()
                batch = int(offered / BATCH)
                counts.offered[batch] += 1
                if gives_up >= freed:
                    wait = freed - offered
                    counts.wait[batch] += wait
                    counts.within[batch] += wait <= WITHIN
                    heapreplace(ends, freed + draw(1 / SERVICE))
                    break
                counts.wait[batch] += gives_up - offered
                counts.abandoned[batch] += 1
            else:
                heappop(ends)
        if len(ends) < AGENTS:
            counts.answer(arrival, arrival)
            heappush(ends, arrival + draw(1 / SERVICE))
        else:
            waiting.append((arrival, arrival + draw(1 / PATIENCE)))
        arrival += draw(1 / GAP)


main(simulate)
