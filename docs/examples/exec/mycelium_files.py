"""Requests, replies and safetensors files of Mycelium's exec protocol, with numpy alone."""

import json
import struct
import sys

import numpy


def request():
    asked = json.load(sys.stdin)
    if asked["protocol"] != 1:
        sys.exit(f"protocol: {asked['protocol']} (expected: 1)")
    return asked


def reply(asked, **fields):
    with open(asked["reply"], "w", encoding="utf-8") as out:
        json.dump(fields, out)


def read_tensors(path):
    """Name -> float32 array."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        values = file.read()
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            flat = numpy.frombuffer(values[begin:end], dtype="<f4")
            tensors[name] = flat.reshape(entry["shape"]).copy()
    return tensors


def write_tensors(path, tensors):
    header, chunks, at = {}, [], 0
    for name, values in tensors.items():
        chunk = numpy.ascontiguousarray(values, dtype="<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [at, at + len(chunk)]}
        chunks.append(chunk)
        at += len(chunk)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(chunks))
