"""Generators about people and things: who got what, who lives where, little stories."""
from split import Item, draw, is_held, other
import world as w

GIVING = (
    "When {a} and {b} went to the {place}, {s} gave a {thing} to",
    "Yesterday {a} and {b} were at the {place}. {s} handed the {thing} to",
    "Then {a} and {b} had a long talk, and {s} passed a {thing} to",
    "After {a} and {b} met at the {place}, {s} offered the {thing} to",
    "While {a} and {b} were working at the {place}, {s} sent a {thing} to",
    "Friends {a} and {b} found a {thing} at the {place}, and {s} showed it to",
)


def indirect_object(rng, held=False):
    """Two names, one said again: the gift goes to the other. Held out: unordered pairs of names."""
    a, b = draw(lambda: rng.sample(w.NAMES, 2), lambda p: is_held("pair", *sorted(p)), held)
    form, place, thing = rng.choice(GIVING), rng.choice(w.PLACES), rng.choice(w.OBJECTS)
    giver, getter = rng.sample((a, b), 2)
    say = lambda s: form.format(a=a, b=b, s=s, place=place, thing=thing)
    return Item(say(giver), " " + getter, ".", (say(getter), " " + giver))


# attribute: (values, ways to state it, ways to ask that name the person once)
TRAITS = {
    "city": (w.CITIES, ("{n} lives in {v}.", "The home of {n} is in {v}."),
             ("Question: where does {n} live? Answer:", "The city where {n} lives is")),
    "job": (w.JOBS, ("{n} works as a {v}.", "The job of {n} is {v}."),
            ("Question: what is the job of {n}? Answer:", "At work {n} is a")),
    "pet": (w.ANIMALS, ("{n} has a {v}.", "The pet of {n} is a {v}."),
            ("Question: which pet has {n}? Answer:", "At home {n} keeps a")),
    "food": (w.FOODS, ("{n} eats {v}.", "The dinner of {n} is {v}."),
             ("Question: what does {n} eat? Answer:", "For dinner {n} wants")),
    "colour": (w.COLOURS, ("{n} likes {v}.", "The colour of {n} is {v}."),
               ("Question: which colour does {n} like? Answer:", "The best colour for {n} is")),
    "thing": (w.OBJECTS, ("{n} holds a {v}.", "The hand of {n} holds a {v}."),
              ("Question: what does {n} hold? Answer:", "In the hand of {n} is a")),
}


def aside(rng, *names):
    """A sentence that answers nothing; names (if it needs one) come from outside the question."""
    n = other(rng, w.NAMES, *names)
    return rng.choice((
        f"{n} travelled to {rng.choice(w.NO_CAPITAL + w.NO_LANGUAGE)} in {rng.choice(w.MONTHS)}.",
        f"{n} saw the {rng.choice(w.NO_CITY)} on {rng.choice(w.DAYS)}.",
        f"The {rng.choice(w.PLACES)} was {rng.choice(('quiet', 'open', 'full', 'empty', 'closed'))}.",
        f"A {rng.choice(w.NO_OPPOSITE)} {rng.choice(w.ANIMALS)} slept in the {rng.choice(w.PLACES)}.",
        f"It was a {rng.choice(('cold', 'hot', 'wet', 'dry', 'good', 'bad'))} day.",
        f"There was {rng.choice(w.MATTER)} on the {rng.choice(('table', 'chair', 'window', 'door'))}."))


def _facts(rng, held, count, chatter):
    """`count` people with different values of one trait; one of them is asked about."""
    trait = rng.choice(list(TRAITS))
    values, states, asks = TRAITS[trait]
    secret = lambda p: is_held("fact", trait, *p)
    free = lambda: draw(lambda: (rng.choice(w.NAMES), rng.choice(values)), secret, False)
    while True:
        pairs = [free() for _ in range(count)]
        pick = rng.randrange(count)
        if held:
            pairs[pick] = draw(lambda: (rng.choice(w.NAMES), rng.choice(values)), secret, True)
        if len({n for n, _ in pairs}) == count == len({v for _, v in pairs}):
            break
    names = [n for n, _ in pairs]
    state, ask = rng.choice(states), rng.choice(asks)
    lines = [state.format(n=n, v=v) for n, v in pairs]
    for _ in range(chatter):
        lines.insert(rng.randrange(len(lines) + 1), aside(rng, *names))
    say = lambda k: " ".join(lines) + " " + ask.format(n=names[k])
    swap = other(rng, range(count), pick)
    return Item(say(pick), " " + pairs[pick][1], ".", (say(swap), " " + pairs[swap][1]))


