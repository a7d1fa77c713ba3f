"""Ten at work, three priority classes, people who give up, with SimPy.

Arguments: arrivals, replications. The same model as `queue.rs`: see there.
"""
import json
import random
import statistics
import sys
import time

try:
    import simpy
except ImportError:
    sys.exit(3)

arrivals, replications = int(sys.argv[1]), int(sys.argv[2])
RATES = (2.0, 3.0, 4.5)
SERVERS, WORK_MEAN, PATIENCE_MEAN, WARM_UP_SHARE = 10, 1.0, 5.0, 0.05
length = arrivals / replications / sum(RATES)
came = 0


def person(env, desk, priority, waits, gave_up):
    arrived = env.now
    with desk.request(priority=priority) as turn:
        result = yield turn | env.timeout(random.expovariate(1.0 / PATIENCE_MEAN))
        helped = turn in result
        if arrived >= WARM_UP_SHARE * length:
            waits[priority].append(env.now - arrived)
            gave_up.append(not helped)
        if helped:
            yield env.timeout(random.expovariate(1.0 / WORK_MEAN))


def people(env, desk, priority, waits, gave_up):
    global came
    while True:
        yield env.timeout(random.expovariate(RATES[priority]))
        if env.now >= length:
            return
        came += 1
        env.process(person(env, desk, priority, waits, gave_up))


random.seed(1)
rows = []
started = time.process_time()
for _ in range(replications):
    env = simpy.Environment()
    desk = simpy.PriorityResource(env, capacity=SERVERS)
    waits, gave_up = ([], [], []), []
    for priority in range(3):
        env.process(people(env, desk, priority, waits, gave_up))
    env.run()
    rows.append([sum(some) / len(some) for some in (*waits, gave_up)])
spent = time.process_time() - started
columns = list(zip(*rows))
print(json.dumps({
    "cpu_s": spent,
    "arrivals": came,
    "means": [statistics.mean(column) for column in columns],
    "errors": [statistics.stdev(column) / replications**0.5 for column in columns],
}))
