import type { Finding } from '../analysis/findings.ts';
import type { RecursionFinding } from '../analysis/recursion-finding.ts';
import { percent } from '../kernel/numbers.ts';
import type { Reply } from '../kernel/reply.ts';
import { quoted, tokenLabel } from '../kernel/token-label.ts';
import { alt } from './alt.ts';
import { findingOf } from './finding-of.ts';
import type { RecursionFigure, RecursionRow } from './recursion-figure.ts';
import { recursionWords } from './recursion-words.ts';

/**
 * Every pass a row of its words, each as high as the layer at which it has settled.
 *
 * @returns undefined where the model had no answer
 * @throws {RangeError} when the reply holds no recursion finding
 */
export function recursionFigure(reply: Reply<Finding>): RecursionFigure | undefined {
  const finding = findingOf(reply, 'recursion');
  const { passes, target, layers, lens, form } = finding;
  if (passes.length === 0) return undefined;
  const fed = form === 'chat' ? 'each answer is the next message' : 'each answer is the text written on';
  return {
    kind: 'recursion',
    title: 'At which layer have all its words settled?',
    subtitle: `${reply.model?.name ?? ''} · ${fed} · pass 1 answers ${quoted(reply.prompt.text, 40)}`,
    footer: footerOf(finding),
    alt: alt([
      'Settle depth of every word, pass by pass.',
      ...recursionWords(finding),
      `By the ${lens} lens.`,
    ]),
    layers,
    target: target.layer,
    passes: passes.map((pass, i) => rowOf(pass, i, target.layer)),
    columns: Math.max(1, ...passes.map(({ tokens }) => tokens.length)),
  };
}

function rowOf(
  { tokens, all }: RecursionFinding['passes'][number],
  i: number,
  target: number | null,
): RecursionRow {
  return {
    name: `pass ${i + 1}`,
    all: all === null ? 'never all' : `all by L${all}`,
    synced: all !== null && target !== null && all <= target,
    tokens: tokens.map(({ text, layer }) => ({
      label: tokenLabel(text),
      layer,
      late: layer === null || target === null || layer > target,
    })),
  };
}

function footerOf({ target, synced, passes, lens }: RecursionFinding): RecursionFigure['footer'] {
  const best = Math.max(...passes.map(({ settled }) => settled));
  return [
    {
      label: `target${target.from === 'auto' ? ' (90 % of pass 1)' : ''}`,
      value: target.layer === null ? 'none' : `L${target.layer}`,
    },
    synced === null
      ? { label: 'all settled by it', value: `never, ${percent(best)} at best`, tone: 'warn' }
      : { label: 'all settled by it', value: `pass ${synced}`, tone: 'good' },
    { label: 'settled by the', value: `${lens} lens` },
    { label: 'greedy answers', value: '' },
  ];
}
