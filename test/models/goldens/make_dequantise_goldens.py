"""Random block bits and what PyPI's `gguf` makes of them, for test/models/formats/dequantise.test.ts.

    python test/models/goldens/make_dequantise_goldens.py

Every bit of a block is random (so the halves may be infinite, NaN or subnormal); `blocks` and
`weights` are base64 of the raw bytes, the weights little-endian float32.
"""

import base64
import json
import pathlib

import gguf
import numpy as np
from gguf.quants import dequantize

BLOCKS = 24
TYPES = ["F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1"]

rng = np.random.default_rng(20)
cases = {}
for name in TYPES:
    kind = gguf.GGMLQuantizationType[name]
    weights, size = gguf.GGML_QUANT_SIZES[kind]
    count = BLOCKS if weights > 1 else 256
    blocks = rng.integers(0, 256, (1, count * size), dtype=np.uint8)
    with np.errstate(all="ignore"):
        made = dequantize(blocks.view({"F32": np.float32, "F16": np.float16}.get(name, np.uint8)), kind)
    cases[name] = {
        "blocks": base64.b64encode(blocks.tobytes()).decode(),
        "weights": base64.b64encode(made.astype("<f4").tobytes()).decode(),
    }

out = pathlib.Path(__file__).parent / "golden" / "dequantise.json"
out.parent.mkdir(exist_ok=True)
out.write_text(json.dumps(cases, indent=1) + "\n")
