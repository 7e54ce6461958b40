import { modelFinding } from '../../src/analysis/model.ts';
import { command } from '../../src/dispatch/command.ts';
import { factsFigure } from '../../src/figure/facts.ts';
import { findingOf } from '../../src/figure/finding-of.ts';

export default command({
  path: 'model.info',
  asks: 'What is loaded, where does it run, and what are its limits?',
  example: '.p/model.info',
  params: {},
  needs: 'model',
  find: async ({ model }) => [modelFinding(model)],
  show: (reply) => factsFigure(reply),
  say: (reply) =>
    findingOf(reply, 'model')
      .facts.map(({ label, value }) => `${label}: ${value}`)
      .join('\n'),
});
