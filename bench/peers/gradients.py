"""Gradients, ours against PyTorch's autograd: the same weights, prompt, machine, threads and run, in turn.

    python bench/peers/gradients.py SmolLM2-135M-Instruct.Q4_1.gguf [--rounds 8] [--lengths 16 64 256]

Forward and backward of the difference of two logits at the last token, with what every head reads
and every MLP writes, and the gradients there, kept: what node scores are made of. Frozen is the same
model with patterns, norm scales and activation ratios detached, as in the goldens. Needs what
compare.py needs, but for TransformerLens. The script stops if the sides disagree by more than 1e-3.
Beside the time on the clock stands that of the processor: on a busy machine, with --threads 1, it is
the one to read, since threads that wait for each other wait for everything else too.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import torch  # noqa: E402
from torch.nn.functional import linear  # noqa: E402
from transformers import AutoModelForCausalLM  # noqa: E402
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb  # noqa: E402

HERE = Path(__file__).parent
METRIC = [5099, 2322]


class Ours:
    """The Node process; one line in, one line out."""

    def __init__(self, weights, folder, threads):
        command = ["node", "--import", "tsx", str(HERE / "ours.ts"), str(weights), str(folder), str(threads)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE.parent.parent
        )
        assert self.process.stdout.readline().strip() == "ready"

    def run(self, tokens, rules):
        self.process.stdin.write(json.dumps({"tokens": tokens, "rules": rules, "metric": METRIC}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return answer["ms"], answer["cpu"], answer["length"]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def half_each(x, y):
    return 0.5 * (x * y.detach() + x.detach() * y)


def by_hand(model, tokens, frozen):
    """The pass written out, only nodes kept; the unembedding at the last token alone, as ours."""
    cfg, w = model.config, dict(model.named_parameters())
    constant = (lambda x: x.detach()) if frozen else (lambda x: x)
    group = cfg.num_attention_heads // cfg.num_key_value_heads

    def keep(x):
        x.retain_grad()
        return x

    def norm(x, gain):
        return x * constant(torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + cfg.rms_norm_eps)) * w[gain]

    def heads(x, name):
        return linear(x, w[name + ".weight"]).unflatten(-1, (-1, cfg.head_dim)).transpose(1, 2)

    embed = x = w["model.embed_tokens.weight"][tokens].detach().requires_grad_()
    cos, sin = model.model.rotary_emb(x, torch.arange(tokens.shape[1])[None])
    causal = torch.full((tokens.shape[1],) * 2, float("-inf")).triu(1)
    for i in range(cfg.num_hidden_layers):
        m = f"model.layers.{i}."
        a = norm(x, m + "input_layernorm.weight")
        q, k, v = (heads(a, f"{m}self_attn.{s}_proj") for s in "qkv")
        q, k = apply_rotary_pos_emb(q, k, cos, sin)
        k, v = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
        pattern = constant((q @ k.transpose(-1, -2) / cfg.head_dim**0.5 + causal).softmax(-1))
        z = keep((pattern @ v).transpose(1, 2).flatten(-2))
        x = x + linear(z, w[m + "self_attn.o_proj.weight"])
        n = norm(x, m + "post_attention_layernorm.weight")
        pre, up = linear(n, w[m + "mlp.gate_proj.weight"]), linear(n, w[m + "mlp.up_proj.weight"])
        gate = pre * constant(pre.sigmoid())
        post = half_each(gate, up) if frozen else gate * up
        x = x + keep(linear(post, w[m + "mlp.down_proj.weight"]))
    logits = norm(x[0, -1], "model.norm.weight") @ model.get_output_embeddings().weight.T
    (logits[METRIC[0]] - logits[METRIC[1]]).backward()
    return embed.grad


def by_transformers(model, tokens):
    """The library's own pass and its own attention kernel; exact only."""
    embeds = model.get_input_embeddings()(tokens).detach().requires_grad_()
    logits = model(inputs_embeds=embeds, use_cache=False, logits_to_keep=1).logits[0, -1]
    (logits[METRIC[0]] - logits[METRIC[1]]).backward()
    return embeds.grad


def keep_nodes(model):
    """Gradients are kept where ours fetches them."""
    for layer in model.model.layers:
        layer.self_attn.o_proj.register_forward_pre_hook(lambda _, args: args[0].retain_grad())
        layer.mlp.register_forward_hook(lambda _, __, out: out.retain_grad())


def timed(run):
    def measured(tokens):
        ids = torch.tensor([tokens])
        start, used = time.perf_counter(), time.process_time()
        gradient = run(ids)
        return 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - used), float(gradient.norm())

    return measured


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--lengths", type=int, nargs="+", default=[16, 64, 256])
    args = parser.parse_args()
    torch.set_num_threads(args.threads)

    with tempfile.TemporaryDirectory() as folder:
        ours = Ours(args.weights.resolve(), folder, args.threads)
        library, written = (
            AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval().requires_grad_(False)
            for _ in range(2)
        )
        keep_nodes(library)
        frozen = {
            "ours: frozen": lambda t: ours.run(t, "frozen"),
            "PyTorch: frozen, by hand": timed(lambda ids: by_hand(written, ids, True)),
        }
        exact = {
            "ours: exact": lambda t: ours.run(t, "exact"),
            "PyTorch: exact, by hand": timed(lambda ids: by_hand(written, ids, False)),
            "transformers: exact": timed(lambda ids: by_transformers(library, ids)),
        }
        for length in args.lengths:
            print(f"\n{length} tokens, threads {args.threads}, load {os.getloadavg()[0]:.0f}")
            print(f"{'':28}   median ms  × ours (quartiles)     processor ms  × ours (quartiles)")
            for sides in (frozen, exact):
                report(measure(sides, length, args.rounds))
        ours.close()


def measure(sides, length, rounds):
    """By side, (milliseconds, processor milliseconds) of each round but the first."""
    tokens = torch.randint(0, 40000, (length,), generator=torch.Generator().manual_seed(length)).tolist()
    times = {name: [] for name in sides}
    names = list(sides)
    for round_number in range(rounds + 1):
        lengths = []
        for turn in range(len(names)):
            name = names[(turn + round_number) % len(names)]
            ms, cpu, gradient = sides[name](tokens)
            lengths.append(gradient)
            if round_number > 0:
                times[name].append((ms, cpu))
        assert max(lengths) - min(lengths) < 1e-3 * max(lengths), f"the sides disagree: {lengths}"
    return times


def report(times):
    base = next(iter(times.values()))
    for name, rounds in times.items():
        cells = []
        for which in (0, 1):
            low, middle, high = statistics.quantiles([a[which] / b[which] for a, b in zip(rounds, base)], n=4)
            cells.append(f"{statistics.median(a[which] for a in rounds):9.0f} {middle:8.2f} ({low:.2f} to {high:.2f})")
        print(f"  {name:26} {'   '.join(cells)}", flush=True)


if __name__ == "__main__":
    main()
