"""The peers of RulesBenchmark: the same sizes in numpy and by Flower, one timed call for each name that comes in.

    pip install numpy flwr

For each line NAME of the input it answers the nanoseconds of one call, or a dash where there is no such peer.
"""

import sys
import time

import numpy as np

MEMBERS = 10


def updates(numbers):
    random = np.random.default_rng(1)
    return [random.standard_normal(numbers, dtype=np.float32) for _ in range(MEMBERS)]


def peers():
    large, small = updates(10_000_000), updates(1_000_000)
    rows = np.stack(small)
    weights = [100 + member for member in range(MEMBERS)]
    total = sum(weights)

    def krum():
        squares = np.einsum("ij,ij->i", rows, rows)
        return np.sort(squares[:, None] + squares[None, :] - 2 * rows @ rows.T, axis=1)[:, 1:7].sum(axis=1).argmin()

    named = {
        "fedavg": lambda: sum(np.float32(w / total) * x for w, x in zip(weights, large)),
        "median": lambda: np.median(rows, axis=0),
        "trimmed_mean": lambda: np.sort(rows, axis=0)[2:-2].mean(axis=0),
        "krum": krum,
    }
    return named | flower(large, weights)


def flower(large, weights):
    try:
        from flwr.app import ArrayRecord, MetricRecord, RecordDict
        from flwr.server.strategy.aggregate import aggregate
        from flwr.serverapp.strategy.strategy_utils import aggregate_arrayrecords
    except ImportError:
        return {}
    results = [([x], w) for x, w in zip(large, weights)]
    records = [
        RecordDict({"arrays": ArrayRecord([x]), "metrics": MetricRecord({"num-examples": w})})
        for x, w in zip(large, weights)
    ]
    return {
        "fedavg-aggregate": lambda: aggregate(results),
        "fedavg-arrayrecords": lambda: aggregate_arrayrecords(records, "num-examples"),
    }


def main():
    known = peers()
    for line in sys.stdin:
        call = known.get(line.strip())
        if call is None:
            print("-", flush=True)
            continue
        begin = time.perf_counter_ns()
        call()
        print(time.perf_counter_ns() - begin, flush=True)


if __name__ == "__main__":
    main()
