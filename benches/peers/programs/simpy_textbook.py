"""The textbook queue in SimPy as its tutorials write it: a process a caller, a request or a timeout."""

from random import Random

import simpy

from harness import AGENTS, DAY, GAP, PATIENCE, SERVICE, main


def caller(env, agents, random, counts):
    offered = env.now
    with agents.request() as request:
        patience = env.timeout(random.expovariate(1 / PATIENCE))
        result = yield request | patience
        if request in result:
            counts.answer(offered, env.now)
            yield env.timeout(random.expovariate(1 / SERVICE))
        else:
            counts.abandon(offered, env.now)


def source(env, agents, random, counts):
    while True:
        yield env.timeout(random.expovariate(1 / GAP))
        env.process(caller(env, agents, random, counts))


def simulate(days, seed, counts):
    random = Random(seed)
    env = simpy.Environment()
    agents = simpy.Resource(env, capacity=AGENTS)
    env.process(source(env, agents, random, counts))
    env.run(until=days * DAY)


main(simulate)
