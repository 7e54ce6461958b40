#!/usr/bin/env bash
# Makes the pictures of the README and of docs/ from the messages printed there, on SmolLM2-135M-Instruct where no
# `shipped` stands behind the message; those of chats from what the bot sends to the fakes of the tests, with a
# Chromium from the PATH.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
ioi='When Mary and John went to the store, John gave a drink to'

picture() {
  rm -f "$scratch"/*
  node "$here/../../bin/dotp.mjs" run "$2" --out "$scratch" --channel "readme-$$" --model "${3:-SmolLM2-135M-Instruct}"
  mv "$scratch"/1-*.png "$here/$1.png"
}

picture reflect.trace ".p/reflect.trace{depth=complete, target=reasoning} $ioi"
picture reflect.trace-qk ".p/reflect.trace{mode=qk} $ioi"
picture reflect.trace-ov ".p/reflect.trace{mode=ov} $ioi"
picture fork.counterfactual ".p/fork.counterfactual{ablate=[L23H0, L23H1, L23H7]} $ioi"
picture fork.counterfactual-words ".p/fork.counterfactual{replace=\"Mary->Sarah\"} $ioi"
picture fork.attribution ".p/fork.attribution{sources=all, visualize=true} $ioi"
picture reflect.lens '.p/reflect.lens{positions=last} The capital of France is'
picture reflect.lens-all '.p/reflect.lens{positions=all} The capital of France is' shipped
picture reflect.self ".p/reflect.self $ioi"
picture reflect.head ".p/reflect.head $ioi"
picture reflect.uncertainty '.p/reflect.uncertainty The capital of Zorvania is'
picture hallucination.simulate '.p/hallucination.simulate{evidence="In this story the capital of France is Rome."} The capital of France is'
for prompt in 'The capital of France is' 'The capital of Burkina Faso is' "$ioi" 'One, two, three, four, five, six,' 'The opposite of hot is' 'My favourite thing in the world is' 'Once upon a time there was a' 'The chemical symbol for gold is' 'To be or not to be, that is the' 'I woke up this morning and' 'Monday, Tuesday, Wednesday, Thursday,' 'Roses are red, violets are'; do
  node "$here/../../bin/dotp.mjs" run ".p/reflect.lens \"$prompt\"" --out "$scratch" --channel "readme-log-$$" --model SmolLM2-135M-Instruct
done
rm -f "$scratch"/*
node "$here/../../bin/dotp.mjs" run '.p/log.show{metric=lens.settles}' --out "$scratch" --channel "readme-log-$$"
mv "$scratch"/1-log.show.png "$here/log.show.png"
picture residue.scan ".p/residue.scan $ioi"
picture collapse.prevent '.p/collapse.prevent{trigger=recursive_depth, threshold=5} The capital of France is Paris. The capital of Italy is'
picture thought.web '.p/thought.web{nodes=sentences} Anna lives in Paris. Tom lives in Rome. The city where Anna lives is' shipped
picture recursion.sync '.p/recursion.sync{passes=4} The capital of France is Paris. The capital of Italy is' shipped
picture model.info '.p/model.info'
picture reflect.glyphs-prompt ".p/reflect.glyphs{scope=prompt} $ioi"
picture reflect.glyphs '.p/reflect.glyphs{scope=model}'
picture talk.word '.p/reflect.trace{token=" Paris"} "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n<|im_start|>user\nWhat is the capital of France?<|im_end|>\n<|im_start|>assistant\nThe capital of France is"'
node --import "$here/../../node_modules/tsx/dist/esm/index.mjs" "$here/../../test/support/messages-pictured.mts" --model SmolLM2-135M-Instruct --out "$here"
