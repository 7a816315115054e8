"""Makes the TorchScript programs of TorchScriptTest: pip install torch==2.7.1; python make_models.py"""

import io
import zipfile

import torch
from torch import nn


class Small(nn.Module):
    """A frozen layer, one that normalises, one that draws, and one that answers four logits."""

    def __init__(self):
        super().__init__()
        self.features = nn.Linear(4, 8)
        self.norm = nn.LayerNorm(8)
        self.drop = nn.Dropout(0.25)
        self.out = nn.Linear(8, 4)
        self.features.requires_grad_(False)

    def forward(self, x):
        return self.out(self.drop(self.norm(torch.tanh(self.features(x)))))


class Branching(nn.Module):
    """One layer for inputs above zero in sum, another for those below."""

    def __init__(self):
        super().__init__()
        self.above = nn.Linear(1, 2)
        self.below = nn.Linear(1, 2)

    def forward(self, x):
        if x.sum() > 0:
            return self.above(x)
        return self.below(x)


class Turned(nn.Module):
    """Weights that do not lie row by row, and a layer that is never used."""

    def __init__(self):
        super().__init__()
        self.out = nn.Linear(4, 4)
        self.out.weight = nn.Parameter(torch.randn(4, 4).t())
        self.spare = nn.Linear(2, 2)

    def forward(self, x):
        return self.out(x)


class Detached(nn.Module):
    def __init__(self):
        super().__init__()
        self.out = nn.Linear(4, 4)

    def forward(self, x):
        return self.out(x).detach()


def save(module, name):
    """Without source positions, which tell where this script lay, and with no date."""
    whole = io.BytesIO()
    torch.jit.save(module, whole)
    with zipfile.ZipFile(whole) as made, zipfile.ZipFile(name, "w") as kept:
        for entry in made.namelist():
            if not entry.endswith(".debug_pkl"):
                kept.writestr(zipfile.ZipInfo(entry), made.read(entry))


torch.manual_seed(7)
small = Small()
save(torch.jit.script(small), "small.pt")
save(torch.jit.freeze(torch.jit.script(small.eval())), "constant.pt")
save(torch.jit.script(nn.Sequential(nn.Linear(4, 4), nn.BatchNorm1d(4))), "batchnorm.pt")
save(torch.jit.script(Branching()), "branching.pt")
save(torch.jit.script(Detached()), "detached.pt")
save(torch.jit.script(nn.Linear(4, 4).double()), "double.pt")
save(torch.jit.script(Turned()), "turned.pt")
