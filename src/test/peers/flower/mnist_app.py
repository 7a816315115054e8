"""FedAvg of ten clients on MNIST, as Flower's own examples write it; a peer of FlowerBenchmark.

simulation.py runs it in a simulation, flwr run in a deployment. MNIST_DIR is where MNIST's four
packed files lie. Each round's accuracy on the test images goes to ROUNDS_FILE, with
the seconds since 1970.
"""

import functools
import gzip
import os
import time
from pathlib import Path

import numpy as np
import torch
from flwr.app import ArrayRecord, Context, Message, MetricRecord, RecordDict
from flwr.clientapp import ClientApp
from flwr.serverapp import Grid, ServerApp
from flwr.serverapp.strategy import FedAvg
from torch import nn

CLIENTS = 10
HELD_OUT = 300
BATCH = 10
RATE = 0.1
ROUNDS = 20

client = ClientApp()
server = ServerApp()


def images(name):
    packed = Path(os.environ["MNIST_DIR"]) / f"{name}-images-idx3-ubyte.gz"
    pixels = np.frombuffer(gzip.open(packed).read(), np.uint8, offset=16)
    return torch.from_numpy(pixels.reshape(-1, 784).astype(np.float32) / 255)


def labels(name):
    packed = Path(os.environ["MNIST_DIR"]) / f"{name}-labels-idx1-ubyte.gz"
    return torch.from_numpy(
        np.frombuffer(gzip.open(packed).read(), np.uint8, offset=8).astype(np.int64)
    )


@functools.lru_cache
def whole(name):
    return images(name), labels(name)


def part(number):
    """A tenth of the training images; the last of them are held out."""
    order = np.random.default_rng(1).permutation(60_000).reshape(CLIENTS, -1)[number]
    inputs, targets = whole("train")
    return inputs[order], targets[order]


def network():
    return nn.Sequential(
        nn.Linear(784, 200), nn.ReLU(), nn.Linear(200, 200), nn.ReLU(), nn.Linear(200, 10)
    )


def received(message):
    torch.set_num_threads(1)
    model = network()
    model.load_state_dict(message.content["arrays"].to_torch_state_dict())
    return model


def accuracy(model, inputs, targets):
    with torch.no_grad():
        return (model(inputs).argmax(1) == targets).float().mean().item()


@client.train()
def train(message: Message, context: Context):
    model = received(message)
    inputs, targets = part(context.node_config["partition-id"])
    inputs, targets = inputs[:-HELD_OUT], targets[:-HELD_OUT]
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    loss = nn.CrossEntropyLoss()
    for batch in torch.randperm(len(targets)).split(BATCH):
        optimizer.zero_grad()
        loss(model(inputs[batch]), targets[batch]).backward()
        optimizer.step()
    content = RecordDict(
        {
            "arrays": ArrayRecord(model.state_dict()),
            "metrics": MetricRecord({"num-examples": len(targets)}),
        }
    )
    return Message(content=content, reply_to=message)


@client.evaluate()
def evaluate(message: Message, context: Context):
    inputs, targets = part(context.node_config["partition-id"])
    score = accuracy(received(message), inputs[-HELD_OUT:], targets[-HELD_OUT:])
    metrics = MetricRecord({"num-examples": HELD_OUT, "accuracy": score})
    return Message(content=RecordDict({"metrics": metrics}), reply_to=message)


@server.main()
def main(grid: Grid, context: Context):
    def judge(number, arrays):
        model = network()
        model.load_state_dict(arrays.to_torch_state_dict())
        now = time.time()
        score = accuracy(model, *whole("t10k"))
        with open(os.environ["ROUNDS_FILE"], "a") as rows:
            rows.write(f"{number},{now:.3f},{score:.4f}\n")
        return MetricRecord({"accuracy": score})

    strategy = FedAvg(min_train_nodes=CLIENTS, min_available_nodes=CLIENTS)
    strategy.start(
        grid=grid,
        initial_arrays=ArrayRecord(network().state_dict()),
        num_rounds=ROUNDS,
        evaluate_fn=judge,
    )
