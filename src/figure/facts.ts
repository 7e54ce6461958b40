import type { Finding } from '../analysis/findings.ts';
import type { Reply } from '../kernel/reply.ts';
import { alt } from './alt.ts';
import type { FactsFigure } from './facts-figure.ts';
import { findingOf } from './finding-of.ts';

/**
 * What is loaded, as a card.
 *
 * @throws {RangeError} when the reply holds no model finding
 */
export function factsFigure(reply: Reply<Finding>): FactsFigure {
  const { facts, method, control } = findingOf(reply, 'model');
  const { model } = reply;
  return {
    kind: 'facts',
    title: model?.name ?? 'Model',
    subtitle: 'what is loaded, where it runs, and its limits',
    ...(model === null ? {} : { badge: { text: model.device, tone: 'plain' as const } }),
    footer: [
      { label: method, value: '' },
      { label: control, value: '' },
    ],
    alt: alt(['Facts about the loaded model.', ...facts.map(({ label, value }) => `${label}: ${value}.`)]),
    facts: facts.filter(({ label, value }) => label !== 'name' || value !== model?.name),
    ...(model === null ? {} : { stack: { layers: model.layers, heads: model.heads } }),
  };
}
