"""Recomputes every rule against attackers with numpy, from the papers' formulas and without our code.

    pip install numpy
    python node-agent/src/test/python/robust_rules.py > node-agent/src/test/resources/aggregation/robust_rules.txt

Each line: a name and numbers. RobustRulesAgainstNumpyTest compares what the rules make of the same head and updates.
"""

import numpy as np

MEMBERS, ATTACKERS, NUMBERS = 11, 3, 97


def mean(head, x, examples):
    return head + x.mean(axis=0)


def fedavg(head, x, examples):
    return head + np.average(x, axis=0, weights=examples)


def median(head, x, examples):
    return head + np.median(x, axis=0)


def trimmed_mean(trim):
    return lambda head, x, examples: head + np.sort(x, axis=0)[trim : len(x) - trim].mean(axis=0)


def squared_distances(x):
    return ((x[:, None, :] - x[None, :, :]) ** 2).sum(axis=2)


def multi_krum(attackers, selected):
    def rule(head, x, examples):
        others = np.sort(squared_distances(x), axis=1)[:, 1:]
        scores = others[:, : len(x) - attackers - 2].sum(axis=1)
        return head + x[np.argsort(scores, kind="stable")[:selected]].mean(axis=0)

    return rule


def clipped(norm, rule):
    def clip(x):
        return x * np.minimum(1, norm / np.linalg.norm(x, axis=1))[:, None]

    return lambda head, x, examples: rule(head, clip(x), examples)


def mixed(attackers, rule):
    def mix(x):
        near = np.argsort(squared_distances(x), axis=1, kind="stable")[:, : len(x) - attackers]
        return np.stack([x[rows].mean(axis=0) for rows in near])

    return lambda head, x, examples: rule(head, mix(x), examples)


RULES = {
    "fedavg": fedavg,
    "mean": mean,
    "median": median,
    "trimmed_mean,trim=3": trimmed_mean(3),
    "krum,attackers=3": multi_krum(3, 1),
    "multi_krum,attackers=3,selected=8": multi_krum(3, 8),
    "clipped,norm=10.0/mean": clipped(10, mean),
    "clipped,norm=10.0/fedavg": clipped(10, fedavg),
    "mixed,attackers=3/median": mixed(3, median),
    "mixed,attackers=3/trimmed_mean,trim=3": mixed(3, trimmed_mean(3)),
    "clipped,norm=10.0/mixed,attackers=3/krum,attackers=3": clipped(10, mixed(3, multi_krum(3, 1))),
    "clipped,norm=9.0/mixed,attackers=2/multi_krum,attackers=2,selected=4": clipped(9, mixed(2, multi_krum(2, 4))),
}


def line(name, numbers):
    print(name, *(repr(float(number)) for number in numbers))


def main():
    random = np.random.default_rng(2026)
    head = random.normal(size=NUMBERS).astype(np.float32)
    x = (random.normal(size=NUMBERS) + 0.5 * random.normal(size=(MEMBERS, NUMBERS))).astype(np.float32)
    x[2] *= -4
    x[5] = random.normal(size=NUMBERS, scale=30)
    x[9] = 1e4
    examples = random.integers(1, 1000, size=MEMBERS)
    line("head", head)
    line("examples", examples)
    for member in range(MEMBERS):
        line(f"update-{member}", x[member])
    for name, rule in RULES.items():
        line(name, rule(head.astype(np.float64), x.astype(np.float64), examples))


if __name__ == "__main__":
    main()
