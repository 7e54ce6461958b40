"""The linear lens by NumPy, in float64, from the states that bench/lens/reference.ts writes.

    python bench/lens/reference.py STATES.safetensors LENS.safetensors

prints, as JSON, how far the lens dotp fitted is from it at each depth: of the maps, the largest
difference over the largest entry; of the mapped states, the root mean square of the difference over
that of the states.
"""

import json
import struct
import sys

import numpy as np


def tensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        body = file.read()
    about = header.pop("__metadata__", {})
    found = {
        name: np.frombuffer(body[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"])
        for name, entry in header.items()
    }
    return found, about


def main():
    states, about = tensors(sys.argv[1])
    lens, _ = tensors(sys.argv[2])
    ridge = float(about["ridge"])
    y = states["final"].astype(np.float64)
    rows = []
    for depth in json.loads(about["depths"]):
        x = states[f"depth.{depth}"].astype(np.float64)
        centred = x - x.mean(axis=0)
        gram = centred.T @ centred
        strength = ridge * np.trace(gram) / len(gram)
        fitted = np.linalg.solve(gram + strength * np.eye(len(gram)), centred.T @ (y - y.mean(axis=0)))
        bias = y.mean(axis=0) - x.mean(axis=0) @ fitted
        ours, ours_bias = lens["maps"][depth].astype(np.float64), lens["biases"][depth, 0].astype(np.float64)
        here, there = x @ fitted + bias, x @ ours + ours_bias
        rows.append(
            {
                "depth": depth,
                "map": float(np.abs(fitted - ours).max() / np.abs(fitted).max()),
                "mapped": float(np.sqrt(((here - there) ** 2).mean() / (here**2).mean())),
            }
        )
    print(json.dumps({"states": len(y), "rows": rows}))


main()
