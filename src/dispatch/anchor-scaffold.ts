import { byWeight, FADED, weightOf } from '../analysis/anchor-weight.ts';
import type { SaidAnchor } from '../analysis/said-finding.ts';
import type { AnchorFacts, StandingAnchor } from '../memory/anchors.ts';

/** Anchors of the channel that have not faded, in the order of setting. */
export async function standingAnchors(anchors: AnchorFacts): Promise<SaidAnchor[]> {
  const all = await anchors.all();
  return all.map(weighed).filter(({ weight }) => weight >= FADED);
}

const weighed = ({ name, text, turns, persistence }: StandingAnchor): SaidAnchor => ({
  name,
  text,
  turns,
  persistence,
  weight: weightOf({ persistence, turns }),
});

/**
 * The anchors there is room for: the lightest goes first.
 *
 * @param anchors  in the order of setting
 * @param fits     whether these fit
 * @returns those that stay, in the order of setting
 */
export async function anchorsThatFit(
  anchors: readonly SaidAnchor[],
  fits: (anchors: readonly SaidAnchor[]) => Promise<boolean>,
): Promise<readonly SaidAnchor[]> {
  const ranked = byWeight(anchors);
  for (let kept = anchors.length; kept > 0; kept--) {
    const staying = new Set(ranked.slice(0, kept));
    const some = anchors.filter((anchor) => staying.has(anchor));
    if (await fits(some)) return some;
  }
  return [];
}

/** How anchors enter a chat: a system message, a line each. */
export const anchorsMessage = (anchors: readonly SaidAnchor[]): string =>
  [KEEP, ...anchors.map(({ text }) => text)].join('\n');

const KEEP = 'Keep in mind:';

/** How they enter a text that is only continued: in front, each a sentence of its own. */
export const anchorsPrefix = (anchors: readonly SaidAnchor[]): string =>
  anchors.map(({ text }) => sentence(text)).join(' ');

export const sentence = (text: string): string => (/[.!?…。]$/u.test(text) ? text : `${text}.`);
