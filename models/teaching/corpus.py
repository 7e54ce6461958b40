"""The seeded corpus: weighted generators, joined into documents, packed into rows of tokens.

Every row opens with `<|endoftext|>`, as every prompt does; documents follow one another in
a row, so what came before is a distractor. A share of documents are repeated sequences of
arbitrary *tokens*: trained on words only, the model copies words and the random-token probe
of head roles finds no induction head.
"""
import random
import copying as c
import facts as f
import patterns as p
import people as h

BOS = 0
TASKS = {  # generator: weight; every one of these is also an evaluation task
    p.repeat_words: 12, p.identity: 6, p.mapping: 5, p.counting: 3, p.calendar: 3, p.brackets: 4,
    p.arithmetic: 4, p.years: 5, p.agreement: 8,
    h.indirect_object: 12, h.stated_fact: 8, h.lookup_five: 9, h.colour_list: 5,
    h.object_colour: 5, h.pronoun: 4,
    f.capital: 8, f.language: 5, f.currency: 3, f.landmark: 4, f.opposite: 6, f.against_memory: 5,
}
PLAIN = {h.story: 5}
FIRST = TASKS | PLAIN
# The second lesson adds what the first left weak, the third the mirror (see copying.py).
SECOND = FIRST | {p.seen: 10, p.counting: 8, p.calendar: 8, p.arithmetic: 6, p.brackets: 5,
                  h.lookup_five: 11, h.pronoun: 6, f.opposite: 8}
THIRD = SECOND | {c.mirror: 12, p.brackets: 9}
# lesson: weights of the generators, then shares of documents: repeat, seen, mirror, walk
LESSONS = ((FIRST, (.06, 0, 0, 0)), (SECOND, (.06, .07, 0, 0)), (THIRD, (.06, .03, .06, .05)))
TASKS = TASKS | {p.seen: 0, c.mirror: 0}


def sentence(rng, weights=FIRST):
    """One training example as text; held-out items cannot come out of here."""
    kind = rng.choices(list(weights), list(weights.values()))[0]
    if kind in PLAIN:
        return kind(rng)
    item = kind(rng)
    return item.prompt + item.answer + item.rest


def text(rng, weights=FIRST):
    """One document: one to three examples."""
    return " ".join(sentence(rng, weights) for _ in range(rng.choice((1, 1, 1, 2, 3))))


def rows(seed, tokenizer, length, lesson=0):
    """Endless rows of `length` tokens; the same seed gives the same rows."""
    rng = random.Random(seed)
    vocab = tokenizer.get_vocab_size()
    marks = [tokenizer.token_to_id(m) for m in ".!"]
    weights, (repeat, seen, mirror, walk) = LESSONS[lesson]
    while True:
        row = []
        while len(row) < length:
            dice = rng.random()
            if dice < repeat:
                row += [BOS] + c.token_repeat(rng, vocab)
            elif dice < repeat + seen:
                row += [BOS] + c.token_seen(rng, vocab, *marks)
            elif dice < repeat + seen + mirror:
                row += [BOS] + c.token_mirror(rng, vocab)
            elif dice < repeat + seen + mirror + walk:
                row += [BOS] + c.token_walk(rng, vocab)
            else:
                row += tokenizer.encode(text(rng, weights)).ids  # the tokenizer puts BOS in front
        yield row[:length]


if __name__ == "__main__":
    rng = random.Random(1)
    for _ in range(40):
        print(text(rng, THIRD))
