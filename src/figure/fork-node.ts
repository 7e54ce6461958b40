import type { BranchDriver } from '../analysis/branches-finding.ts';
import type { NodeName } from '../analysis/findings.ts';
import type { Token } from '../kernel/ids.ts';

/** What a driver is: one head or MLP at a token, all of them at a token, or a token hidden. */
export interface ForkNode {
  readonly kind: 'head' | 'mlp' | 'heads' | 'mlps' | 'token';
  /** Without the position: `L5H1`, `M5`, `all heads`, `all MLPs`, `hidden`. */
  readonly name: string;
  readonly position: number;
}

/**
 * Reads `L5H1@7`, `M5@7`, `L*H*@7`, `M*@7`, `T@7`.
 *
 * @throws {RangeError} for any other name
 */
export function readForkNode(id: NodeName): ForkNode {
  const [, component = '', place] = /^(.+)@(\d+)$/.exec(id) ?? [];
  const position = Number(place);
  if (component === 'T') return { kind: 'token', name: 'hidden', position };
  if (component === 'L*H*') return { kind: 'heads', name: 'all heads', position };
  if (component === 'M*') return { kind: 'mlps', name: 'all MLPs', position };
  if (/^L\d+H\d+$/.test(component)) return { kind: 'head', name: component, position };
  if (/^M\d+$/.test(component)) return { kind: 'mlp', name: component, position };
  throw new RangeError(`driver “${id}”: expected L5H1@7, M5@7, L*H*@7, M*@7 or T@7`);
}

/** Positions that a driver's line names: where it stands, then what it reads where that is another token. */
export function tokensOf({ node, reads }: BranchDriver): number[] {
  const { position } = readForkNode(node);
  return reads === undefined || reads.position === position ? [position] : [position, reads.position];
}

/** `@3` behind a token that comes again later, or is bytes of a character: which one is meant. */
export function whichOf(tokens: readonly Token[], position: number): string {
  const text = tokens[position]?.text ?? '';
  const again = tokens.slice(position + 1).some((token) => token.text.trim() === text.trim());
  return again || text.includes('\ufffd') ? `@${position}` : '';
}
