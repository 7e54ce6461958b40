"""The linear lens by NumPy, in float64: ridge regression with a free bias, states made up from a seed.

    pip install numpy && python test/models/lens/make_lens_golden.py

writes golden/linear.json beside it. One coordinate of the states is large with a large mean, as massive
activations are.
"""

import json
import pathlib

import numpy as np

DEPTHS, STATES, WIDTH, RIDGE = 2, 60, 12, 0.01

random = np.random.default_rng(7)
states = random.normal(size=(DEPTHS + 1, STATES, WIDTH)).astype(np.float32)
states[..., 3] = 40 * states[..., 3] + 300
mixed = random.normal(size=(DEPTHS, WIDTH, WIDTH)) / np.sqrt(WIDTH)
final = sum(states[d] @ mixed[d] for d in range(DEPTHS)) + 0.3 * states[DEPTHS]
states[DEPTHS] = final + 5

maps, biases = [], []
y = states[DEPTHS].astype(np.float64)
for depth in range(DEPTHS):
    x = states[depth].astype(np.float64)
    centred = x - x.mean(axis=0)
    gram = centred.T @ centred
    strength = RIDGE * np.trace(gram) / WIDTH
    map_ = np.linalg.solve(gram + strength * np.eye(WIDTH), centred.T @ (y - y.mean(axis=0)))
    maps.append(map_)
    biases.append(y.mean(axis=0) - x.mean(axis=0) @ map_)

golden = {
    "ridge": RIDGE,
    "shape": [DEPTHS + 1, STATES, WIDTH],
    "states": [float(f"{v:.9g}") for v in states.ravel()],
    "maps": [float(f"{v:.9g}") for v in np.array(maps).ravel()],
    "biases": [float(f"{v:.9g}") for v in np.array(biases).ravel()],
}
pathlib.Path(__file__).with_name("golden").joinpath("linear.json").write_text(json.dumps(golden) + "\n")
