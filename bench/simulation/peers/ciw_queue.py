"""Ten at work, three priority classes, people who give up, with Ciw.

Arguments: arrivals, replications. The same model as `queue.rs`: see there.
"""
import json
import statistics
import sys
import time

try:
    import ciw
except ImportError:
    sys.exit(3)

arrivals, replications = int(sys.argv[1]), int(sys.argv[2])
RATES = (2.0, 3.0, 4.5)
SERVERS, WORK_MEAN, PATIENCE_MEAN, WARM_UP_SHARE = 10, 1.0, 5.0, 0.05
length = arrivals / replications / sum(RATES)
came = 0
NAMES = ["first", "second", "third"]


def for_each(make):
    return {name: [make(at)] for at, name in enumerate(NAMES)}


rows = []
started = time.process_time()
for replication in range(replications):
    network = ciw.create_network(
        arrival_distributions=for_each(lambda at: ciw.dists.Exponential(rate=RATES[at])),
        service_distributions=for_each(lambda at: ciw.dists.Exponential(rate=1.0 / WORK_MEAN)),
        reneging_time_distributions=for_each(
            lambda at: ciw.dists.Exponential(rate=1.0 / PATIENCE_MEAN)
        ),
        priority_classes={name: at for at, name in enumerate(NAMES)},
        number_of_servers=[SERVERS],
    )
    ciw.seed(replication)
    simulation = ciw.Simulation(network)
    # Those who have not begun or given up at the end have no record; they are few.
    simulation.simulate_until_max_time(length)
    waits, gave_up = {name: [] for name in NAMES}, []
    came += simulation.nodes[0].number_of_individuals
    for record in simulation.get_all_records():
        if record.arrival_date >= WARM_UP_SHARE * length:
            waits[record.customer_class].append(record.waiting_time)
            gave_up.append(record.record_type == "renege")
    rows.append([sum(some) / len(some) for some in (*waits.values(), gave_up)])
spent = time.process_time() - started
columns = list(zip(*rows))
print(json.dumps({
    "cpu_s": spent,
    "arrivals": came,
    "means": [statistics.mean(column) for column in columns],
    "errors": [statistics.stdev(column) / replications**0.5 for column in columns],
}))
