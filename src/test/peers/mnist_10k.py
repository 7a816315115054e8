"""FedAvg on 10,000 images of MNIST in a plain PyTorch loop: the peer of `bench mnist-10k`.

8,000 of the test images, sorted by label, lie in 200 shards of 40, two for each of 100 clients; ten
of them train in a round, one epoch of batches of ten, SGD, 2NN; the other 2,000 images score. Which
images score is drawn for each division.

    python mnist_10k.py DIR [RATE [TARGET]]
"""

import gzip
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

MOST_ROUNDS = 600


def read(folder, name, offset):
    return np.frombuffer(gzip.open(Path(folder) / name).read(), np.uint8, offset=offset)


def rounds_to(target, rate, inputs, targets, division, seed=1):
    order = np.random.default_rng(division).permutation(10_000)
    train, test = order[:8_000], order[8_000:]
    shards = train[np.argsort(targets[train], kind="stable")].reshape(200, 40)
    random = np.random.default_rng(1000 * division + seed)
    clients = shards[random.permutation(200)].reshape(100, 80)
    inputs, targets = torch.from_numpy(inputs), torch.from_numpy(targets)
    torch.manual_seed(seed)
    network = nn.Sequential(
        nn.Linear(784, 200), nn.ReLU(), nn.Linear(200, 200), nn.ReLU(), nn.Linear(200, 10)
    )
    parameters = list(network.parameters())
    head = [each.detach().clone() for each in parameters]

    def load():
        with torch.no_grad():
            for parameter, value in zip(parameters, head):
                parameter.copy_(value)

    for number in range(1, MOST_ROUNDS + 1):
        mean = [torch.zeros_like(each) for each in head]
        for client in random.choice(100, 10, replace=False):
            load()
            images, labels = inputs[clients[client]], targets[clients[client]]
            for batch in np.split(random.permutation(80), 8):
                loss = cross_entropy(network(images[batch]), labels[batch])
                gradients = torch.autograd.grad(loss, parameters)
                with torch.no_grad():
                    for parameter, gradient in zip(parameters, gradients):
                        parameter -= rate * gradient
            for total, parameter in zip(mean, parameters):
                total += parameter.detach() / 10
        head = mean
        load()
        with torch.no_grad():
            right = network(inputs[test]).argmax(1) == targets[test]
        if right.float().mean().item() >= target:
            return number
    return None


def main(folder, rate="0.05", target="0.93"):
    torch.set_num_threads(1)
    inputs = read(folder, "t10k-images-idx3-ubyte.gz", 16).reshape(10_000, 784)
    targets = read(folder, "t10k-labels-idx1-ubyte.gz", 8).astype(np.int64)
    for division in range(1, 7):
        number = rounds_to(
            float(target), float(rate), inputs.astype(np.float32) / 255, targets, division
        )
        print(f"division {division}: {target} in round {number}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
