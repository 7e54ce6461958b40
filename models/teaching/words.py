"""Every word the teaching model can have seen, as a list: a prompt with another word gets a caveat.

    python words.py        writes weights/world_words.json
"""
import json
import pathlib
import random
import re

import corpus

SENTENCES = 120_000  # the rarest word of the generators appears dozens of times in so many
WORD = re.compile(r"[^\W\d_]+")


def words(seed=0):
    rng = random.Random(seed)
    return sorted({word for _ in range(SENTENCES) for word in WORD.findall(corpus.sentence(rng, corpus.THIRD))})


if __name__ == "__main__":
    found = words()
    pathlib.Path(__file__).with_name("weights").joinpath("world_words.json").write_text(json.dumps(found))
    print(len(found), "words")
