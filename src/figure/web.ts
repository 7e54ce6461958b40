import type { Finding } from '../analysis/findings.ts';
import type { InfluenceFinding, InfluenceFit, InfluenceNode } from '../analysis/influence-finding.ts';
import { count, percent } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { cut, printable, quoted } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import { distrust } from './doubt-words.ts';
import type { FooterFact } from './figure-base.ts';
import { findingOf } from './finding-of.ts';
import type { WebFigure, WebNode } from './web-figure.ts';
import { drawnOf, effectText, numberOf, pairsOf, pairText, rText, webWords } from './web-words.ts';

const LONGEST_LABEL = 80;

/**
 * Pieces, and links above their error.
 *
 * @throws {RangeError} when the reply holds no influence finding
 */
export function webFigure(reply: Reply<Finding>): WebFigure {
  const web = findingOf(reply, 'influence');
  const links = drawnOf(web);
  const largest = Math.abs(links[0]?.effect ?? 0);
  const indexOf = (id: string): number => web.nodes.findIndex((node) => node.id === id);
  return {
    kind: 'web',
    title: `What moved ${quoted(web.nodes.at(-1)?.text ?? '', 40)}?`,
    subtitle: subtitleOf(web),
    footer: footerOf(web),
    alt: alt([`Web of ${count(web.nodes.length)} ${web.of}.`, ...webWords(web)]),
    nodes: web.nodes.map((node) => nodeOf(node, { ...web, links }, largest)),
    links: links.map((link) => ({
      from: indexOf(link.from),
      to: indexOf(link.to),
      share: largest === 0 ? 0 : link.effect / largest,
      text: effectText(link),
    })),
    pairs: web.pairs.map((pair) => ({
      nodes: [indexOf(pair.from[0]), indexOf(pair.from[1])],
      text: pairText(pair),
    })),
    scale: `${largest.toFixed(1)} nats`,
  };
}

function nodeOf(node: InfluenceNode, web: InfluenceFinding, largest: number): WebNode {
  const { id, role, text, after } = node;
  const sent = web.links.filter(({ from }) => from === id).map(({ effect }) => Math.abs(effect));
  const fit = web.fits.find(({ to }) => to === id);
  return {
    number: numberOf(id),
    label: cut(printable(text.replace(/\s+/g, ' ').trim()), LONGEST_LABEL) || '∅',
    role,
    share: largest === 0 ? 0 : Math.max(0, ...sent) / largest,
    quiet: sent.length === 0 && fit === undefined && !web.nodes.some((other) => other.after === id),
    ...(fit === undefined ? {} : { fit: fitOf(fit, role) }),
    ...(after === undefined ? {} : { after: web.nodes.findIndex((other) => other.id === after) }),
  };
}

function fitOf(fit: InfluenceFit, role: InfluenceNode['role']): NonNullable<WebNode['fit']> {
  const doubtful = fit.doubts.length > 0;
  const p = percent(fit.prob);
  const { r } = fit.heldOut;
  const quality = r === null ? 'exact' : rText(r);
  return { text: role === 'model' ? `${p}, ${quality}` : quality, doubtful };
}

function subtitleOf(web: InfluenceFinding): string {
  const { links, weak, rule, nodes } = web;
  const last = nodes.at(-1);
  const fit = web.fits.find(({ to }) => to === last?.id);
  const doubts = fit?.doubts ?? [];
  const shown = drawnOf(web).length;
  const which =
    shown < links.length
      ? `those to ${quoted(last?.text ?? '', 24)} first, then the strongest`
      : `above ${rule.errors} standard errors and ${rule.share} of the largest`;
  const drawn = `${count(shown)} of ${count(links.length + weak.length)} links drawn, ${which}`;
  return doubts.length > 0 ? distrust(doubts) : drawn;
}

function footerOf(web: InfluenceFinding): FooterFact[] {
  const last = web.fits.find(({ to }) => to === web.nodes.at(-1)?.id);
  const r = last?.heldOut.r ?? null;
  const others = web.fits.filter((fit) => fit !== last && fit.heldOut.r !== null);
  const worst = Math.min(...others.map(({ heldOut }) => heldOut.r ?? 1));
  const [pair] = pairsOf(web);
  return [
    ...(r === null
      ? [{ label: 'exact: all combinations run', value: '' }]
      : [fitFact('fit on unseen masks', r)]),
    ...(pair === undefined ? [] : [{ label: 'pair', value: pairText(pair) }]),
    ...(others.length === 0 ? [] : [{ label: 'worst of the others', value: rText(worst) }]),
    { label: 'not drawn', value: count(web.weak.length + web.links.length - drawnOf(web).length) },
    { label: 'runs', value: count(web.masks.runs) },
  ];
}

const fitFact = (label: string, r: number): FooterFact => ({
  label,
  value: rText(r),
  bar: Math.max(0, r),
  tone: r < 0.9 ? 'warn' : 'good',
});
