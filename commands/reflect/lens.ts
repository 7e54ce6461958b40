import { finalState } from '../../src/analysis/leading-heads.ts';
import { depths, lens, lensStates } from '../../src/analysis/lens.ts';
import { command } from '../../src/dispatch/command.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { lensFigure } from '../../src/figure/lens.ts';
import { count, oneOf } from '../../src/lang/params.ts';

export default command({
  path: 'reflect.lens',
  asks: 'At which layer does the model make up its mind?',
  example: '.p/reflect.lens{positions=all} The capital of France is',
  params: {
    positions: oneOf(['last', 'all'], 'Which tokens to read.').default('last'),
    top: count(1, 10, 'Words kept per state.').default(3),
  },
  needs: 'prompt',
  async find({ runner, model, prompt, options }, { positions, top }) {
    const tokens = prompt.tokens.map(({ id }) => id);
    const trace = await runner.trace({ tokens, hooks: depths(model.layers) }, options);
    const read = positions === 'last' ? [tokens.length - 1] : tokens.map((_, i) => i);
    const final = await runner.readout(finalState(trace, tokens.length - 1), { top: 1 }, options);
    const answer = final.top[0]?.[0]?.token;
    const followed = positions === 'last' && answer !== undefined ? [answer.id] : [];
    const readout = await runner.readout(lensStates(trace, read), { top, tokens: followed }, options);
    return [lens(trace, read, readout)];
  },
  show: (reply) => lensFigure(reply),
  say(reply) {
    const { settles } = findingOf(reply, 'lens');
    return settles.map(({ layer, answer }) => settledSentence(layer, answer.text)).at(-1) ?? '';
  },
});

const settledSentence = (layer: number | null, answer: string): string =>
  layer === null
    ? `“${answer}” leads only in the last state of all.`
    : `“${answer}” leads from layer ${layer} on and stays.`;
