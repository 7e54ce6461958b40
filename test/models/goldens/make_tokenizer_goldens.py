"""Token ids by the Rust library (`tokenizers`, `transformers`) on 1,000 mixed lines.

    pip install tokenizers transformers gguf && python make_tokenizer_goldens.py SmolLM2.gguf

Writes into golden/: `lines.json`, the texts; `vocabulary.json`, a small byte-level BPE in GGUF's
form; `sentencepiece/*.json`, small tokenizer.json files with byte fallback; `tokens.json`, for
each tokenizer one checksum a line (first 8 hex digits of sha256 over the ids joined by commas);
`chat.json`, conversations as `transformers` renders them with templates of the usual kinds.
"""

import copy
import hashlib
import json
import pathlib
import sys

import gguf
from mixed_lines import SENTENCES, lines
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer

HERE = pathlib.Path(__file__).parent
GOLDEN = HERE / "golden"
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|%s| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


def byte_level(vocab, merges, cut, normalizer=None, ignore_merges=False, bos=None):
    tok = Tokenizer(models.BPE(vocab=vocab, merges=merges, ignore_merges=ignore_merges))
    tok.pre_tokenizer = cut
    if normalizer:
        tok.normalizer = normalizer
    tok.decoder = decoders.ByteLevel()
    if bos:
        tok.post_processor = processors.TemplateProcessing(single=f"{bos} $A", special_tokens=[(bos, vocab[bos])])
    return tok


def cuts():
    """`tokenizer.ggml.pre` → the cut, as the models' own tokenizer.json files have it."""
    bytes_only = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    gpt2 = pre_tokenizers.ByteLevel(add_prefix_space=False)
    split = lambda numbers: pre_tokenizers.Split(Regex(CONTRACTIONS % numbers), "isolated")
    return {
        "gpt-2": dict(cut=gpt2),
        "smollm": dict(cut=pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), gpt2])),
        "llama-bpe": dict(
            cut=pre_tokenizers.Sequence([split(r"\p{N}{1,3}"), bytes_only]), ignore_merges=True, bos=SPECIAL[0]
        ),
        "qwen2": dict(cut=pre_tokenizers.Sequence([split(r"\p{N}"), bytes_only]), normalizer=normalizers.NFC()),
    }


def train_byte_level(texts):
    """Tokens in id order, merges as pairs; words are not cut at digits, so that every cut has work to do."""
    tok = Tokenizer(models.BPE())
    tok.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tok.train_from_iterator(
        texts, trainers.BpeTrainer(vocab_size=900, special_tokens=SPECIAL, initial_alphabet=alphabet, show_progress=False)
    )
    model = json.loads(tok.to_str())["model"]
    return sorted(model["vocab"], key=model["vocab"].get), [tuple(m) for m in model["merges"]]


