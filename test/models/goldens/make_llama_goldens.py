"""Goldens for Llama, Mistral and Qwen2: every hook of a run in `transformers`, float32.

    python test/models/goldens/make_llama_goldens.py                  # the small random models
    python test/models/goldens/make_llama_goldens.py --smollm2 FILE   # SmolLM2 from its GGUF, as sums

Needs torch, transformers, safetensors, numpy, and gguf for the second. Writes into golden/llama; the
files are committed and the tests need no Python. Seeds are fixed: a second run writes the same numbers.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM, MistralConfig, MistralForCausalLM, Qwen2Config, Qwen2ForCausalLM
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

HERE = Path(__file__).parent / "golden" / "llama"

COMMON = dict(vocab_size=97, bos_token_id=1, eos_token_id=2, attn_implementation="eager")

# Odd on purpose: every width differs from every other, and no head is width / heads wide.
SMALL = {
    "grouped-linear": (
        LlamaConfig(
            **COMMON, hidden_size=42, intermediate_size=56, num_hidden_layers=3, num_attention_heads=6,
            num_key_value_heads=2, head_dim=8, max_position_embeddings=64, rms_norm_eps=1e-5,
            tie_word_embeddings=False,
            rope_parameters={"rope_type": "linear", "factor": 4.0, "rope_theta": 10000.0},
        ),
        LlamaForCausalLM, torch.float32,
    ),
    "biased-llama3": (
        LlamaConfig(
            **COMMON, hidden_size=36, intermediate_size=52, num_hidden_layers=2, num_attention_heads=4,
            num_key_value_heads=4, head_dim=10, max_position_embeddings=128, rms_norm_eps=1e-6,
            tie_word_embeddings=True, attention_bias=True, mlp_bias=True,
            rope_parameters={
                "rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                "original_max_position_embeddings": 32, "rope_theta": 500.0,
            },
        ),
        LlamaForCausalLM, torch.bfloat16,
    ),
    "mistral": (
        MistralConfig(
            **COMMON, hidden_size=48, intermediate_size=60, num_hidden_layers=2, num_attention_heads=6,
            num_key_value_heads=3, head_dim=12, max_position_embeddings=64, rms_norm_eps=1e-5,
            tie_word_embeddings=False, sliding_window=None,
            rope_parameters={"rope_type": "default", "rope_theta": 1000000.0},
        ),
        MistralForCausalLM, torch.float16,
    ),
    "qwen2": (
        Qwen2Config(
            **COMMON, hidden_size=40, intermediate_size=54, num_hidden_layers=2, num_attention_heads=6,
            num_key_value_heads=2, head_dim=14, max_position_embeddings=64, rms_norm_eps=1e-6,
            tie_word_embeddings=True, use_sliding_window=False,
            rope_parameters={"rope_type": "default", "rope_theta": 1000000.0},
        ),
        Qwen2ForCausalLM, torch.bfloat16,
    ),
}
TOKENS = [[5, 17, 3, 90, 17, 44, 8], [61, 2, 2, 33, 12, 96, 0]]
GREEDY = 24


def record(model, tokens):
    """All hooks of one run under TransformerLens' names, `dict[str, Tensor]`."""
    cfg = model.config
    dh = cfg.head_dim
    seen, handles = {}, []

    def keep(module, key, what):
        def forward_hook(_, args, kwargs, out):
            value = {"in": lambda: args[0] if args else kwargs["hidden_states"], "out": lambda: out}[what]()
            seen[key] = value.detach()
        handles.append(module.register_forward_hook(forward_hook, with_kwargs=True))

    def keep_rotation(module):
        def before(_, args, kwargs):
            seen["rotation"] = kwargs["position_embeddings"]
        handles.append(module.register_forward_pre_hook(before, with_kwargs=True))

    keep(model.model.embed_tokens, "hook_embed", "out")
    keep(model.model.norm, "final.in", "in")
    keep(model.model.norm, "ln_final.hook_normalized", "out")
    keep_rotation(model.model.layers[0].self_attn)
    for i, layer in enumerate(model.model.layers):
        b, attn, mlp = f"blocks.{i}.", layer.self_attn, layer.mlp
        keep(layer.input_layernorm, b + "hook_resid_pre", "in")
        keep(layer.post_attention_layernorm, b + "hook_resid_mid", "in")
        for short in "qkv":
            keep(getattr(attn, short + "_proj"), f"{b}attn.hook_{short}", "out")
        keep(attn.o_proj, b + "attn.hook_z", "in")
        keep(attn.o_proj, b + "hook_attn_out", "out")
        keep(mlp.gate_proj, b + "mlp.hook_pre", "out")
        keep(mlp.down_proj, b + "mlp.hook_post", "in")
        keep(mlp.down_proj, b + "hook_mlp_out", "out")
    with torch.no_grad():
        run = model(tokens, output_attentions=True, use_cache=False)
    for handle in handles:
        handle.remove()

    cos, sin = seen.pop("rotation")
    final_in = seen.pop("final.in")
    hooks = dict(seen, logits=run.logits)
    scale = lambda x: (x.pow(2).mean(-1, keepdim=True) + cfg.rms_norm_eps).sqrt()
    hooks["ln_final.hook_scale"] = scale(final_in)
    causal = torch.full((tokens.shape[1],) * 2, float("-inf")).triu(1)
    for i, layer in enumerate(model.model.layers):
        b = f"blocks.{i}."
        for short in "qkvz":
            key = f"{b}attn.hook_{short}"
            hooks[key] = hooks[key].unflatten(-1, (-1, dh))
        q, k = (hooks[f"{b}attn.hook_{s}"].transpose(1, 2) for s in "qk")
        q, k = apply_rotary_pos_emb(q, k, cos, sin)
        hooks[b + "attn.hook_rot_q"], hooks[b + "attn.hook_rot_k"] = q.transpose(1, 2), k.transpose(1, 2)
        k = k.repeat_interleave(q.shape[1] // k.shape[1], 1)
        hooks[b + "attn.hook_attn_scores"] = q @ k.transpose(2, 3) / dh**0.5 + causal
        hooks[b + "attn.hook_pattern"] = run.attentions[i]
        out = layer.self_attn.o_proj.weight.unflatten(1, (-1, dh))
        hooks[b + "attn.hook_result"] = torch.einsum("bthe,dhe->bthd", hooks[b + "attn.hook_z"], out)
        hooks[b + "ln1.hook_scale"] = scale(hooks[b + "hook_resid_pre"])
        hooks[b + "ln2.hook_scale"] = scale(hooks[b + "hook_resid_mid"])
        last = i == cfg.num_hidden_layers - 1
        hooks[b + "hook_resid_post"] = final_in if last else hooks[f"blocks.{i + 1}.hook_resid_pre"]
    return {name: value.detach().float().clone().contiguous() for name, value in hooks.items()}


def liven(model, generator):
    """Random weights large enough that attention is sharp and every part matters."""
    for name, p in model.named_parameters():
        noise = torch.randn(p.shape, generator=generator)
        if name.endswith("norm.weight"):
            p.data = 1 + 0.3 * noise
        elif p.dim() == 1:
            p.data = 0.5 * noise
        else:
            p.data = noise * (1.0 if "embed" in name else 1.6 / p.shape[1] ** 0.5)


def small(name, config, kind, dtype):
    folder = HERE / name
    folder.mkdir(parents=True, exist_ok=True)
    model = kind(config).eval()
    liven(model, torch.Generator().manual_seed(sum(map(ord, name))))
    for p in model.parameters():
        p.data = p.data.to(dtype).float()  # what the file will hold, computed in float32
    tokens = torch.tensor(TOKENS)
    hooks = record(model, tokens)
    greedy = model.generate(tokens[:1], max_new_tokens=GREEDY, do_sample=False, eos_token_id=None, pad_token_id=0)
    save_file(hooks, folder / "hooks.safetensors")
    published = {k: v for k, v in model.to(dtype).state_dict().items() if not (config.tie_word_embeddings and k == "lm_head.weight")}
    save_file({k: v.contiguous() for k, v in published.items()}, folder / "model.safetensors", metadata={"format": "pt"})
    config.architectures = [kind.__name__]
    config.dtype = dtype
    (folder / "config.json").write_text(config.to_json_string())
    facts = {"tokens": TOKENS, "greedy": greedy[0, len(TOKENS[0]):].tolist()}
    (folder / "run.json").write_text(json.dumps(facts) + "\n")
    print(name, {k: tuple(v.shape) for k, v in list(hooks.items())[:2]}, sum(p.numel() for p in model.parameters()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smollm2", metavar="FILE", help="SmolLM2-135M-Instruct.Q4_1.gguf")
    file = parser.parse_args().smollm2
    torch.set_num_threads(2)
    if file is not None:
        from smollm2_golden import make
        return make(file, HERE / "smollm2", record)
    for name, (config, kind, dtype) in SMALL.items():
        small(name, config, kind, dtype)


if __name__ == "__main__":
    main()
