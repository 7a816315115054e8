"""Recomputes the rules with state at the server with numpy, apart from the Java code.

    python3 node-agent/src/test/python/server_rules.py > node-agent/src/test/resources/aggregation/server-rules.json

draws seeded heads and updates, carries each rule through three rounds by its formula in float64 and
prints inputs and heads as JSON, which ServerRulesAgainstNumpyTest compares with the Java rules.
"""

import json

import numpy

NUMBERS, ROUNDS, MEMBERS, GROUP = 6, 3, 4, 7
RULES = [
    {"name": "fedavgm", "server_learning_rate": 0.7, "momentum": 0.8},
    {"name": "fedadagrad", "server_learning_rate": 0.05, "beta_1": 0.3, "tau": 1e-3},
    {"name": "fedadam", "server_learning_rate": 0.02, "beta_1": 0.9, "beta_2": 0.99, "tau": 1e-3},
    {"name": "fedyogi", "server_learning_rate": 0.03, "beta_1": 0.9, "beta_2": 0.95, "tau": 1e-2},
    {"name": "fednova", "momentum": 0.0},
    {"name": "fednova", "momentum": 0.9},
    {"name": "scaffold", "server_learning_rate": 0.9},
]


def steps_weigh(steps, rho):
    """||a||_1 of Wang et al. 2020, term by term."""
    return sum((1 - rho ** (steps - k)) / (1 - rho) for k in range(steps))


def step(rule, head, updates):
    name = rule["name"]
    n = numpy.array([u["examples"] for u in updates], dtype=float)
    p = n / n.sum()
    deltas = numpy.array([u["model"] for u in updates])
    d = p @ deltas
    rate = rule.get("server_learning_rate")
    if name == "fedavgm":
        m = rule["momentum"] * head["momentum"] + d
        return {"model": head["model"] + rate * m, "momentum": m}
    if name == "fednova":
        a = numpy.array([steps_weigh(u["steps"], rule["momentum"]) for u in updates])
        return {"model": head["model"] + (p @ a) * (p @ (deltas / a[:, None]))}
    if name == "scaffold":
        controls = numpy.array([u["control"] for u in updates])
        share = len(updates) / GROUP
        return {"model": head["model"] + rate * deltas.mean(axis=0),
                "control": head["control"] + share * controls.mean(axis=0)}
    m = rule["beta_1"] * head["momentum"] + (1 - rule["beta_1"]) * d
    v = head["second_moment"]
    if name == "fedadagrad":
        v = v + d ** 2
    elif name == "fedadam":
        v = rule["beta_2"] * v + (1 - rule["beta_2"]) * d ** 2
    else:
        v = v - (1 - rule["beta_2"]) * d ** 2 * numpy.sign(v - d ** 2)
    return {"model": head["model"] + rate * m / (numpy.sqrt(v) + rule["tau"]), "momentum": m, "second_moment": v}


def beginning(rule, model):
    head = {"model": model}
    if rule["name"] == "fedavgm":
        head["momentum"] = numpy.zeros(NUMBERS)
    if rule["name"] == "scaffold":
        head["control"] = numpy.zeros(NUMBERS)
    if "tau" in rule:
        head["momentum"] = numpy.zeros(NUMBERS)
        head["second_moment"] = numpy.full(NUMBERS, rule["tau"] ** 2)
    return head


def single(values):
    return values.astype(numpy.float32).astype(float)


def plain(head):
    return {name: [float(x) for x in values] for name, values in head.items()}


def case(rule, draw):
    model = single(draw.normal(size=NUMBERS))
    head = beginning(rule, model)
    rounds = []
    for _ in range(ROUNDS):
        updates = [{"examples": int(draw.integers(1, 500)), "steps": int(draw.integers(1, 40)),
                    "model": single(0.1 * draw.normal(size=NUMBERS)),
                    "control": single(0.1 * draw.normal(size=NUMBERS))} for _ in range(MEMBERS)]
        head = step(rule, head, updates)
        rounds.append({"updates": [{**u, "model": list(u["model"]), "control": list(u["control"])}
                                   for u in updates],
                       "head": plain(head)})
    return {"strategy": rule, "members": GROUP, "model": list(model), "rounds": rounds}


draws = numpy.random.Generator(numpy.random.PCG64(20201126))
print("[\n" + ",\n".join(json.dumps(case(rule, draws)) for rule in RULES) + "\n]")
