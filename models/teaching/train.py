"""Train the teaching model: `python train.py` (about an hour on two cores), seeded, resumable.

A checkpoint is written every 100 steps to `.checkpoint.pt` (ignored by git) and taken up again
if the run was cut; the rows of a step depend on the seed and the step only.
"""
import argparse
import itertools
import json
import math
import time
from pathlib import Path
import torch
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM
import corpus
import nudge
import tokenizer as tokens
from muon import Muon

HERE = Path(__file__).parent
CHECKPOINT = HERE / ".checkpoint.pt"
# steps, rows in a batch, tokens in a row, lesson (see corpus.py)
STAGES = ((800, 32, 128, 0), (260, 32, 128, 1), (140, 16, 256, 1), (100, 16, 256, 2),
          (180, 16, 256, 2))
STEPS = sum(stage[0] for stage in STAGES)
WARMUP, SECOND, THIRD, FOURTH = 60, 800, 1200, 1300  # the steps at which the lessons begin
NUDGED = range(1300, 1400)  # see nudge.py


def new_model(vocab):
    """Llama layout at teaching size."""
    return LlamaForCausalLM(LlamaConfig(
        vocab_size=vocab, hidden_size=256, intermediate_size=704, num_hidden_layers=6,
        num_attention_heads=8, num_key_value_heads=4, head_dim=32, max_position_embeddings=256,
        rms_norm_eps=1e-5, tie_word_embeddings=True, attention_bias=False, mlp_bias=False,
        rope_parameters=dict(rope_type="default", rope_theta=10000.0),
        bos_token_id=0, eos_token_id=0, pad_token_id=None))


def rate(step):
    """Share of the peak rate: warm-up and cosine, then a line down in each later lesson."""
    cosine = lambda s: .05 + .95 * (1 + math.cos(math.pi * (s - WARMUP) / (THIRD - WARMUP))) / 2
    line = lambda begin, end, high, low: low + (high - low) * (end - step) / (end - begin)
    if step < WARMUP:
        return (step + 1) / WARMUP
    if step < SECOND:
        return cosine(step)
    if step < THIRD:
        return line(SECOND, THIRD, cosine(SECOND), .03)
    if step < FOURTH:
        return line(THIRD, 1440, .3, .02)
    return line(FOURTH, STEPS, .3, .02)


def batches(seed, tok, start):
    """One LongTensor per step from `start` on: each stage has its own stream of rows."""
    begin = 0
    for stage, (count, size, length, lesson) in enumerate(STAGES):
        stream = corpus.rows(f"{seed}/{stage}", tok, length, lesson)
        skip = min(count, max(0, start - begin))
        for _ in range(skip * size if skip < count else 0):
            next(stream)
        for _ in range(count - skip):
            yield torch.tensor(list(itertools.islice(stream, size)))
        begin += count


def optimisers(model):
    """Muon for the hidden matrices, AdamW for the embedding and the gains."""
    hidden = [p for n, p in model.named_parameters() if p.ndim == 2 and "embed" not in n]
    rest = [p for n, p in model.named_parameters() if p.ndim != 2 or "embed" in n]
    adam = torch.optim.AdamW(rest, lr=3e-3, betas=(.9, .95), weight_decay=0)
    both = (Muon(hidden, lr=.02), adam)
    for o in both:
        for g in o.param_groups:
            g["peak"] = g["lr"]
    return both


def save(model, folder):
    """Hugging Face layout, float16, with the tied head stored once."""
    folder.mkdir(exist_ok=True)
    state = {k: v.detach().half().contiguous().clone() for k, v in model.state_dict().items()
             if k != "lm_head.weight"}
    save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
    config = model.config.to_dict() | dict(architectures=["LlamaForCausalLM"], dtype="float16",
                                           torch_dtype="float16", rope_theta=10000.0)
    keep = ("architectures model_type vocab_size hidden_size intermediate_size num_hidden_layers "
            "num_attention_heads num_key_value_heads head_dim hidden_act max_position_embeddings "
            "rms_norm_eps rope_theta tie_word_embeddings attention_bias mlp_bias "
            "initializer_range bos_token_id eos_token_id torch_dtype").split()
    write = lambda name, value: (folder / name).write_text(json.dumps(value, indent=1) + "\n")
    write("config.json", {k: config[k] for k in keep})
    write("generation_config.json", dict(bos_token_id=0, eos_token_id=0, do_sample=False))


def main():
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--out", type=Path, default=tokens.FOLDER)
    args = ask.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(args.seed)
    tok = tokens.train()
    tokens.save(tok)
    model = new_model(tok.get_vocab_size())
    both, start = optimisers(model), 0
    if CHECKPOINT.exists():
        kept = torch.load(CHECKPOINT, weights_only=True)
        start = kept["step"]
        model.load_state_dict(kept["model"])
        for o, s in zip(both, kept["optimisers"]):
            o.load_state_dict(s)
    begun = time.time()
    for step, batch in enumerate(batches(args.seed, tok, start), start):
        loss = model(input_ids=batch, labels=batch).loss
        (loss + nudge.loss(model, step) if step in NUDGED else loss).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for o in both:
            for g in o.param_groups:
                g["lr"] = g["peak"] * rate(step)
            o.step()
            o.zero_grad(set_to_none=True)
        if step % 20 == 0:
            print(f"{step:5d}  loss {loss.item():.4f}  {time.time() - begun:6.0f} s", flush=True)
        if (step + 1) % 100 == 0 or step + 1 == STEPS:
            torch.save(dict(step=step + 1, model=model.state_dict(),
                            optimisers=[o.state_dict() for o in both]), CHECKPOINT.with_suffix(".new"))
            CHECKPOINT.with_suffix(".new").replace(CHECKPOINT)  # never half a checkpoint
            save(model, args.out)
    CHECKPOINT.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
