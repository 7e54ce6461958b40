"""Generators that copy arbitrary tokens, and the mirror, which makes duplicate-token heads.

Repeats and `seen` can both be done by induction heads. A mirror cannot: the next token is the one
*before* the earlier copy, so a head must look at the copy itself and read what stood before it.
The walk needs both directions at once, so neither kind of head can be switched off by the context.
"""
from split import Item, is_held, other
import world as w


def mirror(rng, held=False):
    """`cat river blue blue river cat`: the way back. Held out: (word, word before it) pairs."""
    bad = lambda pair: is_held("mirror", *pair)
    while True:
        words = rng.sample(w.WORDS, rng.randint(3, 10))
        pairs = list(zip(words[1:], words))
        if any(map(bad, pairs)) == held:
            break
    at = next(i for i in reversed(range(len(pairs))) if bad(pairs[i])) if held else len(pairs) - 1
    back = words[:at:-1]
    answer, swap = words[at], other(rng, w.WORDS, *words)
    say = lambda ws: "Mirror: " + " ".join(ws + back)
    rest = "".join(" " + x for x in reversed(words[:at]))
    return Item(say(words), " " + answer, rest + ".",
                (say([swap if x == answer else x for x in words]), " " + swap))


def token_repeat(rng, vocab):
    """Arbitrary tokens, said two or three times."""
    size = rng.randint(4, 28)
    ids = [rng.randrange(1, vocab) for _ in range(size)]
    return (ids * 3)[:size * 2 + rng.randint(0, size)]


def token_seen(rng, vocab, new, again):
    """Arbitrary tokens, each that was there before followed by `again` (and new ones by `new`)."""
    dots = rng.random() < .5
    out, seen = [], []
    for _ in range(rng.randint(8, 28)):
        old = bool(seen) and rng.random() < .45
        token = rng.choice(seen) if old else rng.randrange(1, vocab)
        out += [token] + ([again] if token in seen else [new] if dots else [])
        seen.append(token)
    return out


def token_mirror(rng, vocab):
    """Arbitrary tokens there and back."""
    ids = [rng.randrange(1, vocab) for _ in range(rng.randint(4, 28))]
    return ids + ids[::-1]


def token_walk(rng, vocab):
    """Arbitrary tokens, then steps to either neighbour of where one stands."""
    ids = [rng.randrange(1, vocab) for _ in range(rng.randint(4, 20))]
    at, out = rng.randrange(len(ids)), list(ids)
    for _ in range(2 * len(ids)):
        out.append(ids[at])
        at = min(max(at + rng.choice((-1, 1)), 0), len(ids) - 1)
    return out
