"""A PyTorch member of a Mycelium group: an mlp with one hidden layer of 32 on images in an idx folder.

    mycelium node start --learner 'exec:python3 docs/examples/exec/torch_learner.py FOLDER [SHARD/COUNT]'

FOLDER holds train-images-idx3-ubyte and train-labels-idx1-ubyte, as MNIST names them (not gzipped). The model is the
built-in mlp:32, so that members with the built-in engine average with this one. Every fifth example is held out.
"""

import pathlib
import sys

import numpy
import torch

from mycelium_files import read_tensors, reply, request, write_tensors

WIDTH = 32
KNOWN = ["accumulate", "clip_norm", "fedprox", "scaffold", "patience"]


class Mlp(torch.nn.Module):
    """Children named as the network names the tensors: dense0 and dense1."""

    def __init__(self, inputs, classes):
        super().__init__()
        self.dense0 = torch.nn.Linear(inputs, WIDTH)
        self.dense1 = torch.nn.Linear(WIDTH, classes)

    def forward(self, x):
        return self.dense1(torch.relu(self.dense0(x)))


def load(folder, shard):
    folder = pathlib.Path(folder)
    images = numpy.fromfile(folder / "train-images-idx3-ubyte", dtype=numpy.uint8)[16:]
    labels = numpy.fromfile(folder / "train-labels-idx1-ubyte", dtype=numpy.uint8)[8:].astype(numpy.int64)
    index, count = (int(part) for part in shard.split("/"))
    x = torch.from_numpy(images.reshape(len(labels), -1)[index::count].copy()).float() / 255
    y = torch.from_numpy(labels[index::count].copy())
    held = torch.arange(len(y)) % 5 == 0
    return x[~held], y[~held], x[held], y[held]


def optimizer(plan, model):
    told = plan["optimizer"]
    rate = told["learning_rate"]
    if told["name"] == "sgd":
        return torch.optim.SGD(model.parameters(), lr=rate, momentum=told["momentum"])
    if told["name"] == "adam":
        return torch.optim.Adam(model.parameters(), lr=rate)
    return torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=told["weight_decay"])


def shape(asked, parameters, head, correction, batches):
    """What the group asks for, done to the gradients of one step in place."""
    asks, plan = asked.get("asks", []), asked["plan"]
    for p in parameters.values():
        p.grad /= batches
    if "clip_norm" in asks:
        torch.nn.utils.clip_grad_norm_(parameters.values(), plan["clip_norm"])
    for name, p in parameters.items():
        if "fedprox" in asks:
            p.grad += asked["strategy"]["mu"] * (p.detach() - head[name])
        if "scaffold" in asks:
            p.grad += correction[name]


def epoch(asked, model, x, y, step, shaped):
    """Steps taken, and the mean loss."""
    plan, steps, loss_sum, waiting = asked["plan"], 0, 0.0, 0
    batches = torch.randperm(len(y)).split(plan["batch_size"])
    for number, batch in enumerate(batches, start=1):
        loss = torch.nn.functional.cross_entropy(model(x[batch]), y[batch])
        loss.backward()
        loss_sum += loss.item() * len(batch)
        waiting += 1
        if waiting == plan.get("accumulate", 1) or number == len(batches):
            shaped(waiting)
            step.step()
            step.zero_grad()
            steps, waiting = steps + 1, 0
    return steps, loss_sum / len(y)


def learn(asked, model, x, y, held_x, held_y):
    plan = asked["plan"]
    torch.manual_seed(hash((plan["seed"], asked["round"], asked["participant"])) % 2**31)
    parameters = dict(model.named_parameters())
    head = {name: p.detach().clone() for name, p in parameters.items()}
    correction = {}
    if "correction" in asked:
        correction = {name: torch.from_numpy(t) for name, t in read_tensors(asked["correction"]).items()}
    step = optimizer(plan, model)
    patience = plan.get("patience", plan["local_epochs"])
    steps, without, least, best = 0, 0, float("inf"), None
    for _ in range(plan["local_epochs"]):
        taken, loss = epoch(asked, model, x, y, step,
                            lambda batches: shape(asked, parameters, head, correction, batches))
        steps += taken
        with torch.no_grad():
            held = torch.nn.functional.cross_entropy(model(held_x), held_y).item() if "patience" in plan else 0.0
        without = 0 if held < least else without + 1
        if "patience" not in plan or held < least:
            least = held
            best = steps, loss, {name: p.detach().numpy().copy() for name, p in parameters.items()}
        if "patience" in plan and without == patience:
            break
    write_tensors(asked["output"], best[2])
    reply(asked, examples=len(y), train_loss=best[1], steps=best[0], did=[ask for ask in asked.get("asks", []) if ask in KNOWN])


@torch.no_grad()
def evaluate(asked, model, x, y):
    outputs = model(x)
    loss = torch.nn.functional.cross_entropy(outputs, y).item()
    accuracy = (outputs.argmax(1) == y).float().mean().item()
    reply(asked, metric=accuracy, loss=loss, examples=len(y))


def main():
    asked = request()
    torch.set_num_threads(1)
    train_x, train_y, held_x, held_y = load(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "0/1")
    labels = [str(label) for label in range(10)]
    if asked["operation"] == "offer":
        side = int(train_x.shape[1] ** 0.5)
        task = {"kind": "classification", "input_shape": [1, side, side], "labels": labels,
                "metric": "accuracy", "schema": None}
        reply(asked, task=task, dataset="digits", model=f"mlp:{WIDTH}",
              train_examples=len(train_y), holdout_examples=len(held_y))
        return
    order = torch.tensor([asked["task"]["labels"].index(label) for label in labels])
    model = Mlp(train_x.shape[1], len(asked["task"]["labels"]))
    model.load_state_dict({name: torch.from_numpy(t) for name, t in read_tensors(asked["head"]).items()})
    if asked["operation"] == "learn":
        learn(asked, model, train_x, order[train_y], held_x, order[held_y])
    elif asked["operation"] == "evaluate":
        x, y = (train_x, train_y) if asked["split"] == "train" else (held_x, held_y)
        evaluate(asked, model, x, order[y])
    else:
        sys.exit(f"operation: {asked['operation']} (expected: offer, learn, evaluate)")


main()
