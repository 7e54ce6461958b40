import type {
  InfluenceFinding,
  InfluenceLink,
  InfluenceNode,
  InfluencePair,
} from '../analysis/influence-finding.ts';
import { count, percent, signed } from '../kernel/numbers.ts';
import { quoted } from '../kernel/token-label.ts';

/** Links told in words. */
const TOLD = 4;
const LONGEST = 36;

/** What the web says, weightiest first. */
export function webWords(web: InfluenceFinding): string[] {
  const last = web.nodes.at(-1);
  const links = strongestFirst(web.links);
  const drawn = drawnOf(web).length;
  const others = drawn - TOLD;
  return [
    ...(links.length === 0 ? [nothing(web)] : links.slice(0, TOLD).map((link) => linkWords(web, link))),
    ...(others > 0 ? [`${count(others)} more ${others === 1 ? 'link is' : 'links are'} drawn.`] : []),
    ...(links.length > drawn
      ? [`${count(links.length - drawn)} weaker ones would hide them and are in the JSON alone.`]
      : []),
    ...pairsOf(web)
      .slice(0, 2)
      .map((pair) => pairWords(web, pair)),
    ...fitWords(web, last),
  ];
}

/** Those of the last piece first. */
export const pairsOf = ({ pairs, nodes }: InfluenceFinding): InfluencePair[] => {
  const last = nodes.at(-1)?.id;
  return [...pairs.filter(({ to }) => to === last), ...pairs.filter(({ to }) => to !== last)];
};

export const rText = (r: number): string =>
  `r ${(Math.round(r * 100) / 100 + 0).toFixed(2).replace('-', '−')}`;

const strongestFirst = <T extends { readonly effect: number }>(links: readonly T[]): T[] =>
  [...links].sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));

/** More lines cannot be told apart. */
const MOST_DRAWN = 30;

/** Links that are drawn, strongest first: of many those to the last piece, then the strongest of the others. */
export function drawnOf({ links, nodes }: InfluenceFinding): InfluenceLink[] {
  const last = nodes.at(-1)?.id;
  const sorted = strongestFirst(links);
  const ranked = [...sorted.filter(({ to }) => to === last), ...sorted.filter(({ to }) => to !== last)];
  return strongestFirst(ranked.slice(0, MOST_DRAWN));
}

/** `+12.5 ± 0.3` */
export const effectText = ({ effect, error }: Pick<InfluenceLink, 'effect' | 'error'>): string =>
  error === null ? signed(effect) : `${signed(effect)} ± ${signed(error).replace(/^[+−]/, '')}`;

function linkWords(web: InfluenceFinding, link: InfluenceLink): string {
  const [from, to] = [nameOf(web, link.from), nameOf(web, link.to)];
  const verb = link.effect > 0 ? 'speaks for' : 'speaks against';
  return `${from} ${verb} ${to}: ${effectText(link)} nats of log-odds.`;
}

/** Two pieces by their numbers, and what both together are. */
export function pairText({ from: [a, b], effect, ...rest }: InfluencePair): string {
  const [first, second] = [numberOf(a), numberOf(b)];
  const how = effect < 0 ? 'either is enough' : 'it takes both';
  return `${first} and ${second}: ${how} (${effectText({ effect, ...rest })})`;
}

function pairWords(web: InfluenceFinding, pair: InfluencePair): string {
  const [a, b] = pair.from.map((id) => nameOf(web, id));
  const how = pair.effect < 0 ? 'either is enough' : 'it takes both';
  return `Of ${a} and ${b} ${how}: together they add ${effectText(pair)} nats to the sum of each.`;
}

function nothing({ weak, rule }: InfluenceFinding): string {
  return `None of the ${count(weak.length)} effects that were measured exceeds ${rule.errors} standard errors and ${rule.least} nats where the fit is good: nothing that could be hidden is seen to have moved anything.`;
}

function fitWords(web: InfluenceFinding, last: InfluenceNode | undefined): string[] {
  const fit = web.fits.find(({ to }) => to === last?.id) ?? web.fits.at(-1);
  if (fit === undefined) return [];
  const name = nameOf(web, fit.to);
  const { r, masks } = fit.heldOut;
  return [
    r === null
      ? `All ${fit.masks} combinations of so few pieces were run; there are none to test the fit on.`
      : `On ${count(masks)} masks that the fit did not see it goes with the model at ${rText(r)}.`,
    `With all of it ${name} has ${percent(fit.prob)}, without any of it ${percent(fit.probAlone)}.`,
    ...(fit.doubts.length === 0 ? [] : [`Beware: ${fit.doubts.join('; ')}.`]),
  ];
}

const nameOf = ({ nodes }: InfluenceFinding, id: string): string =>
  quoted(nodes.find((node) => node.id === id)?.text ?? id, LONGEST);

/** `n3` as `3`. */
export const numberOf = (id: string): string => id.replace(/^n/, '');