def stated_fact(rng, held=False):
    """Two or three stated facts among asides, then a question. Held out: (person, value)."""
    return _facts(rng, held, rng.randint(2, 3), rng.randint(1, 3))


def lookup_five(rng, held=False):
    """Five people, five values, one asked. Held out: (person, value)."""
    return _facts(rng, held, 5, rng.randint(0, 1))


def colour_list(rng, held=False):
    """Who likes which colour, then a name again. Held out: (person, colour) as in the facts."""
    pairs_held = lambda p: is_held("fact", "colour", *p)
    while True:
        size = rng.randint(3, 5)
        pairs = list(zip(rng.sample(w.NAMES, size), rng.sample(w.COLOURS, size)))
        hit = [k for k, p in enumerate(pairs) if pairs_held(p)]
        if bool(hit) == held:
            break
    k = rng.choice(hit) if held else rng.randrange(size)
    text = "Colours: " + ", ".join(f"{n} likes {c}" for n, c in pairs) + "."
    swap = other(rng, range(size), k)
    return Item(f"{text} So {pairs[k][0]} likes", " " + pairs[k][1], ".",
                (f"{text} So {pairs[swap][0]} likes", " " + pairs[swap][1]))


def object_colour(rng, held=False):
    """Two coloured things, one asked about. Held out: (thing, colour)."""
    dyed = lambda p: is_held("dye", *p)
    while True:
        pairs = list(zip(rng.sample(w.OBJECTS, 2), rng.sample(w.COLOURS, 2)))
        k = rng.randrange(2)
        if dyed(pairs[k]) == held and not dyed(pairs[1 - k]):
            break
    (x, c), (y, d) = pairs
    ask = rng.choice(("What colour is the {}? It is", "Question: which colour has the {}? Answer:"))
    say = lambda i: f"The {x} is {c} and the {y} is {d}. " + ask.format(pairs[i][0])
    return Item(say(k), " " + pairs[k][1], ".", (say(1 - k), " " + pairs[1 - k][1]))


WHY = ("{n} went home because", "Today {n} was late and so", "At the {p} {n} said that",
       "In the {p} {n} sang while", "Because of the rain {n} thought that", "When {n} came to the {p},")


def pronoun(rng, held=False):
    """She or he, by the name. Held out: (name, phrasing)."""
    name, form = draw(lambda: (rng.choice(w.NAMES), rng.choice(WHY)),
                      lambda p: is_held("pronoun", *p), held)
    place = rng.choice(w.PLACES)
    she = name in w.WOMEN
    swap = rng.choice(w.MEN if she else w.WOMEN)
    word = lambda s: " she" if s else " he"
    return Item(form.format(n=name, p=place), word(she),
                f" was {rng.choice(list(w.OPPOSITES) + w.NO_OPPOSITE)}.",
                (form.format(n=swap, p=place), word(not she)))


def story(rng):
    """A few plain sentences about one person: the corpus's idea of prose (not a task)."""
    n, friend = rng.sample(w.NAMES, 2)
    he, his = ("She", "her") if n in w.WOMEN else ("He", "his")
    thing, place = rng.choice(w.OBJECTS), rng.choice(w.PLACES)
    return " ".join((
        rng.choice((f"One day {n} went to the {place}.", f"{n} walked to the {place} on {rng.choice(w.DAYS)}.",
                    f"In {rng.choice(w.MONTHS)} {n} came back from {rng.choice(w.COUNTRIES)}.")),
        rng.choice((f"{he} found a {rng.choice(w.NO_OPPOSITE)} {thing}.",
                    f"{he} lost {his} {rng.choice(w.COLOURS)} {thing} there.",
                    f"{he} saw a {rng.choice(w.NO_OPPOSITE)} {rng.choice(w.ANIMALS)} with {his} friend {friend}.")),
        rng.choice((f"{he} gave the {thing} to {his} friend {friend}.", f"{he} was very {rng.choice(('happy', 'sad'))}.",
                    f"Then {he.lower()} ate {rng.choice(w.FOODS)} and went home.")),
        rng.choice((f"The end.", f"That night {he.lower()} slept well.", aside(rng, n, friend)))))
