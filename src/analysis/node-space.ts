import type { Place } from '../kernel/attributed.ts';
import type { NodeName } from './findings.ts';

/**
 * Every head and MLP of a model at every position of a prompt, numbered as the gates of a patch lie:
 * `(layer · tokens + position) · (heads + 1) + unit`, the last unit being the MLP.
 */
export interface NodeSpace {
  readonly layers: number;
  readonly heads: number;
  readonly tokens: number;
}

export const spaceSize = ({ layers, heads, tokens }: NodeSpace): number => layers * tokens * (heads + 1);

/** `L5H1@7`, `M5@7` */
export function nodeAt({ heads, tokens }: NodeSpace, index: number): NodeName {
  const unit = index % (heads + 1);
  const place = Math.floor(index / (heads + 1));
  const layer = Math.floor(place / tokens);
  return `${unit === heads ? `M${layer}` : `L${layer}H${unit}`}@${place % tokens}`;
}

/** As `nodeAt`, of embeddings (`E@3`) and the logit too, which follow the heads and MLPs in that order. */
export function placeName(space: NodeSpace, place: Place): NodeName {
  const beyond = place - spaceSize(space);
  if (beyond < 0) return nodeAt(space, place);
  return beyond < space.tokens ? `E@${beyond}` : 'logit';
}

/** @returns undefined for what is no head or MLP of this model and prompt (embeddings, biases, the logit) */
export function indexOf({ layers, heads, tokens }: NodeSpace, node: NodeName): number | undefined {
  const match = /^(?:L(\d+)H(\d+)|M(\d+))@(\d+)$/.exec(node);
  if (match === null) return undefined;
  const layer = Number(match[1] ?? match[3]);
  const unit = match[2] === undefined ? heads : Number(match[2]);
  const position = Number(match[4]);
  const within = layer < layers && position < tokens && (match[2] === undefined || unit < heads);
  return within ? (layer * tokens + position) * (heads + 1) + unit : undefined;
}

export const isMlp = ({ heads }: NodeSpace, index: number): boolean => index % (heads + 1) === heads;

export const positionOf = ({ heads, tokens }: NodeSpace, index: number): number =>
  Math.floor(index / (heads + 1)) % tokens;
