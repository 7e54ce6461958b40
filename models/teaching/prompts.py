"""Held-out prompts per task, and tasks from beyond the training; writes prompts.json.

Each prompt is checked: its answer is one token, and its counterfactual is one token edited,
of equal length, with another answer.
"""
import json
import random
from pathlib import Path
import beyond
import corpus
import tokenizer as tokens
from people import aside
from split import Item

KEPT = 60  # prompts of each task in prompts.json
TASKS = {kind.__name__: kind for kind in corpus.TASKS}
BEYOND = {kind.__name__: kind for kind in beyond.TASKS}


def one_token_apart(tok, item):
    """The twin as {prompt, answer} if it is a fair counterfactual, else None."""
    if not item.twin or item.twin[1] == item.answer:
        return None
    a, b = (tok.encode(p).ids for p in (item.prompt, item.twin[0]))
    fair = len(a) == len(b) and sum(x != y for x, y in zip(a, b)) == 1
    return dict(prompt=item.twin[0], answer=item.twin[1]) if fair else None


def answer_id(tok, prompt, answer):
    """The answer's token in that place, or None when it is not exactly one token."""
    head, whole = tok.encode(prompt).ids, tok.encode(prompt + answer).ids
    return whole[-1] if whole[:-1] == head else None


def items(kind, tok, count, seed=11):
    """`count` different held-out items of a task; an aside in front tells repeats apart."""
    rng = random.Random(f"{seed}/{kind.__name__}")
    seen, out = set(), []
    while len(out) < count:
        item = kind(rng, True)
        if item.prompt in seen:
            before = aside(rng) + " "
            twin = (before + item.twin[0], item.twin[1]) if item.twin else ()
            item = item._replace(prompt=before + item.prompt, twin=twin)
        if item.prompt in seen or answer_id(tok, item.prompt, item.answer) is None:
            continue
        seen.add(item.prompt)
        out.append(item)
    return out


def record(tok, task, item: Item):
    """One line of prompts.json."""
    entry = dict(task=task, prompt=item.prompt, answer=item.answer)
    if item.accept:
        entry["accept"] = list(item.accept)
    twin = one_token_apart(tok, item)
    return entry | (dict(counterfactual=twin) if twin else {})


def main():
    tok = tokens.load()
    lines = []
    for task, kind in TASKS.items():
        made = [record(tok, task, item) for item in items(kind, tok, KEPT)]
        print(f"{task:16s} {len(made)} prompts, {sum('counterfactual' in m for m in made)} with counterfactual")
        lines += [json.dumps(m) for m in made]
    Path(__file__).with_name("prompts.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main()
