import { RESIDUE_PATTERNS } from '../../src/analysis/residue-finding.ts';
import { command } from '../../src/dispatch/command.ts';
import { scanResidue } from '../../src/dispatch/residue.ts';
import { findingOf } from '../../src/figure/finding-of.ts';
import { residueFigure } from '../../src/figure/residue.ts';
import { residueWords } from '../../src/figure/residue-words.ts';
import { list, number, oneOf } from '../../src/lang/params.ts';

export default command({
  path: 'residue.scan',
  asks: 'What went wrong on the way to the answer: looked at for nothing, given up late, fought over?',
  example: '.p/residue.scan When Mary and John went to the store, John gave a drink to',
  params: {
    patterns: list(
      oneOf(RESIDUE_PATTERNS, 'A pattern.'),
      'Which to look for: 🝚 salience misfire, ∴ residue, ⇌ collision or oscillation.',
      { maxItems: 3 },
    ).default(['🝚', '∴', '⇌']),
    sensitivity: number(
      0,
      1,
      'Thresholds are multiplied by 2^(0.7 − sensitivity): 0.7 is the calibrated one, 1 finds more, 0 less.',
    ).default(0.7),
  },
  needs: 'prompt',
  find: async (ask, asked) => [await scanResidue(ask, asked)],
  show: (reply) => residueFigure(reply),
  say: (reply) => residueWords(findingOf(reply, 'residue'), reply.prompt.tokens).join('\n'),
});
