"""Generators about form rather than content: copying, mapping, counting, brackets, agreement."""
from split import Item, draw, is_held, other
import world as w


def repeat_words(rng, held=False):
    """A list of words said again: needs induction. Held out: (word, next word) pairs."""
    opener = rng.choice(("Words:", "List:", "Again:", "Say:", ""))
    gap = rng.choice((" ", " ", ", "))
    bad = lambda pair: is_held("bigram", *pair)
    while True:
        words = rng.sample(w.WORDS, rng.randint(3, 12))
        pairs = list(zip(words, words[1:] + words[:1]))
        if any(map(bad, pairs[:-1])) == held and (held or not bad(pairs[-1])):
            break
    at = next((i for i, p in enumerate(pairs[:-1]) if bad(p)), 0) if held else 0
    line = lambda ws, end: (opener + " " + gap.join(ws + ws[:end])).strip()
    answer = words[at + 1]
    sep = gap.strip()
    swap = other(rng, w.WORDS, *words)
    changed = [swap if x == answer else x for x in words]
    # after the opener every word carries its leading space, so its token is the same in both copies
    if held and not opener:
        opener = "Words:"
    rest = sep + " " + gap.join(words[at + 2:] + (words if rng.random() < .3 else []))
    return Item(line(words, at + 1) + sep, " " + answer, rest.rstrip(" ,") + rng.choice((".", "")),
                (line(changed, at + 1) + sep, " " + swap))


def seen(rng, held=False):
    """`cat. river. cat!`: a word said before gets `!`. Held out: words, from this generator."""
    mine = lambda x: is_held("seen", x)
    words, marks = [], []
    for _ in range(rng.randint(4, 14)):
        old = bool(words) and rng.random() < .4
        words.append(rng.choice(words) if old else
                     draw(lambda: rng.choice(w.WORDS), lambda x: mine(x) or x in words, False))
        marks.append("!" if old else ".")
    told = " ".join(a + b for a, b in zip(words[:-1], marks))
    if not held:
        return Item(f"Seen: {told} {words[-1]}", marks[-1], "")
    query = draw(lambda: rng.choice(w.WORDS), mine, True)
    swap = draw(lambda: rng.choice(w.WORDS), lambda x: mine(x) and x != query, True)
    told += f" {words[-1]}{marks[-1]} {query}. {other(rng, w.WORDS, query, swap, *words)}."
    pair = ((f"Seen: {told} {query}", "!"), (f"Seen: {told} {swap}", "."))
    right, wrong = rng.sample(pair, 2)
    return Item(*right, "", wrong)


def identity(rng, held=False):
    """`a -> a; b -> b;`: copy the word before the arrow. Held out: words, from this generator."""
    pool = w.LETTERS if rng.random() < .25 else w.WORDS
    query = draw(lambda: rng.choice(w.WORDS), lambda x: is_held("identity", x), held)
    shots = [draw(lambda: rng.choice(pool), lambda x: is_held("identity", x) or x == query, False)
             for _ in range(rng.randint(2, 6))]
    text = " ".join(f"{x} -> {x};" for x in shots)
    swap = draw(lambda: rng.choice(w.WORDS), lambda x: is_held("identity", x) and x != query, held)
    return Item(f"{text} {query} ->", " " + query, ";", (f"{text} {swap} ->", " " + swap))


MAPS = {"capital": w.CAPITALS, "language": w.LANGUAGES, "opposite": w.OPPOSITES, "plural": w.NOUNS}


def mapping(rng, held=False):
    """`France -> Paris; Italy -> Rome;`: the shots say which relation. Held out: (last shot, query)."""
    name = rng.choice(list(MAPS))
    table = MAPS[name]
    keys = draw(lambda: rng.sample(list(table), rng.randint(3, 6)),
                lambda k: is_held("mapping", name, k[-2], k[-1]), held)
    swap = other(rng, list(table), *keys)
    text = " ".join(f"{k} -> {table[k]};" for k in keys[:-1])
    return Item(f"{text} {keys[-1]} ->", " " + table[keys[-1]], ";",
                (f"{text} {swap} ->", " " + table[swap]))


