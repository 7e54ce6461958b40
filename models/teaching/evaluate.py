"""Measure the float16 weights on held-out items: `python evaluate.py` prints the card's tables
(`--write` puts them into README.md).

Also checks what the model knows: next-token entropy on facts it was told against questions
about things it never met, as an AUROC.
"""
import argparse
import hashlib
from pathlib import Path
import torch
from transformers import LlamaForCausalLM
import heads
import prompts
import tokenizer as tokens
import world

OPEN, CLOSE = "<!-- measured -->", "<!-- end of measured -->"


def load(folder=tokens.FOLDER):
    """The weights as stored (float16), computed in float32; eager, so that attention is returned."""
    return LlamaForCausalLM.from_pretrained(
        folder, dtype=torch.float16, attn_implementation="eager").float().eval()


@torch.no_grad()
def last_logits(model, tok, texts, size=64):
    """Next-token logits after each text, [texts, vocab]; right padding is harmless to a causal model."""
    ids = [tok.encode(t).ids for t in texts]
    out = torch.empty(len(ids), model.config.vocab_size)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    for at in range(0, len(order), size):
        some = order[at:at + size]
        longest = max(len(ids[i]) for i in some)
        batch = torch.tensor([ids[i] + [0] * (longest - len(ids[i])) for i in some])
        logits = model(input_ids=batch).logits
        for row, i in enumerate(some):
            out[i] = logits[row, len(ids[i]) - 1]
    return out


def wilson(right, n, z=1.96):
    """95 % interval of a share."""
    p, d = right / n, 1 + z * z / n
    centre, half = p + z * z / (2 * n), z * ((p * (1 - p) + z * z / (4 * n)) / n) ** .5
    return max(0, (centre - half) / d), min(1, (centre + half) / d)


def score(model, tok, items):
    """How many items are answered right: the most likely next token is the answer."""
    guess = last_logits(model, tok, [i.prompt for i in items]).argmax(-1).tolist()
    return sum(any(g == prompts.answer_id(tok, i.prompt, a) for a in (i.accept or (i.answer,)))
               for g, i in zip(guess, items))


def knowledge(model, tok):
    """Entropies (nats) of known and unknown questions, accuracy on the known, AUROC."""
    known, unknown = world.questions()
    dist = lambda qs: last_logits(model, tok, [q["prompt"] for q in qs])
    entropy = lambda x: -(x.log_softmax(-1).exp() * x.log_softmax(-1)).sum(-1)
    told, never = dist(known), dist(unknown)
    right = sum(g == prompts.answer_id(tok, q["prompt"], q["answer"])
                for g, q in zip(told.argmax(-1).tolist(), known))
    low, high = entropy(told), entropy(never)
    pairs = (high[:, None] > low[None]).float() + .5 * (high[:, None] == low[None]).float()
    return dict(right=right, known=low, unknown=high, auroc=pairs.mean().item(), questions=unknown)


def line(name, right, n):
    """One row of an accuracy table."""
    low, high = wilson(right, n)
    return f"| {name} | {100 * right / n:.1f} % | {n} | {100 * low:.1f} to {100 * high:.1f} % |"


def report(model, tok, n):
    """The card's measured part, line by line."""
    head = "| {} | accuracy | n | 95 % interval |\n|---|---|---|---|"
    yield head.format("held-out task")
    for name, kind in prompts.TASKS.items():
        yield line(name, score(model, tok, prompts.items(kind, tok, n)), n)
    yield line("random tokens repeated", *heads.copy_accuracy(model))
    yield "\n" + head.format("never in training")
    for name, kind in prompts.BEYOND.items():
        yield line(name, score(model, tok, prompts.items(kind, tok, n)), n)
    scores, nulls = heads.roles(model)
    yield "\n" + heads.table(scores, nulls)
    yield "\n| silenced (score at least .4) | heads | random tokens repeated | mirror | indirect object |\n|---|---|---|---|---|"
    some = [prompts.items(prompts.TASKS[t], tok, n) for t in ("mirror", "indirect_object")]
    for role, gone in dict(nothing=[], **{r: heads.holders(s) for r, s in scores.items()}).items():
        with heads.silenced(model, gone):
            right, total = heads.copy_accuracy(model)
            shares = [right / total, *(score(model, tok, i) / n for i in some)]
        yield f"| {role} | {len(gone)} | " + " | ".join(f"{100 * x:.1f} %" for x in shares) + " |"
    k = knowledge(model, tok)
    spread = lambda x: " / ".join(f"{v:.3f}" for v in x.quantile(torch.tensor([.05, .5, .95])).tolist())
    yield (f"\nKnown facts answered right: {k['right']} of {len(k['known'])}. Next-token entropy in nats "
           f"(5 % / median / 95 %): known {spread(k['known'])}, unknown {spread(k['unknown'])} "
           f"({len(k['unknown'])} questions). AUROC of entropy, unknown against known: {k['auroc']:.3f}.")
    for relation in world.RELATIONS:
        rows = [v for v, q in zip(k["unknown"].tolist(), k["questions"]) if q["relation"] == relation]
        yield f"- unknown {relation}: n {len(rows)}, mean entropy {sum(rows) / len(rows):.2f}"


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--n", type=int, default=200)
    ask.add_argument("--weights", type=Path, default=tokens.FOLDER)
    ask.add_argument("--write", action="store_true", help="put the tables into README.md")
    args = ask.parse_args()
    torch.set_num_threads(2)
    lines = []
    for part in report(load(args.weights), tokens.load(), args.n):
        print(part, flush=True)
        lines.append(part)
    if args.write:
        weights = args.weights / "model.safetensors"
        lines.append(f"\nMeasured on `model.safetensors`, {weights.stat().st_size:,} bytes, sha256 "
                     f"`{hashlib.sha256(weights.read_bytes()).hexdigest()}`.")
        card = Path(__file__).with_name("README.md")
        before, _, rest = card.read_text().partition(OPEN)
        card.write_text(before + OPEN + "\n" + "\n".join(lines) + "\n" + CLOSE + rest.partition(CLOSE)[2])


if __name__ == "__main__":
    main()
