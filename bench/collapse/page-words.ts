/** What docs/collapse.md says besides its numbers. */
export const WORDS = {
  before: `# Collapse: what is measured, what a guard does, how often both are wrong

A page of tables that \`npm run collapse\` writes; what is behind them lies in [collapse/](collapse).

\`.p/collapse.trace <prompt>\` and \`.p/collapse.prevent <prompt>\` feed a model its own answers; \`.p/collapse.detect <text>\` measures a text line by line, or, without a text, what the model said in the session.

## The loop

Pass 1 answers the prompt. Each later pass answers the answer before it, alone, as if a person had said it: in the chat template a conversation of one message; of a model without a template the answer is the text that is written on. So a pass never reads more than one answer, and always fits. An answer has at most 24 tokens, drawn at temperature 0.7 with a seed for each pass, so that any pass can be made again alone. A model without a template tends to end at once where its own text did; it must write 12 tokens. There are 12 passes at most, fewer where an answer is empty.

## The measures

| measure | of a pass | at degree d it trips | at 0.7 |
|---|---|---|---|
| repeated 4-grams | seq-rep-4 of the text (Welleck 1908.04319) | ≥ d | ≥ 0.70 |
| distinct 2-grams | different / all 2-grams (distinct-2, Li 1510.03055, there per token) | ≤ 1 − d | ≤ 0.30 |
| entropy | mean over its tokens of the next-token entropy | ≤ −ln d nats | ≤ 0.36 |
| state, cosine | of the final state after this text and after the one before | ≥ 1 − (1 − d)/30 | ≥ 0.990 |
| next word, KL | KL(now ‖ before) of the next-token distributions there | ≤ −ln(d)/4 nats | ≤ 0.089 |
| back and forth | how much of the way from the text before last to the last is taken back: (s₂ − s₁)/(1 − s₁), s = shared 2-grams (Dice) with the text two before and one before | ≥ d | ≥ 0.70 |

The first three need 12 tokens: \`Paris.\` is no loop. The factors of cosine and KL are a choice, made on a look at SmolLM2: unrelated messages leave final states with cosines of .89 to .98, a run that stands still .99 and more. \`threshold=\` of \`collapse.detect\` and \`collapse.trace\` is the degree.

## Guards

\`.p/collapse.prevent{trigger, threshold, action}\` keeps a guard on the channel, one for each trigger, and shows a run without and with it on the same seeds. It watches all that the model says there to plain words, in every thread of the channel; [\`.p/collapse.guard\`](../README.md#pcollapseprevent) lists the guards and takes them off. Forgetting the channel, or the person who set it, takes a guard along; exports hold it. Forks, hallucination runs and the commands that only read are not watched.

| trigger | watches | usual threshold |
|---|---|---|
| \`recursive_depth\` | how often in a row the model was fed what it had said last; in talk, how often a message was just its last answer | 5 |
| \`repetition\` | seq-rep-4 of the last 64 tokens, from the 5th on, while they are written | 0.2 |
| \`entropy\` | mean next-token entropy of the last 64 tokens, from the 12th on; trips below | 0.7 nats |
| \`oscillation\` | back and forth of whole answers; acts on the next one | 0.5 |

\`stop\` ends the text there. \`penalise\` divides the logits of all tokens written, here and in the last six answers, by 1.2 (Keskar 1909.05858) and bans every fourth token that would complete a run of four that stands there (after Paulus 1705.04304, who bans threes); the end token is left alone. \`widen\` raises the temperature by 0.4 and top-p by .05 a step, a step each time it trips, four at most. Probabilities and entropies that are printed stay the model's own.

## How often runs collapse, without and with a guard

Ten prompts, three seeds each, 12 passes. A stopped run has fewer passes in which something could trip: read the last column beside it.`,
  rates: `## How often a measure trips where nothing is wrong

Ordinary passages, each against the two before it, and the same with the words of each in a random order. For SmolLM2 sentences of dotp's own pages; for the teaching model, whose world is closed, what it writes by itself from nothing. Every finding prints the rate at its own limit, from this table.`,
  after: `What to make of it: repetition, distinct 2-grams and going back and forth hardly ever trip on ordinary text. Cosine and KL say that what comes next is the same, and after two finished texts it often is; that may be why they trip on the teaching model's ordinary passages, which was not measured. Low entropy is also what a model has that knows what it is talking about. Trust two measures that trip together more than either.`,
} as const;
