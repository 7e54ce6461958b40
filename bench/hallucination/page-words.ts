export const METHOD = `# Known or made up

<!-- written by npm run hallucination; change bench/hallucination instead -->

\`.p/hallucination.simulate\` samples answers to a text, without evidence and with it; \`.p/reflect.uncertainty\` shows how sure the model is. No measure in either knows what is true. What they can tell is whether the model behaves as it does on questions that it could know, and this page says how well.

**The questions.** Of the teaching model its whole training text is known: all 64 questions of \`models/teaching/world.json\` that it never answers, and 64 that it does, drawn by a seed with as many of each relation. Of SmolLM2: general knowledge, and the same words about names made up for this (\`bench/hallucination/smollm2-questions.json\`: "The capital of Zorvania is"); the list holds 70 of either, and the counts below say how many were measured; nobody checked that no text of its training holds one of the names. Known and unknown questions are asked in the same words, so that the form tells nothing.

**The measures**, all from the text alone, in the sense that larger is less sure:

| measure | what it is |
|---|---|
| next-token entropy | of the whole distribution behind the text, nats: one run of the model |
| probability | 1 − that of the likeliest token |
| margin | minus the logit of the likeliest token less that of the second |
| settle depth | layer from which the likeliest token leads for good, by the lens that the replies use |
| cluster entropy | 8 answers at temperature 1, up to 12 tokens or the end of the first clause, put together by normalised string (not by meaning); discrete entropy over the clusters (after Farquhar, Nature 630:625) |
| first-word entropy | the same over the answers' first words |
| disagreement | 1 − share of the largest cluster |
| answer entropy | mean next-token entropy over the greedy answer's tokens |
| answer improbability | minus the mean log-probability of its tokens |
| lookback ratio | mean over heads (2407.07071), uncalibrated |

AUROC: how often an unknown question has the larger number, ½ is chance; 95 % bootstrap intervals, 2,000 resamples of the questions within each class. "Against entropy" is the paired difference of AUROCs; "together" is a logistic regression on both, cross-validated in five folds, minus the same on entropy alone; the nested fit is the likelihood ratio of the two regressions.`;

export const READING = `## What a number is worth

The questions are short, their answers one word, and half of them about names that exist nowhere: that is the easy case. A question about something real that the model half knows lies between, and nothing here measures how well it is told. A model that learnt something wrong is as sure of it as of what it learnt right. Where classes are told apart without an error, as by entropy on the teaching model, no other measure can add anything, and the nested fit says nothing either.

Samples are not free: eight answers cost many times the one run that next-token entropy needs. They see what entropy cannot, that two beginnings are one answer, and entropy sees what they cannot, the words that eight draws happened to miss. The bootstrap interval of cluster entropy speaks of the scatter between those eight alone.`;

export const CONFLICT = `Behind evidence that contradicts what the model knows ("In this game the capital of France is Rome. The capital of France is") two answers stand against each other. The metric is logit(context answer) − logit(memory answer); every head and MLP, at all positions, is scored against a text in which the subject and the stated value are others (EAP-IG), the leading 32 are ablated one by one, and the six with the largest effect for either side at once, beside ten random sets of as many heads and MLPs that are not among them. The context answer is found by itself: the content word of the evidence, of the kind of the model's own answer, whose probability the evidence raises most.`;
