"""Ours against TransformerLens and transformers: the same weights, machine and run, in turn.

    python bench/peers/compare.py SmolLM2-135M-Instruct.Q4_1.gguf [--rounds 8] [--lengths 16 64 256]

Needs Node, this repository's `npm ci`, and `pip install transformer_lens==4.3 torch`. Each round runs every
side once, each starting one further along; a ratio compares times of the same round, so that whatever
else the machine does slows all sides alike. Times are of the run alone, weights loaded and warm.
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
os.environ.setdefault("WANDB_MODE", "disabled")

import torch  # noqa: E402
from transformer_lens import TransformerBridge  # noqa: E402
from tokenizers import Tokenizer, models  # noqa: E402
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast  # noqa: E402

HERE = Path(__file__).parent
OURS = "ours: every hook, every logit"


class Ours:
    """The Node process; one line in, one line out."""

    def __init__(self, weights, folder):
        command = ["node", "--import", "tsx", str(HERE / "ours.ts"), str(weights), str(folder)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE.parent.parent
        )
        assert self.process.stdout.readline().strip() == "ready"

    def run(self, tokens, hooks, every_logit):
        ask = {"tokens": tokens, "hooks": hooks, "everyLogit": every_logit}
        self.process.stdin.write(json.dumps(ask) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return answer["ms"], answer["last"]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def timed(run):
    def measured(tokens):
        ids = torch.tensor([tokens])
        start = time.perf_counter()
        with torch.no_grad():
            logits = run(ids)
        return 1000 * (time.perf_counter() - start), int(logits[0, -1].argmax())

    return measured


def lay_tokenizer(folder):
    """TransformerLens insists on a tokenizer; prompts here are ids, so one of a single word will do."""
    words = Tokenizer(models.WordLevel({"a": 0}, unk_token="a"))
    PreTrainedTokenizerFast(tokenizer_object=words, bos_token="a", eos_token="a").save_pretrained(folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--lengths", type=int, nargs="+", default=[16, 64, 256])
    args = parser.parse_args()
    torch.set_num_threads(os.cpu_count() or 1)

    with tempfile.TemporaryDirectory() as folder:
        ours = Ours(args.weights.resolve(), folder)
        lay_tokenizer(folder)
        plain = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
        lens = TransformerBridge.boot_transformers(folder, device="cpu", dtype=torch.float32)
        sides = {
            "ours: logits of the last token": lambda t: ours.run(t, "logits", False),
            "ours: what reflect.trace reads": lambda t: ours.run(t, "trace", False),
            OURS: lambda t: ours.run(t, "all", True),
            "TransformerLens: run_with_cache": timed(lambda ids: lens.run_with_cache(ids)[0]),
            "TransformerLens: forward": timed(lens),
            "transformers: forward": timed(lambda ids: plain(ids, use_cache=False).logits),
        }
        for length in args.lengths:
            report(length, measure(sides, length, args.rounds))
        ours.close()


def measure(sides, length, rounds):
    """By side, milliseconds of each round but the first."""
    tokens = torch.randint(0, 40000, (length,), generator=torch.Generator().manual_seed(length)).tolist()
    times = {name: [] for name in sides}
    names = list(sides)
    for round_number in range(rounds + 1):
        answers = set()
        for turn in range(len(names)):
            name = names[(turn + round_number) % len(names)]
            ms, last = sides[name](tokens)
            answers.add(last)
            if round_number > 0:
                times[name].append(ms)
        assert len(answers) == 1, f"the sides disagree on the next token: {answers}"
    return times


def report(length, times):
    print(f"\n{length} tokens" + " " * 26 + "median ms   × ours, every hook   × ours, trace")
    for name, all_ms in times.items():
        by = [statistics.median(a / b for a, b in zip(all_ms, times[base])) for base in (OURS, "ours: what reflect.trace reads")]
        print(f"  {name:34} {statistics.median(all_ms):9.1f} {by[0]:15.2f} {by[1]:15.2f}", flush=True)


if __name__ == "__main__":
    main()
