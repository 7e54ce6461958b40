"""Byte-level BPE learnt from the corpus, with digits split and BOS put in front on encode.

Each word of the world must be one token, so that answers and edits are one token; the
corpus alone would split its rarer words, so the word lists are fed in as well.
"""
import json
import random
from pathlib import Path
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
import corpus
import world as w

END = "<|endoftext|>"
FOLDER = Path(__file__).with_name("weights")
SIZE = 1600


def lexicon():
    """Words that must be single tokens after a space, and (names, places) at a text's start."""
    values = (*w.LANGUAGES.values(), *w.CURRENCIES.values(), "she", "he", "She", "He")
    yield from (" " + x for x in (*w.WORDS, *values) for _ in range(150))
    yield from (x for x in w.NAMES + w.COUNTRIES for _ in range(150))


def train(seed=7, documents=12_000):
    """A tokenizers.Tokenizer, the same on every run."""
    tok = Tokenizer(models.BPE())
    tok.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Digits(individual_digits=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tok.decoder = decoders.ByteLevel()
    rng = random.Random(seed)
    lines = [corpus.text(rng) for _ in range(documents)] + list(lexicon())
    tok.train_from_iterator(lines, trainers.BpeTrainer(
        vocab_size=SIZE, special_tokens=[END], show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    tok.post_processor = processors.TemplateProcessing(
        single=f"{END} $A", pair=f"{END} $A {END} $B", special_tokens=[(END, 0)])
    return tok


def load():
    """The tokenizer beside the weights."""
    return Tokenizer.from_file(str(FOLDER / "tokenizer.json"))


def save(tok):
    """tokenizer.json and tokenizer_config.json in Hugging Face layout."""
    FOLDER.mkdir(exist_ok=True)
    tok.save(str(FOLDER / "tokenizer.json"))
    config = dict(tokenizer_class="PreTrainedTokenizerFast", bos_token=END, eos_token=END,
                  unk_token=None, pad_token=END, add_bos_token=True, add_prefix_space=False,
                  clean_up_tokenization_spaces=False, model_max_length=256,
                  added_tokens_decoder={"0": dict(content=END, lstrip=False, normalized=False,
                                                  rstrip=False, single_word=False, special=True)})
    (FOLDER / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n")


def main():
    tok = train()
    save(tok)
    split = [x for x in sorted(set(lexicon())) if len(tok.encode(x).ids) != 2]
    print(f"{tok.get_vocab_size()} tokens; words of the world in several tokens: {split or 'none'}")


if __name__ == "__main__":
    main()
