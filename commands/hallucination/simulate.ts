import { command } from '../../src/dispatch/command.ts';
import { hallucination } from '../../src/dispatch/hallucination.ts';
import { samplesFigure } from '../../src/figure/samples.ts';
import { samplesWords } from '../../src/figure/samples-words.ts';
import { count, number, oneOf, text } from '../../src/lang/params.ts';

export default command({
  path: 'hallucination.simulate',
  asks: 'Does the model know its answer or make one up, and does it follow evidence or memory?',
  example:
    '.p/hallucination.simulate{evidence="In this story the capital of France is Rome."} The capital of France is',
  params: {
    samples: count(2, 32, 'Answers sampled.').default(8),
    temperature: number(0.1, 2, 'Of the sampling; 1 is the model’s own distribution.').default(1),
    evidence: text('Put in front of the text; answers are sampled without it too.', {
      maxLength: 2000,
    }).optional(),
    form: oneOf(
      ['plain', 'chat'],
      'How the model reads it: one text that it continues, evidence first; or a person’s message in its chat template.',
    ).default('plain'),
    longest: count(
      1,
      40,
      'Tokens of an answer at most; the likeliest ends with its sentence, sampled ones with their first clause.',
    ).default(12),
  },
  needs: 'prompt',
  find: (ask, { samples, temperature, evidence, form, longest }) =>
    hallucination(ask, { samples, temperature, evidence, form, longest }),
  show: (reply) => samplesFigure(reply),
  say: (reply) => samplesWords(reply).join('\n'),
});
