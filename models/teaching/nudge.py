"""A push towards duplicate-token heads, given for a hundred steps and then taken away.

Left alone, the model answers everything that needs "was this here before" with its induction
heads, and no head looks at the earlier copy itself. So in the last lesson one pair of heads in
layer 2 is pushed to: an extra loss on its attention over random tokens. The mirror can use such a
head (it needs what stood before the copy); whether it stays without the push is then measured.
"""
import torch
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

LAYER, HEADS, PAIR = 2, (4, 5), 2  # two query heads and the key head they share
ROWS, HALF, WEIGHT = 8, 24, .3


def sequences(vocab, generator):
    """[8, 49] ids, BOS then 24 random tokens then the same again or backwards, and [48] key positions."""
    first = torch.randint(1, vocab, (ROWS, HALF), generator=generator)
    back = torch.rand(1, generator=generator).item() < .5
    ids = torch.cat([torch.zeros(ROWS, 1, dtype=torch.long), first, first.flip(1) if back else first], 1)
    query = torch.arange(HALF + 1, 2 * HALF + 1)
    return ids, query, 2 * HALF + 1 - query if back else query - HALF


def loss(model, step):
    """- log attention of the two heads from each second copy to the first."""
    generator = torch.Generator().manual_seed(10_000 + step)
    ids, query, key = sequences(model.config.vocab_size, generator)
    inner = model.model
    x = inner.embed_tokens(ids)
    place = inner.rotary_emb(x, torch.arange(ids.shape[1])[None])
    for layer in inner.layers[:LAYER]:  # causal by itself: no mask is given
        x = layer(x, attention_mask=None, position_embeddings=place)
        x = x[0] if isinstance(x, tuple) else x
    layer = inner.layers[LAYER]
    x = layer.input_layernorm(x)
    split = lambda y: y.view(*y.shape[:2], -1, model.config.head_dim).transpose(1, 2)
    q, k = apply_rotary_pos_emb(split(layer.self_attn.q_proj(x)), split(layer.self_attn.k_proj(x)), *place)
    scores = q[:, HEADS, :, :] @ k[:, PAIR:PAIR + 1].mT / model.config.head_dim ** .5
    future = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
    logs = scores.masked_fill(future, float("-inf")).log_softmax(-1)
    return -WEIGHT * logs[:, :, query, key].mean()
