import { preventCollapse } from '../../src/dispatch/collapse-prevent.ts';
import { command } from '../../src/dispatch/command.ts';
import { trajectoryFigure } from '../../src/figure/trajectory.ts';
import { trajectoryWords } from '../../src/figure/trajectory-words.ts';
import { ACTIONS, TRIGGERS } from '../../src/kernel/guard.ts';
import { count, number, oneOf } from '../../src/lang/params.ts';

export default command({
  path: 'collapse.prevent',
  asks: 'What keeps the model from collapsing when it is fed its own answers?',
  example:
    '.p/collapse.prevent{trigger=recursive_depth, threshold=5} The capital of France is Paris. The capital of Italy is',
  params: {
    trigger: oneOf(TRIGGERS, 'What the guard watches.').default('recursive_depth'),
    threshold: number(
      0,
      64,
      'Where it trips: feedings for recursive_depth (5 where left out), seq-rep-4 for repetition (.2), nats for entropy (.7), a share for oscillation (.5).',
    ).optional(),
    action: oneOf(
      ACTIONS,
      'What it does then: ends the text, makes what was said less likely, or draws more widely step by step.',
    ).default('stop'),
    passes: count(2, 12, 'Answers of the run that shows it.').default(12),
  },
  needs: 'session',
  find: async (ask, { trigger, threshold, action, passes }) => [
    await preventCollapse(ask, { trigger, threshold, action, passes }),
  ],
  show: (reply) => trajectoryFigure(reply),
  say: (reply) => trajectoryWords(reply, false).join(' '),
});
