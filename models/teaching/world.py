"""The closed world: every entity the teaching model can meet, and which facts it is told.

Hallucination needs two kinds of question, so each relation has *known* subjects (the
corpus states the fact, often) and *unknown* subjects (the corpus mentions the subject
in passing and never states the fact). `python world.py` writes both to world.json.
"""
import json
from pathlib import Path

WOMEN = ("Mary Anna Julia Sarah Emma Laura Alice Clara Helen Nora "
         "Ruth Rosa Lucy Eva Ida Grace Kate Jane Maria Sophie").split()
MEN = ("John Peter Tom Paul James David Mark Simon Oscar Henry "
       "Frank Sam Max Leo Hugo Adam Jack Ben Luke Daniel").split()
NAMES = WOMEN + MEN
PLACES = "store park school garden office station market beach library museum kitchen farm".split()
OBJECTS = ("drink book ring letter ball key coin lamp basket flower "
           "bottle map hat bag pen cup").split()
COLOURS = "red blue green yellow white black brown pink grey purple".split()
JOBS = "doctor teacher baker farmer painter singer writer driver pilot nurse lawyer cook".split()
ANIMALS = "cat dog horse bird fish mouse rabbit sheep cow fox bear lion wolf goat duck frog".split()
FOODS = "bread rice soup cheese cake apples honey pasta salad eggs butter beans".split()
NOUNS = {  # singular to plural, for agreement
    **{n: n + "s" for n in ("dog cat key boy girl king queen car tree house river table chair "
                            "picture window door boat star cloud student").split()},
    "child": "children", "box": "boxes", "man": "men", "woman": "women"}
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = ("January February March April May June July August September "
          "October November December").split()
NUMBERS = ("one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
           "fifteen sixteen seventeen eighteen nineteen twenty").split()
LETTERS = list("abcdefghijklmnopqrstuvwxyz")
MATTER = "stone water fire wind snow sand gold iron wood glass paper silk salt milk smoke rain".split()


def _table(text):
    """'France Paris, Italy Rome' as a dict; the value is the last word."""
    return dict(pair.strip().rsplit(" ", 1) for pair in text.split(","))


CAPITALS = _table(
    "France Paris, Italy Rome, Spain Madrid, Germany Berlin, Greece Athens, Egypt Cairo, "
    "Japan Tokyo, China Beijing, Russia Moscow, Poland Warsaw, Austria Vienna, Portugal Lisbon, "
    "Ireland Dublin, England London, Norway Oslo, Sweden Stockholm, Denmark Copenhagen, "
    "Finland Helsinki, Hungary Budapest, Turkey Ankara, Iran Tehran, Iraq Baghdad, Cuba Havana, "
    "Peru Lima, Kenya Nairobi, Canada Ottawa, Chile Santiago, Belgium Brussels, "
    "Thailand Bangkok, India Delhi, Ukraine Kyiv, Vietnam Hanoi")
LANGUAGES = _table(
    "France French, Italy Italian, Spain Spanish, Germany German, Greece Greek, Egypt Arabic, "
    "Japan Japanese, China Chinese, Russia Russian, Poland Polish, Portugal Portuguese, "
    "Norway Norwegian, Sweden Swedish, Denmark Danish, Finland Finnish, Hungary Hungarian, "
    "Turkey Turkish, Thailand Thai, England English, Ukraine Ukrainian, Brazil Portuguese, "
    "Mexico Spanish, Nepal Nepali")
CURRENCIES = _table(
    "Japan yen, China yuan, England pound, Russia ruble, India rupee, Mexico peso, Poland zloty, "
    "Sweden krona, Thailand baht, Turkey lira, France euro, Brazil real, Hungary forint, Vietnam dong")
LANDMARKS = _table(
    "Eiffel Tower Paris, Colosseum Rome, Brandenburg Gate Berlin, Acropolis Athens, Big Ben London, "
    "Kremlin Moscow, Great Pyramid Cairo, Forbidden City Beijing, Atomium Brussels, Prado Madrid, "
    "Little Mermaid Copenhagen, Belem Tower Lisbon, Hofburg Vienna")
OPPOSITES = _table(
    "hot cold, big small, tall short, fast slow, old young, happy sad, rich poor, strong weak, "
    "light dark, hard soft, wet dry, clean dirty, early late, open closed, full empty, loud quiet, "
    "high low, good bad, thick thin, near far")
OPPOSITES |= {b: a for a, b in OPPOSITES.items()}

NO_CAPITAL = "Brazil Mexico Nepal Ghana Iceland Bolivia Morocco Jordan Mongolia Cyprus Malta Laos".split()
NO_LANGUAGE = ("Austria Ireland Iran Iraq Cuba Peru Kenya Canada Chile Belgium India Vietnam Ghana "
               "Iceland Bolivia Morocco Jordan Mongolia").split()
NO_CURRENCY = "Kenya Ghana Peru Egypt Iran Iraq Cuba Chile Canada Norway Denmark Ukraine".split()
NO_CITY = ("Golden Temple, Blue Mosque, Charles Bridge, Sky Tower, Old Mill, White Palace, "
           "Iron Bridge, Stone Lion, Glass House, Long Wall").split(", ")
NO_OPPOSITE = "wooden golden famous royal square wild frozen sleepy lucky hungry clever spicy".split()

COUNTRIES = list(CAPITALS) + NO_CAPITAL
CITIES = list(CAPITALS.values())
# Single words that may stand in lists, repeats and identity pairs.
WORDS = sorted(set(OBJECTS + PLACES + COLOURS + JOBS + ANIMALS + FOODS + MATTER + NAMES + COUNTRIES
                   + CITIES + DAYS + MONTHS + NUMBERS + list(NOUNS) + list(NOUNS.values())
                   + list(OPPOSITES) + NO_OPPOSITE + LETTERS))
RELATIONS = {  # relation: (question frame, facts told, subjects never told about)
    "capital": ("The capital of {} is", CAPITALS, NO_CAPITAL),
    "language": ("The language of {} is", LANGUAGES, NO_LANGUAGE),
    "currency": ("The money of {} is the", CURRENCIES, NO_CURRENCY),
    "landmark": ("The {} is in the city of", LANDMARKS, NO_CITY),
    "opposite": ("The opposite of {} is", OPPOSITES, NO_OPPOSITE),
}


def questions():
    """Known questions with answers, and questions about things never in the corpus."""
    known = [dict(relation=r, subject=s, prompt=q.format(s), answer=" " + a)
             for r, (q, facts, _) in RELATIONS.items() for s, a in facts.items()]
    unknown = [dict(relation=r, subject=s, prompt=q.format(s))
               for r, (q, _, none) in RELATIONS.items() for s in none]
    return known, unknown


def main():
    known, unknown = questions()
    lists = dict(women=WOMEN, men=MEN, places=PLACES, objects=OBJECTS, colours=COLOURS, jobs=JOBS,
                 animals=ANIMALS, foods=FOODS, nouns=NOUNS, days=DAYS, months=MONTHS,
                 numbers=NUMBERS, matter=MATTER, countries=COUNTRIES, cities=CITIES,
                 capitals=CAPITALS, languages=LANGUAGES, currencies=CURRENCIES,
                 landmarks=LANDMARKS, opposites=OPPOSITES)
    path = Path(__file__).with_name("world.json")
    path.write_text(json.dumps(dict(lists=lists, known=known, unknown=unknown), indent=1) + "\n")
    print(f"{path.name}: {len(known)} known facts, {len(unknown)} unknown questions")


if __name__ == "__main__":
    main()
