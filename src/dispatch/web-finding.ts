import type { InfluenceFinding } from '../analysis/influence-finding.ts';
import { count } from '../kernel/numbers.ts';
import { quoted } from '../kernel/token-label.ts';
import type { Ask } from './command.ts';
import { influence } from './web-measure.ts';
import type { Pieces } from './web-pieces.ts';

/** How much each piece moved each later one, as a finding. */
export async function influenceFinding(
  ask: Ask,
  of: InfluenceFinding['of'],
  text: Pieces,
): Promise<InfluenceFinding> {
  const found = await influence(ask, text);
  const fits = found.fits.filter(({ heldOut }) => heldOut.masks > 0);
  return {
    kind: 'influence',
    method: `${count(found.masks.runs)} runs with random pieces hidden by attention mask, a sparse linear fit of the log-odds (ContextCite, 2409.00729), products of the leading pieces included`,
    unit: 'nats of log-odds that seeing a piece adds, on average over the masks',
    control:
      fits.length === 0
        ? 'none: all combinations of so few pieces were run, and the effects are their mean differences'
        : 'a third of the masks, which the fit did not see; jackknife errors over the others',
    caveats: [...text.caveats, ...caveatsOf(found), HIDDEN],
    of,
    ...found,
  };
}

/** What to beware of: of the last piece in full, of those before it together. */
function caveatsOf({ nodes, fits }: Pick<InfluenceFinding, 'nodes' | 'fits'>): string[] {
  const last = nodes.at(-1);
  const name = quoted(last?.text ?? '', 32);
  const own = fits.find(({ to }) => to === last?.id);
  const others = fits.filter((fit) => fit !== own);
  const doubtful = others.filter(({ doubts }) => doubts.length > 0).length;
  const begun = fits.filter(({ tokens, ofTokens }) => tokens < ofTokens);
  const fewest = Math.min(...begun.map(({ tokens }) => tokens));
  return [
    ...(own === undefined || own.doubts.length === 0
      ? []
      : [`Beware of the links to ${name}: ${own.doubts.join('; ')}.`]),
    ...(doubtful > 0
      ? [`Of ${others.length} pieces before the last ${doubtful} are explained badly; they are marked.`]
      : []),
    ...(begun.length > 0
      ? [`Of ${begun.length} long pieces the beginning is measured, ${fewest} tokens at least.`]
      : []),
  ];
}

const HIDDEN =
  'A hidden piece is seen by nothing after it; its place stays empty, and the first token of all is never hidden.';
