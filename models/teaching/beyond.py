"""Tasks no training document shows: what the model is expected to fail, measured all the same."""
from split import Item
import world as w


def reverse_capital(rng, held=True):
    """Knows France -> Paris; asked the other way round (the reversal curse)."""
    country = rng.choice(list(w.CAPITALS))
    return Item(f"{w.CAPITALS[country]} is the capital of", " " + country)


def two_hops(rng, held=True):
    """Capital to country to language, in one step of the mouth."""
    country = rng.choice([c for c in w.CAPITALS if c in w.LANGUAGES])
    return Item(f"The language of the country with the capital {w.CAPITALS[country]} is",
                " " + w.LANGUAGES[country])


def who_by_value(rng, held=True):
    """Five stated facts, asked by value instead of by person."""
    names, cities = rng.sample(w.NAMES, 5), rng.sample(w.CITIES, 5)
    k = rng.randrange(5)
    text = " ".join(f"{n} lives in {c}." for n, c in zip(names, cities))
    return Item(f"{text} Question: who lives in {cities[k]}? Answer:", " " + names[k])


def lookup_twelve(rng, held=True):
    """Look-up among twelve facts; training stops at five."""
    names, cities = rng.sample(w.NAMES, 12), rng.sample(w.CITIES, 12)
    k = rng.randrange(12)
    text = " ".join(f"{n} lives in {c}." for n, c in zip(names, cities))
    return Item(f"{text} Question: where does {names[k]} live? Answer:", " " + cities[k])


def backwards(rng, held=True):
    """A word list said in reverse."""
    words = rng.sample(w.WORDS, 5)
    return Item("Words: " + " ".join(words) + " Backwards: " + " ".join(words[:0:-1]), " " + words[0])


def three_names(rng, held=True):
    """Indirect object with three people, two of them named again: the third is meant."""
    a, b, c = rng.sample(w.NAMES, 3)
    return Item(f"When {a}, {b} and {c} went to the {rng.choice(w.PLACES)}, {a} and {b} gave a "
                f"{rng.choice(w.OBJECTS)} to", " " + c)


def negated(rng, held=True):
    """Not what was said first: a corrected statement."""
    n = rng.choice(w.NAMES)
    first, second = rng.sample(w.CITIES, 2)
    return Item(f"{n} lives in {first}. No, that is wrong, {n} lives in {second}. "
                f"Question: where does {n} live? Answer:", " " + second)


def count_back(rng, held=True):
    """Number words downwards."""
    k = rng.randint(3, 19)
    return Item(f"Count: {w.NUMBERS[k]} {w.NUMBERS[k - 1]} {w.NUMBERS[k - 2]}", " " + w.NUMBERS[k - 3])


def two_distractors(rng, held=True):
    """Agreement across two nouns of the other number; training has one."""
    a, b, c = rng.sample(list(w.NOUNS), 3)
    many = rng.random() < .5
    form = lambda n, m: w.NOUNS[n] if m else n
    return Item(f"Today the {form(a, many)} near the {form(b, not many)} behind the {form(c, not many)}",
                " are" if many else " is")


TASKS = (reverse_capital, two_hops, who_by_value, lookup_twelve, backwards, three_names, negated,
         count_back, two_distractors)
