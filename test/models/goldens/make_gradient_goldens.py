"""Goldens for gradients: PyTorch autograd at every hook, exact and with the frozen rules.

    python test/models/goldens/make_gradient_goldens.py                  # beside the small models
    python test/models/goldens/make_gradient_goldens.py --smollm2 FILE   # SmolLM2 from its GGUF, as sums

The model is written out once more, so that every hook is a tensor autograd can be asked about; its
logits and its gradients at the residual stream must equal those of `transformers` before anything is
written. Frozen is the same model with the same tensors detached. Needs what make_llama_goldens.py
needs; seeds and prompts are its own.
"""

import argparse
import json

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

from make_llama_goldens import HERE, SMALL, TOKENS
from smollm2_golden import load, sums

# By row: (token, position, weight). Two answers against each other; a mixture at two positions.
METRICS = [
    [(11, 6, 1.0), (29, 6, -1.0)],
    [(4, 4, 0.5), (88, 4, -1.25), (12, 4, 0.75), (61, 2, 2.0)],
]
# SmolLM2: " Mary" against " John" after the indirect-object prompt.
IOI = [2427, 5099, 284, 2322, 3514, 288, 260, 4249, 28, 2322, 4502, 253, 5968, 288]
IOI_METRIC = [[(5099, 13, 1.0), (2322, 13, -1.0)]]


def half_each(x, y):
    """A product whose factors get half of the gradient each."""
    return 0.5 * (x * y.detach() + x.detach() * y)


def run(model, tokens, frozen):
    """The forward pass with every hook kept and its gradient retained: `(logits, dict[hook, Tensor])`."""
    cfg, w = model.config, dict(model.named_parameters())
    dh, eps, hooks = cfg.head_dim, cfg.rms_norm_eps, {}
    constant = (lambda x: x.detach()) if frozen else (lambda x: x)

    def hook(name, x):
        if x.requires_grad:
            x.retain_grad()
        hooks[name] = x
        return x

    def linear(x, name):
        return torch.nn.functional.linear(x, w[name + ".weight"], w.get(name + ".bias"))

    def norm(x, gain, scale):
        s = hook(scale, constant((x.pow(2).mean(-1, keepdim=True) + eps).sqrt()))
        return x / s * w[gain]

    x = hook("hook_embed", w["model.embed_tokens.weight"][tokens].detach().requires_grad_())
    positions = torch.arange(tokens.shape[1])[None]
    cos, sin = model.model.rotary_emb(x, positions)
    causal = torch.full((tokens.shape[1],) * 2, float("-inf")).triu(1)
    for i in range(cfg.num_hidden_layers):
        b, m = f"blocks.{i}.", f"model.layers.{i}."
        x = hook(b + "hook_resid_pre", x)
        a = norm(x, m + "input_layernorm.weight", b + "ln1.hook_scale")
        q, k, v = (
            hook(f"{b}attn.hook_{s}", linear(a, f"{m}self_attn.{s}_proj").unflatten(-1, (-1, dh))) for s in "qkv"
        )
        q, k = (y.transpose(1, 2) for y in apply_rotary_pos_emb(q.transpose(1, 2), k.transpose(1, 2), cos, sin))
        q, k = hook(b + "attn.hook_rot_q", q), hook(b + "attn.hook_rot_k", k)
        group = q.shape[2] // k.shape[2]
        wide_k, wide_v = k.repeat_interleave(group, 2), v.repeat_interleave(group, 2)
        scores = hook(b + "attn.hook_attn_scores", torch.einsum("bqhe,bkhe->bhqk", q, wide_k) / dh**0.5 + causal)
        pattern = hook(b + "attn.hook_pattern", constant(scores.softmax(-1)))
        z = hook(b + "attn.hook_z", torch.einsum("bhqk,bkhe->bqhe", pattern, wide_v))
        attn = hook(b + "hook_attn_out", linear(z.flatten(-2), m + "self_attn.o_proj"))
        mid = hook(b + "hook_resid_mid", x + attn)
        n = norm(mid, m + "post_attention_layernorm.weight", b + "ln2.hook_scale")
        pre = hook(b + "mlp.hook_pre", linear(n, m + "mlp.gate_proj"))
        up = linear(n, m + "mlp.up_proj")
        gate = pre * constant(pre.sigmoid())
        post = hook(b + "mlp.hook_post", half_each(gate, up) if frozen else gate * up)
        out = hook(b + "hook_mlp_out", linear(post, m + "mlp.down_proj"))
        x = hook(b + "hook_resid_post", mid + out)
    final = hook("ln_final.hook_normalized", norm(x, "model.norm.weight", "ln_final.hook_scale"))
    return final @ model.get_output_embeddings().weight.T, hooks


def metric(logits, terms):
    return sum(wt * logits[row, p, t] for row, each in enumerate(terms) for t, p, wt in each)


def gradients(model, tokens, terms, frozen):
    for p in model.parameters():
        p.requires_grad_(False)
    logits, hooks = run(model, tokens, frozen)
    metric(logits, terms).backward()
    return {name: x.grad.float().clone().contiguous() for name, x in hooks.items() if x.grad is not None}


def check(model, tokens, terms, exact):
    """Autograd through `transformers` itself, at the streams it exposes."""
    embeds = model.get_input_embeddings()(tokens).detach().requires_grad_()
    seen = {"hook_embed": embeds}

    def keep(name):
        def pre(_, args, kwargs):
            seen[name] = args[0] if args else kwargs["hidden_states"]
            seen[name].retain_grad()
        return pre

    handles = [
        layer.post_attention_layernorm.register_forward_pre_hook(keep(f"blocks.{i}.hook_resid_mid"), with_kwargs=True)
        for i, layer in enumerate(model.model.layers)
    ]
    metric(model(inputs_embeds=embeds, use_cache=False).logits, terms).backward()
    for handle in handles:
        handle.remove()
    for name, x in seen.items():
        error = (x.grad - exact[name]).norm() / x.grad.norm()
        assert error < 2e-5, (name, error)


def both(model, tokens, terms):
    exact = gradients(model, tokens, terms, frozen=False)
    check(model, tokens, terms, exact)
    return {"exact": exact, "frozen": gradients(model, tokens, terms, frozen=True)}


def small(name):
    folder = HERE / name
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    found = both(model, torch.tensor(TOKENS), METRICS)
    save_file({f"{rules}/{hook}": g for rules, by in found.items() for hook, g in by.items()}, folder / "gradients.safetensors")
    (folder / "metrics.json").write_text(json.dumps(METRICS) + "\n")
    print(name, {rules: len(by) for rules, by in found.items()})


def smollm2(file):
    model = load(file)
    model.config._attn_implementation = "eager"
    found = both(model, torch.tensor([IOI]), IOI_METRIC)
    out = {f"{rules}/{hook}": sums(hook, g) for rules, by in found.items() for hook, g in by.items()}
    save_file(out, HERE / "smollm2" / "gradients.safetensors")
    (HERE / "smollm2" / "metrics.json").write_text(json.dumps({"tokens": IOI, "metric": IOI_METRIC}) + "\n")
    print(len(out))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smollm2", metavar="FILE", help="SmolLM2-135M-Instruct.Q4_1.gguf")
    file = parser.parse_args().smollm2
    torch.set_num_threads(2)
    if file is not None:
        return smollm2(file)
    for name in SMALL:
        small(name)


if __name__ == "__main__":
    main()
