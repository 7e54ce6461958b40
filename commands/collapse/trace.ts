import { traceCollapse } from '../../src/dispatch/collapse-trace.ts';
import { command } from '../../src/dispatch/command.ts';
import { USUAL_DEGREE } from '../../src/dispatch/trajectory.ts';
import { trajectoryFigure } from '../../src/figure/trajectory.ts';
import { trajectoryWords } from '../../src/figure/trajectory-words.ts';
import { count, number } from '../../src/lang/params.ts';

export default command({
  path: 'collapse.trace',
  asks: 'Where does the model go when it is fed its own answers?',
  example: '.p/collapse.trace{threshold=0.7} The capital of France is Paris. The capital of Italy is',
  params: {
    threshold: number(0.1, 1, 'Degree of collapse at which a measure trips; 1 is wholly collapsed.').default(
      USUAL_DEGREE,
    ),
    passes: count(2, 12, 'Passes of a new run; without a prompt the session’s last one is shown.').default(
      12,
    ),
  },
  needs: 'session',
  find: async (ask, { threshold, passes }) => [await traceCollapse(ask, threshold, passes)],
  show: (reply) => trajectoryFigure(reply),
  say: (reply) => trajectoryWords(reply, false).join(' '),
});
