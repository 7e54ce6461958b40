import { detectCollapse } from '../../src/dispatch/collapse-detect.ts';
import { command } from '../../src/dispatch/command.ts';
import { USUAL_DEGREE } from '../../src/dispatch/trajectory.ts';
import { trajectoryFigure } from '../../src/figure/trajectory.ts';
import { trajectoryWords } from '../../src/figure/trajectory-words.ts';
import { flag, number } from '../../src/lang/params.ts';

export default command({
  path: 'collapse.detect',
  asks: 'Does this text, or this session, collapse into itself?',
  example:
    '.p/collapse.detect{threshold=0.7} the red box, the red box, the red box, the red box, the red box, the red box',
  params: {
    threshold: number(0.1, 1, 'Degree of collapse at which a measure trips; 1 is wholly collapsed.').default(
      USUAL_DEGREE,
    ),
    alert: flag('true says only what tripped, first.').default(false),
  },
  needs: 'session',
  find: async (ask, { threshold }) => [await detectCollapse(ask, threshold)],
  show: (reply) => trajectoryFigure(reply),
  say: (reply, { alert }) => trajectoryWords(reply, alert).join(' '),
});