def sentencepiece_like(texts):
    """tokenizer.json as of Llama 2 (normalizer) and of later Mistral (Metaspace), over one small vocabulary."""
    special = ["<unk>", "<s>", "</s>", *(f"<0x{b:02X}>" for b in range(256))]
    tok = Tokenizer(models.BPE(unk_token="<unk>"))
    tok.pre_tokenizer = pre_tokenizers.Metaspace()
    tok.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=700, special_tokens=special, limit_alphabet=120, show_progress=False))
    model = json.loads(tok.to_str())["model"]
    merges = [tuple(m) for m in model["merges"]]
    for name in ("llama-2", "mistral"):
        tok = Tokenizer(models.BPE(vocab=model["vocab"], merges=merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True))
        tok.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in special[:3]])
        if name == "llama-2":
            tok.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
        else:
            tok.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
        strip = [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
        tok.decoder = decoders.Sequence(strip)
        tok.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
        yield name, tok


def smollm2(path):
    """Built from the file's own vocabulary; must agree with what `transformers` makes of the file."""
    fields = gguf.GGUFReader(path).fields
    tokens, merges = (fields[f"tokenizer.ggml.{k}"].contents() for k in ("tokens", "merges"))
    kinds = fields["tokenizer.ggml.token_type"].contents()
    vocab = {t: i for i, t in enumerate(tokens)}
    tok = byte_level(vocab, [tuple(m.split(" ")) for m in merges], **cuts()["smollm"])
    tok.add_special_tokens([AddedToken(t, special=True, normalized=False) for t, k in zip(tokens, kinds) if k == 3])
    return tok


def sums(tok, texts):
    ids = lambda text: ",".join(map(str, tok.encode(text).ids))
    return [hashlib.sha256(ids(text).encode()).hexdigest()[:8] for text in texts]


def main(path):
    texts = lines()
    GOLDEN.mkdir(exist_ok=True)
    write(GOLDEN / "lines.json", texts)
    tokens, merges = train_byte_level(SENTENCES + texts[::3])
    write(GOLDEN / "vocabulary.json", dict(tokens=tokens, merges=[" ".join(m) for m in merges], special=len(SPECIAL)))
    vocab = {t: i for i, t in enumerate(tokens)}
    made = {}
    for name, rules in cuts().items():
        tok = byte_level(vocab, merges, **copy.copy(rules))
        tok.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in SPECIAL])
        made[name] = sums(tok, texts)
    (GOLDEN / "sentencepiece").mkdir(exist_ok=True)
    for name, tok in sentencepiece_like(SENTENCES):
        write(GOLDEN / "sentencepiece" / f"{name}.json", json.loads(tok.to_str()))
        made[name] = sums(tok, texts)
    real = smollm2(path)
    made["smollm2"] = sums(real, texts)
    write(GOLDEN / "tokens.json", made)
    write(GOLDEN / "chat.json", list(chats(path)))
    compare_with_transformers(path, real, texts)


def compare_with_transformers(path, real, texts):
    """Its reader of GGUF leaves `pre` out and keeps GPT-2's cut; given SmolLM2's, it must agree on every line."""
    theirs = AutoTokenizer.from_pretrained(str(pathlib.Path(path).parent), gguf_file=pathlib.Path(path).name)
    differing = lambda: sum(theirs(t)["input_ids"] != real.encode(t).ids for t in texts)
    before = differing()
    theirs.backend_tokenizer.pre_tokenizer = cuts()["smollm"]["cut"]
    print(f"transformers differs on {before} of {len(texts)} lines without the digit rule, on {differing()} with it")
    assert differing() == 0


TEMPLATES = {
    "headers": """{%- if not date_string is defined %}
    {%- set date_string = "26 Jul 2024" %}
{%- endif %}
{{- bos_token }}
{%- if messages[0]['role'] == 'system' %}
    {%- set system = messages[0]['content'] | trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system = "" %}
{%- endif %}
[sys]{{ date_string }} {{ system }}[/sys]
{% for message in messages %}
    {{- '[' + message['role'] + ']' + message['content'] | trim + '[end]' }}
{%- endfor %}
{%- if add_generation_prompt %}{{ '[assistant]' }}{%- endif %}""",
    "alternating": """{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('roles must alternate') }}{% endif %}{% if message.role == 'user' %}{{ '[INST] ' + message.content + ' [/INST]' }}{% else %}{{ ' ' + message.content + eos_token }}{% endif %}{% endfor %}""",
}
CHATS = [
    [dict(role="user", content=" Hi\n there ")],
    [dict(role="system", content="Be brief."), dict(role="user", content="مرحبا {{ x }}")],
    [dict(role="user", content="a"), dict(role="assistant", content="b"), dict(role="user", content="c 🦊")],
]


def chats(path):
    """[template, messages, text]; null where the template refuses."""
    tok = AutoTokenizer.from_pretrained(str(pathlib.Path(path).parent), gguf_file=pathlib.Path(path).name)
    own = tok.chat_template
    for name, template in {**TEMPLATES, "smollm2": own}.items():
        for messages in CHATS:
            try:
                text = tok.apply_chat_template(messages, chat_template=template, tokenize=False, add_generation_prompt=True)
            except Exception as error:
                assert "alternate" in str(error)
                text = None
            yield dict(name=name, template=template, messages=messages, text=text, bos=tok.bos_token, eos=tok.eos_token)


def write(path, value):
    path.write_text(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n")


main(sys.argv[1])
