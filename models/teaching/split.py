"""What is kept out of training, decided by a hash of the item itself.

A behaviour counts as learnt only on combinations the corpus never showed. The corpus and
the evaluation ask the same function, so neither a seed nor a reordering can leak an item.
"""
import hashlib
from typing import NamedTuple


class Item(NamedTuple):
    """One example: training sees prompt + answer + rest, a test sees the prompt.

    `twin` is the counterfactual: (prompt, answer), one token edited, another answer of the
    same kind. `accept` lists every right answer where there is more than one.
    """
    prompt: str
    answer: str
    rest: str = "."
    twin: tuple = ()
    accept: tuple = ()


def is_held(kind, *parts, percent=10):
    """True when this combination is kept for evaluation."""
    digest = hashlib.sha256("|".join((kind, *map(str, parts))).encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < percent


def draw(make, key, held):
    """Call `make` until its `key(result)` (a bool: is it held?) equals `held`."""
    while True:
        thing = make()
        if key(thing) == held:
            return thing


def other(rng, options, *but):
    """One of the options that is none of `but`."""
    return draw(lambda: rng.choice(options), lambda x: x in but, False)
