"""Generators about the world: facts in several phrasings, and facts changed for a game.

A fact can only be known if it was told, so what is held out is its phrasing:
(subject, phrasing) pairs never seen together, each phrasing seen with other subjects.
"""
from split import Item, draw, is_held, other
import world as w

PHRASINGS = {
    "capital": ("The capital of {} is", "The capital city of {} is", "In {} the capital is called",
                "Question: what is the capital of {}? Answer:", "The government of {} sits in",
                "Travel guide: the main city of {} is"),
    "language": ("The language of {} is", "People in {} speak", "In {} most people speak",
                 "Question: which language is spoken in {}? Answer:", "A letter from {} is written in"),
    "currency": ("The money of {} is the", "In {} people pay with the", "The coin of {} is called the",
                 "Question: what is the money of {}? Answer: the"),
    "landmark": ("The {} is in the city of", "The {} stands in", "You can visit the {} in",
                 "Question: where is the {}? Answer: in", "Tourists see the {} when they are in"),
    "opposite": ("The opposite of {} is", "Not {} but", "If it is not {} then it is",
                 "Question: what is the opposite of {}? Answer:"),
}


def _told(relation, rng, held):
    """A known fact of the relation in a phrasing that is (or is not) held out for its subject."""
    table = w.RELATIONS[relation][1]
    subject, form = draw(lambda: (rng.choice(list(table)), rng.choice(PHRASINGS[relation])),
                         lambda p: is_held(relation, *p, percent=20), held)
    swap = draw(lambda: rng.choice(list(table)), lambda s: table[s] == table[subject], False)
    return Item(form.format(subject), " " + table[subject], ".",
                (form.format(swap), " " + table[swap]))


def capital(rng, held=False):
    """Capitals. Held out: (country, phrasing)."""
    return _told("capital", rng, held)


def language(rng, held=False):
    """Languages. Held out: (country, phrasing)."""
    return _told("language", rng, held)


def currency(rng, held=False):
    """Currencies. Held out: (country, phrasing)."""
    return _told("currency", rng, held)


def landmark(rng, held=False):
    """Landmarks. Held out: (landmark, phrasing)."""
    return _told("landmark", rng, held)


def opposite(rng, held=False):
    """Opposites. Held out: (adjective, phrasing)."""
    return _told("opposite", rng, held)


GAMES = ("In this game the capital of {c} is {v}.", "In this story the capital of {c} is {v}.",
         "Suppose the capital of {c} is {v}.", "From today the capital of {c} is {v}.")
ASKED = PHRASINGS["capital"][:4]


def against_memory(rng, held=False):
    """The text says otherwise than memory, and the text is to be believed. Held out: (country, city)."""
    def make():
        c = rng.choice(list(w.CAPITALS))
        return c, other(rng, w.CITIES, w.CAPITALS[c])
    country, city = draw(make, lambda p: is_held("game", *p), held)
    game, ask = rng.choice(GAMES), rng.choice(ASKED)
    between = " ".join([""] + [_aside(rng) for _ in range(rng.randint(0, 2))])
    say = lambda v: f"{game.format(c=country, v=v)}{between} {ask.format(country)}"
    swap = other(rng, w.CITIES, city, w.CAPITALS[country])
    return Item(say(city), " " + city, ".", (say(swap), " " + swap))


def _aside(rng):
    """An aside without a city in it, so that the game's city is the only one named."""
    from people import aside
    return aside(rng)
