import type { HeadFinding } from '../analysis/head-finding.ts';
import { percent } from '../kernel/numbers.ts';
import type { HeadFigure } from './head-figure.ts';

/** How much of what it reads it raises (or lowers, where that is more), of the prompt's own tokens and of any. */
export function copyingOf({ copying }: Pick<HeadFinding, 'copying'>): HeadFigure['copying'] {
  const { here, anywhere } = copying;
  const lowers = here.lowers > here.share;
  return {
    caption: lowers ? 'Does it suppress what it reads?' : 'Does it copy what it reads?',
    bars: [
      { of: here, what: 'these tokens' },
      { of: anywhere, what: 'any tokens' },
    ].map(({ of, what }) => {
      const share = lowers ? of.lowers : of.share;
      return {
        label: what,
        share,
        chance: of.null99,
        value: `${percent(share)}, chance ${percent(of.null99)}`,
      };
    }),
  };
}
