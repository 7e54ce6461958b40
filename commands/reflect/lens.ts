import { finalState } from '../../src/analysis/leading-heads.ts';
import { depths, LENSES, lens, lensStates } from '../../src/analysis/lens.ts';
import { linearLens, notCalibrated } from '../../src/dispatch/calibration.ts';
import { command } from '../../src/dispatch/command.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { lensFigure } from '../../src/figure/lens.ts';
import { settledSentence } from '../../src/figure/lens-words.ts';
import { count, oneOf } from '../../src/lang/params.ts';

export default command({
  path: 'reflect.lens',
  asks: 'At which layer does the model make up its mind?',
  example: '.p/reflect.lens{positions=all} The capital of France is',
  params: {
    positions: oneOf(['last', 'all'], 'Which tokens to read.').default('last'),
    lens: oneOf(
      LENSES,
      'Through a map onto the final state, fitted once for the model, with the plain lens beside it; or the plain one alone.',
    ).default('linear'),
    top: count(1, 10, 'Words kept per state.').default(3),
  },
  needs: 'prompt',
  async find(ask, { positions, top, lens: wanted }) {
    const { runner, model, prompt, options } = ask;
    const tokens = prompt.tokens.map(({ id }) => id);
    const linear = wanted === 'linear' ? await linearLens(ask) : undefined;
    const trace = await runner.trace({ tokens, hooks: depths(model.layers) }, options);
    const read = positions === 'last' ? [tokens.length - 1] : tokens.map((_, i) => i);
    const final = await runner.readout(finalState(trace, tokens.length - 1), { top: 1 }, options);
    const answer = final.top[0]?.[0]?.token;
    const followed = positions === 'last' && answer !== undefined ? [answer.id] : [];
    const states = lensStates(trace, read);
    if (linear === undefined) {
      const found = lens(trace, read, await runner.readout(states, { top, tokens: followed }, options));
      return wanted === 'logit' ? [found] : [{ ...found, caveats: [...found.caveats, notCalibrated(model)] }];
    }
    const seen = await runner.mapStates(states, linear.path, options);
    const mapped = await runner.readout(seen, { top, tokens: followed }, options);
    return [lens(trace, read, mapped, await runner.readout(states, { top: 1, tokens: followed }, options))];
  },
  show: (reply) => lensFigure(reply),
  say: (reply) => settledSentence(findingOf(reply, 'lens')),
});
