"""A scikit-learn member of a Mycelium group: logistic regression by SGDClassifier, a model of its own.

    mycelium node start --learner 'exec:python3 docs/examples/exec/sklearn_learner.py [SHARD/COUNT]'

The data is scikit-learn's breast cancer table, standardised by fixed numbers so that every node encodes alike; each
node takes its part, and every fourth example of it is held out.
"""

import sys
import warnings

import numpy
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import accuracy_score, log_loss

from mycelium_files import read_tensors, reply, request, write_tensors

INPUTS = 30
TASK = {"kind": "classification", "input_shape": [INPUTS], "labels": ["malignant", "benign"],
        "metric": "accuracy", "schema": None}
TENSORS = [{"name": "coef", "shape": [1, INPUTS]}, {"name": "intercept", "shape": [1]}]


def load(shard):
    x, y = load_breast_cancer(return_X_y=True)
    x = (x - x.mean(0)) / x.std(0)
    index, count = (int(part) for part in shard.split("/"))
    x, y = x[index::count], y[index::count]
    held = numpy.arange(len(y)) % 4 == 0
    return x[~held], y[~held], x[held], y[held]


def classifier(head, plan):
    rate = plan["optimizer"]["learning_rate"] if plan else 0.1
    seed = plan["seed"] if plan else 0
    model = SGDClassifier(loss="log_loss", learning_rate="constant", eta0=rate, alpha=1e-4, random_state=seed)
    model.partial_fit(numpy.zeros((2, INPUTS)), [0, 1], classes=[0, 1])
    model.coef_ = head["coef"].astype(numpy.float64)
    model.intercept_ = head["intercept"].astype(numpy.float64)
    return model


def main():
    warnings.simplefilter("ignore")
    asked = request()
    train_x, train_y, held_x, held_y = load(sys.argv[1] if len(sys.argv) > 1 else "0/1")
    operation = asked["operation"]
    if operation == "offer":
        reply(asked, task=TASK, dataset="breast-cancer", model="sklearn-logistic", tensors=TENSORS,
              train_examples=len(train_y), holdout_examples=len(held_y))
    elif operation == "initial":
        write_tensors(asked["output"], {"coef": numpy.zeros((1, INPUTS)), "intercept": numpy.zeros(1)})
    elif operation == "learn":
        model = classifier(read_tensors(asked["head"]), asked["plan"])
        for _ in range(asked["plan"]["local_epochs"]):
            model.partial_fit(train_x, train_y)
        write_tensors(asked["output"], {"coef": model.coef_, "intercept": model.intercept_})
        loss = log_loss(train_y, model.predict_proba(train_x), labels=[0, 1])
        reply(asked, examples=len(train_y), train_loss=loss, steps=len(train_y) * asked["plan"]["local_epochs"])
    elif operation == "evaluate":
        model = classifier(read_tensors(asked["head"]), None)
        x, y = (train_x, train_y) if asked["split"] == "train" else (held_x, held_y)
        reply(asked, metric=accuracy_score(y, model.predict(x)),
              loss=log_loss(y, model.predict_proba(x), labels=[0, 1]), examples=len(y))
    else:
        sys.exit(f"operation: {operation} (expected: offer, initial, learn, evaluate)")


main()
