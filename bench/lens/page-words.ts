export const HEAD = `# The linear lens, and how much nearer it is

Written by \`npm run lens\`; the numbers lie in [lens.json](lens.json). \`.p/reflect.lens\` draws both lenses, and every settle depth dotp prints says which lens it comes from.

The **logit lens** (nostalgebraist 2020) sends a state through the model's own final norm and unembedding as it is. The **linear lens** first maps it onto the final state, by a ridge regression fitted for its depth (Din 2303.09435 without the ridge): y ≈ x·W + b, minimising Σ ‖y − xW − b‖² + λ‖W‖², λ = .01 × the mean diagonal of the centred Gram matrix, b free.

It is fitted on 64 × 120 tokens that the model writes itself, at temperature 1, seed 0, from what its tokenizer puts in front of every text (SmolLM2 has nothing there: from \`<|endoftext|>\`), past the ends of texts into the next; so no corpus is needed. The states of the start token are left out: they carry massive activations that say nothing of the text. Sums are formed in ONNX Runtime in float32 about the mean of the first part; the Cholesky factor and its inverse in float64, in TypeScript (for 576 dimensions 80 ms a depth, where ml-matrix took 150 ms to factor and 2.1 s to solve on the same busy machine).

What the linear lens shows is what a linear map can make of a state. It says when the answer can be read, not that the model reads it there.

Held out: for SmolLM2 the passages of [bench/lens/passages.json](../bench/lens/passages.json), written for this; for the teaching model every nth prompt of its [prompts.json](../models/teaching/prompts.json), all from patterns or facts kept out of its training. KL is that of the lens's distribution from the final one, Σ p log(p/q) in nats with p the final; top-1 the share of positions at which the likeliest word is the final one.`;

export const RUNTIME =
  'The call that measures is `dotp model calibrate`, or the first question that needs the lens, for models of up to 200 million weights; larger ones are read through the logit lens until they are calibrated, and the answer says so.';

export const CHOICES =
  'How much hangs on the strength of the ridge and on the number of texts, on the same positions: KL in nats (top-1). The first line is what is used. What a weaker ridge gains in the middle of the deep model it loses near its end, and a stronger one the other way round; three times the texts gain a little nearly everywhere and take three times as long.';
