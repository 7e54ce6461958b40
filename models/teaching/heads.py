"""Head roles on seeded random tokens: previous token, duplicate token, induction.

Random tokens, because a role is a trait of the head and not of a prompt. Each score has a
null that breaks what the role is about: an unrepeated second half for induction and
duplicate, another earlier key for previous token.
"""
from contextlib import contextmanager
import torch

COPIES, HALF = 6, 24


def sequences(vocab, seed, repeat=True):
    """[6, 1 + 48] ids: BOS, 24 random tokens, then the same (or other) 24."""
    g = torch.Generator().manual_seed(seed)
    draw = lambda: torch.randint(1, vocab, (COPIES, HALF), generator=g)
    first, second = draw(), draw()
    return torch.cat([torch.zeros(COPIES, 1, dtype=torch.long), first, first if repeat else second], 1)


@torch.no_grad()
def attention(model, ids):
    """[layer, head, dst, src], the mean over the sequences."""
    return torch.stack([a.mean(0) for a in model(input_ids=ids, output_attentions=True).attentions])


def along(pattern, back, start):
    """Mean attention from i to i - back for i >= start: [layer, head]."""
    rows = torch.arange(start, pattern.shape[-1])
    return pattern[:, :, rows, rows - back].mean(-1)


def roles(model, seed=0):
    """{role: [layer, head]} and the 99th percentile of each role's null."""
    vocab = model.config.vocab_size
    real = attention(model, sequences(vocab, seed))
    null = attention(model, sequences(vocab, seed, repeat=False))
    second = HALF + 1
    score = lambda p: dict(previous=along(p, 1, 2), duplicate=along(p, HALF, second),
                           induction=along(p, HALF - 1, second))
    others = torch.stack([along(real, k, second) for k in range(2, 20)])
    nulls = score(null) | dict(previous=others)
    return score(real), {k: v.flatten().quantile(.99).item() for k, v in nulls.items()}


@torch.no_grad()
def copy_accuracy(model, seed=5):
    """Share of second-half tokens predicted from the first half, random tokens: (right, n)."""
    ids = sequences(model.config.vocab_size, seed)
    guess = model(input_ids=ids).logits.argmax(-1)[:, HALF + 1:-1]
    want = ids[:, HALF + 2:]
    return (guess == want).sum().item(), want.numel()


@contextmanager
def silenced(model, heads):
    """Within: the heads, [(layer, head)], write nothing (their part of z is zero)."""
    def hook(layer):
        size = model.config.head_dim
        mine = [h for l, h in heads if l == layer]
        def cut(module, args):
            z = args[0].clone()
            for h in mine:
                z[..., h * size:(h + 1) * size] = 0
            return (z,)
        return cut
    handles = [layer.self_attn.o_proj.register_forward_pre_hook(hook(i))
               for i, layer in enumerate(model.model.layers)]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def holders(score, least=.4):
    """The heads that hold a role clearly."""
    return [tuple(x) for x in (score >= least).nonzero().tolist()]


def table(scores, nulls, floor=.2, most=6):
    """Markdown: the leading heads of each role."""
    lines = ["| role | heads (score) | 99th percentile of the null |", "|---|---|---|"]
    for role, score in scores.items():
        best = sorted(((score[l, h].item(), l, h) for l in range(score.shape[0])
                       for h in range(score.shape[1])), reverse=True)
        named = ", ".join(f"L{l}H{h} {s:.2f}" for s, l, h in best[:most] if s >= floor)
        lines.append(f"| {role} | {named or 'none above .2'} | {nulls[role]:.2f} |")
    return "\n".join(lines)
