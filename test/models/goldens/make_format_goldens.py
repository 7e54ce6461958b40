"""Small checkpoints by `transformers` and `gguf`, for test/models/formats.

    pip install torch transformers accelerate safetensors gguf
    python make_format_goldens.py SmolLM2.gguf

Writes into golden/: `tiny/`, a random Llama in Hugging Face layout (float32); `tiny-shards/`, the
same as bfloat16 in several files; `tiny.gguf`, the same quantised, every readable type in it;
`tiny-qwen2.gguf`, a random Qwen2 likewise, whose query and key rows llama.cpp leaves as they are;
`expanded.json`, sha256 of every tensor (float32 bytes) as `transformers` itself loads it from
the two files and from SmolLM2's file, and of `tiny/` and `tiny-shards/` as PyPI's safetensors reads them.
"""

import hashlib
import json
import pathlib
import shutil
import sys

import gguf
import torch
from gguf.quants import quantize
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM

GOLDEN = pathlib.Path(__file__).parent / "golden"
TYPES = ["F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1"]
SHAPE = dict(
    hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
    vocab_size=40, max_position_embeddings=64, rms_norm_eps=1e-5, tie_word_embeddings=False, bos_token_id=1, eos_token_id=2,
)  # fmt: skip
CONFIG = LlamaConfig(**SHAPE)
NAMES = {
    "model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output", "input_layernorm": "attn_norm",
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output",
    "post_attention_layernorm": "ffn_norm", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
}  # fmt: skip


def gguf_name(name):
    for theirs, ours in NAMES.items():
        name = name.replace(theirs, ours)
    return name.replace("model.layers.", "blk.")


def interleaved(weight, heads):
    """Half-split rows as llama.cpp keeps them."""
    return weight.reshape(heads, 2, weight.shape[0] // heads // 2, -1).swapaxes(1, 2).reshape(weight.shape)


def write_gguf(model, path):
    architecture = model.config.model_type
    out = gguf.GGUFWriter(path, architecture)
    out.add_block_count(CONFIG.num_hidden_layers)
    out.add_context_length(CONFIG.max_position_embeddings)
    out.add_embedding_length(CONFIG.hidden_size)
    out.add_feed_forward_length(CONFIG.intermediate_size)
    out.add_head_count(CONFIG.num_attention_heads)
    out.add_head_count_kv(CONFIG.num_key_value_heads)
    out.add_layer_norm_rms_eps(CONFIG.rms_norm_eps)
    out.add_rope_freq_base(10_000.0)
    out.add_vocab_size(CONFIG.vocab_size)
    out.add_bos_token_id(1)
    out.add_eos_token_id(2)
    out.add_array("test.numbers", [1, -2, 3])
    out.add_bool("test.flag", True)
    matrices = 0
    for name, value in model.state_dict().items():
        weight = value.numpy()
        heads = {"q_proj": CONFIG.num_attention_heads, "k_proj": CONFIG.num_key_value_heads}.get(name.split(".")[-2])
        if heads and architecture == "llama":
            weight = interleaved(weight, heads)
        kind = gguf.GGMLQuantizationType[TYPES[matrices % len(TYPES)] if weight.ndim > 1 else "F32"]
        matrices += weight.ndim > 1
        out.add_tensor(gguf_name(name), quantize(weight, kind), raw_dtype=kind)
    out.write_header_to_file()
    out.write_kv_data_to_file()
    out.write_tensors_to_file()
    out.close()


def sums(state):
    return {k: hashlib.sha256(v.to(torch.float32).contiguous().numpy().tobytes()).hexdigest()[:16] for k, v in state.items()}


def loaded(path):
    """Tensors as transformers expands them; a tied unembedding is left out, it is the embedding."""
    model = AutoModelForCausalLM.from_pretrained(str(path.parent), gguf_file=path.name, dtype=torch.float32)
    state = dict(model.state_dict())
    if "SmolLM2" in path.name:
        state.pop("lm_head.weight")
    return state


def drawn(model):
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.5)
    return model.eval()


def main(smollm2):
    torch.manual_seed(3)
    model = drawn(LlamaForCausalLM(CONFIG))
    for name in ("tiny", "tiny-shards"):
        shutil.rmtree(GOLDEN / name, ignore_errors=True)
    model.save_pretrained(GOLDEN / "tiny")
    write_gguf(model, GOLDEN / "tiny.gguf")
    write_gguf(drawn(Qwen2ForCausalLM(Qwen2Config(**SHAPE))), GOLDEN / "tiny-qwen2.gguf")
    model.to(torch.bfloat16).save_pretrained(GOLDEN / "tiny-shards", max_shard_size="16KB")
    shards = {}
    for file in sorted((GOLDEN / "tiny-shards").glob("*.safetensors")):
        shards.update(load_file(file))
    made = {
        "tiny": sums(load_file(GOLDEN / "tiny" / "model.safetensors")),
        "tiny-shards": sums(shards),
        "tiny.gguf": sums(loaded(GOLDEN / "tiny.gguf")),
        "tiny-qwen2.gguf": sums(loaded(GOLDEN / "tiny-qwen2.gguf")),
        "smollm2": sums(loaded(pathlib.Path(smollm2))),
    }
    (GOLDEN / "expanded.json").write_text(json.dumps(made, indent=1) + "\n")


main(sys.argv[1])