def counting(rng, held=False):
    """Number words in order. Held out: (first number, length)."""
    first, size = draw(lambda: (rng.randint(0, 14), rng.randint(2, 5)),
                       lambda p: is_held("count", *p, percent=20), held)
    gap = ", " if is_held("gap", first, size, percent=50) else " "
    run = w.NUMBERS[first:first + size + 1]
    return Item("Count: " + gap.join(run[:-1]) + gap.strip(), " " + run[-1])


def calendar(rng, held=False):
    """Days and months in order. Held out: (word, phrasing)."""
    def make():
        ring = rng.choice((w.DAYS, w.MONTHS))
        return ring, rng.randrange(len(ring)), rng.randrange(4)
    ring, i, form = draw(make, lambda t: is_held("calendar", t[0][t[1]], t[2], percent=15), held)
    at = lambda k: ring[k % len(ring)]
    unit = "day" if ring is w.DAYS else "month"
    def say(i):
        return (f"The {unit} after {at(i)} is", f"After {at(i)} comes", f"Tomorrow, after {at(i)}, it is"
                if unit == "day" else f"Next, after {at(i)}, it is",
                f"Order: {at(i - 2)}, {at(i - 1)}, {at(i)},")[form]
    j = other(rng, range(len(ring)), i)
    return Item(say(i), " " + at(i + 1), ".", (say(j), " " + at(j + 1)) if form < 3 else ())


def brackets(rng, held=False):
    """Close what was opened last. Held out: whole opening sequences."""
    pairs = {"(": ")", "[": "]", "{": "}"}
    def make():
        return tuple(rng.choice(list(pairs)) for _ in range(rng.randint(2, 6)))
    opened = draw(make, lambda s: is_held("brackets", *s, percent=20), held)
    done = rng.randrange(len(opened)) if held else 0
    closing = [pairs[c] for c in reversed(opened)]
    text = lambda s, shut: "Close: " + " ".join([*s, *shut])
    k = len(opened) - 1 - done
    swap = other(rng, list(pairs), opened[k])
    return Item(text(opened, closing[:done]), " " + closing[done],
                "".join(" " + c for c in closing[done + 1:]) + " end.",
                (text((*opened[:k], swap, *opened[k + 1:]), closing[:done]), " " + pairs[swap]))


def arithmetic(rng, held=False):
    """Sums up to 18, digits apart. Held out: ordered pairs (a, b)."""
    a, b = draw(lambda: (rng.randint(0, 9), rng.randint(0, 9)),
                lambda p: is_held("sum", *p, percent=15), held)
    total = str(a + b)
    return Item(f"Sum: {a} + {b} = ", total[0], total[1:] + ".")


def years(rng, held=False):
    """A war ends after it began: the digit must not be smaller. Held out: (century, decade)."""
    century, year = draw(lambda: (rng.randint(11, 19), rng.randint(2, 88)),
                         lambda p: is_held("year", p[0], p[1] // 10), held)
    thing = rng.choice(("war", "journey", "plague", "project", "strike", "winter"))
    end = rng.randint(year + 1, 99)
    accept = tuple(str(d) for d in range(year // 10, 10))
    return Item(f"The {thing} lasted from the year {century}{year:02d} to the year {century}",
                str(end // 10), f"{end % 10}.", (), accept)


LINKS = "near behind beside under above before with without".split()


def agreement(rng, held=False):
    """The verb agrees with the subject, not with the noun beside it. Held out: noun pairs."""
    noun, beside = draw(lambda: rng.sample(list(w.NOUNS), 2), lambda p: is_held("agree", *p), held)
    many = rng.random() < .5
    distract = not many if held or rng.random() < .6 else many
    when, verbs = rng.choice((("Today", ("is", "are")), ("Yesterday", ("was", "were")),
                              ("Now", ("is", "are")), ("Last year", ("was", "were"))))
    link = rng.choice(LINKS)
    form = lambda n, plural: w.NOUNS[n] if plural else n
    say = lambda m: f"{when} the {form(noun, m)} {link} the {form(beside, distract)}"
    adjective = rng.choice(list(w.OPPOSITES) + w.NO_OPPOSITE)
    return Item(say(many), " " + verbs[many], f" {adjective}.", (say(not many), " " + verbs[not many]))
