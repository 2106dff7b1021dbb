"""The textbook queue in Ciw: a network of one node whose customers renege."""

import ciw

from harness import AGENTS, DAY, GAP, PATIENCE, SERVICE, main


def simulate(days, seed, counts):
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(1 / GAP)],
        service_distributions=[ciw.dists.Exponential(1 / SERVICE)],
        reneging_time_distributions=[ciw.dists.Exponential(1 / PATIENCE)],
        number_of_servers=[AGENTS],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(days * DAY)
    for record in simulation.get_all_records():
        if record.record_type == "renege":
            counts.abandon(record.arrival_date, record.exit_date)
        else:
            counts.answer(record.arrival_date, record.service_start_date)


main(simulate)
