"""The SmolLM2 golden of make_llama_goldens.py: a run on real weights, small enough to commit.

Whole tensors where the last token is, and for every hook at every token sums under fixed signs: an
error anywhere moves them. Weights come from the GGUF through `gguf`, a reader that is not ours.
"""

import json

import numpy as np
import torch
from gguf import GGUFReader, dequantize
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM

# "The capital of France is" and the indirect-object prompt, as ids of SmolLM2's own tokenizer.
PROMPTS = [
    [504, 3575, 282, 4649, 314],
    [2427, 5099, 284, 2322, 3514, 288, 260, 4249, 28, 2322, 4502, 253, 5968, 288],
]
GREEDY = 64
SIGNS = 4
WHOLE = ("hook_embed", "hook_resid_mid", "hook_resid_post", "hook_attn_out", "hook_mlp_out", "hook_z",
         "hook_q", "hook_k", "hook_v", "hook_scale", "hook_pattern", "logits")
OUTER = {"token_embd": "model.embed_tokens", "output_norm": "model.norm"}
INNER = {
    "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm", "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
}
CONFIG = LlamaConfig(
    hidden_size=576, intermediate_size=1536, num_hidden_layers=30, num_attention_heads=9,
    num_key_value_heads=3, head_dim=64, vocab_size=49152, max_position_embeddings=8192,
    rms_norm_eps=1e-5, rope_parameters={"rope_type": "default", "rope_theta": 100000.0},
    tie_word_embeddings=True, bos_token_id=1, eos_token_id=2, attn_implementation="eager",
)


def weights(file):
    """GGUF → Hugging Face names and layouts; q and k rows leave llama.cpp's interleaved order."""
    for tensor in GGUFReader(file).tensors:
        w = torch.from_numpy(np.array(dequantize(tensor.data, tensor.tensor_type), dtype=np.float32))
        parts = tensor.name.split(".")
        if parts[0] in OUTER:
            yield OUTER[parts[0]] + ".weight", w
            continue
        _, layer, part, _ = parts
        if part in ("attn_q", "attn_k"):
            w = w.reshape(-1, 32, 2, w.shape[1]).swapaxes(1, 2).reshape(w.shape)
        yield f"model.layers.{layer}.{INNER[part]}.weight", w


def load(file):
    model = LlamaForCausalLM(CONFIG).eval()
    missing, unexpected = model.load_state_dict(dict(weights(file)), strict=False)
    assert missing in ([], ["lm_head.weight"]) and not unexpected, (missing, unexpected)
    model.tie_weights()
    return model


def signs(length, which):
    """±1 by a hash of the index that any language can repeat: the top bit of a 32-bit product."""
    index = np.arange(length, dtype=np.uint64) * 8 + which + 1
    mixed = (index * 2654435761) % 2**32
    mixed = ((mixed ^ (mixed >> 15)) * 2246822519) % 2**32
    return torch.from_numpy(np.where(mixed >> 31, -1.0, 1.0))


def sums(name, value):
    """`[T, 1 + SIGNS]` by token (query): length, then sums under the signs, in float64."""
    rows = value[0].double()
    rows = rows.transpose(0, 1) if name.endswith(("pattern", "scores")) else rows
    flat = rows.flatten(1).nan_to_num(neginf=0.0)
    by = torch.stack([signs(flat.shape[1], s) for s in range(SIGNS)], 1)
    return torch.cat([flat.norm(dim=1, keepdim=True), flat @ by], 1).float()


def last(name, value):
    return value[0, :, -1] if name.endswith("pattern") else value[0, -1]


def make(file, folder, record):
    folder.mkdir(parents=True, exist_ok=True)
    model = load(file)
    out, greedy = {}, []
    for number, prompt in enumerate(PROMPTS):
        tokens = torch.tensor([prompt])
        hooks = record(model, tokens)
        out |= {f"{number}/{name}/sums": sums(name, value) for name, value in hooks.items()}
        if number == 1:
            out |= {f"{name}/last": last(name, v).contiguous() for name, v in hooks.items() if name.endswith(WHOLE)}
        run = model.generate(tokens, max_new_tokens=GREEDY, do_sample=False, eos_token_id=None, pad_token_id=0)
        greedy.append(run[0, len(prompt):].tolist())
    save_file(out, folder / "sums.safetensors")
    (folder / "run.json").write_text(json.dumps({"prompts": PROMPTS, "greedy": greedy}) + "\n")
    print(len(out), greedy[0][:5])
