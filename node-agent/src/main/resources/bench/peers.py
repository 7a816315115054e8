"""The peers of `mycelium bench`: the same work in numpy and by Flower, one timed call for each name that comes in.

    python peers.py fedavg | robust | files DIRECTORY

First it answers the names that it knows here, in one line. Then, for each line NAME of the input, the nanoseconds of
one call.
"""

import hashlib
import pathlib
import sys
import time

import numpy as np

MEMBERS = 10


def updates(numbers):
    random = np.random.default_rng(1)
    return [random.standard_normal(numbers, dtype=np.float32) for _ in range(MEMBERS)]


def fedavg():
    large = updates(10_000_000)
    weights = [100 + member for member in range(MEMBERS)]
    total = sum(weights)
    named = {"numpy": lambda: sum(np.float32(w / total) * x for w, x in zip(weights, large))}
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
        "flower-aggregate": lambda: aggregate(results),
        "flower-arrayrecords": lambda: aggregate_arrayrecords(records, "num-examples"),
    }


def robust():
    rows = np.stack(updates(1_000_000))

    def krum():
        squares = np.einsum("ij,ij->i", rows, rows)
        return np.sort(squares[:, None] + squares[None, :] - 2 * rows @ rows.T, axis=1)[:, 1:7].sum(axis=1).argmin()

    return {
        "numpy-median": lambda: np.median(rows, axis=0),
        "numpy-trimmed_mean": lambda: np.sort(rows, axis=0)[2:-2].mean(axis=0),
        "numpy-krum": krum,
    }


def files(directory):
    from safetensors.numpy import load_file, save_file

    updates = sorted(pathlib.Path(directory).glob("update-*"))

    def average():
        total = None
        for update in updates:
            with open(update, "rb") as content:
                hashlib.file_digest(content, "sha256") if hasattr(hashlib, "file_digest") else hashlib.sha256(content.read())
            (change,) = load_file(update).values()
            total = change / np.float32(len(updates)) if total is None else total + change / np.float32(len(updates))
        head = pathlib.Path(directory) / "numpy-head"
        save_file({"model/w": total}, head)
        hashlib.sha256(head.read_bytes())

    return {"numpy-safetensors": average}


def main():
    try:
        known = {"fedavg": fedavg, "robust": robust, "files": files}[sys.argv[1]](*sys.argv[2:])
    except ImportError as missing:
        print(missing, file=sys.stderr)
        known = {}
    print(*known, flush=True)
    for line in sys.stdin:
        begin = time.perf_counter_ns()
        known[line.strip()]()
        print(time.perf_counter_ns() - begin, flush=True)


if __name__ == "__main__":
    main()
