import type { FindingBase } from './findings.ts';

/** In the order of the legend. */
export const ROLES = ['previous', 'duplicate', 'induction', 'copying', 'suppression', 'sink'] as const;

export type Role = (typeof ROLES)[number];

/** What every head of the model does, on tokens that mean nothing. */
export interface RolesFinding extends FindingBase<'roles'> {
  /** All of them, layer by layer. */
  readonly heads: readonly HeadRole[];
  /** A role also needs a score above this. */
  readonly floor: number;
  /** 99th percentile of each role's null, over heads and samples. */
  readonly null99: Readonly<Record<Role, number>>;
  readonly probe: {
    readonly sequences: number;
    /** Tokens of a half. */
    readonly half: number;
    /** Tokens among which copying is counted. */
    readonly pool: number;
    readonly seed: number;
    /** Mean log-probability of the repeated tokens in the model as it is, nats. */
    readonly repeat: number;
    /** The same of the tokens that stand there unrepeated. */
    readonly fresh: number;
    /** Repeated tokens behind every effect. */
    readonly effectTokens: number;
  };
}

export interface HeadRole {
  /** `L5H1` */
  readonly head: string;
  /** The strongest relative to its null of those it holds. */
  readonly role: Role | 'none';
  /** Of the role; where there is none, of the one it comes nearest to. */
  readonly score: number;
  /** Of the same role's null. */
  readonly null99: number;
  /**
   * What the head adds to the mean log-probability of the repeated tokens, nats: of the model as it
   * is minus with this head ablated to its mean.
   */
  readonly effect: number;
  /** Other roles it holds. */
  readonly also: readonly Role[];
  readonly scores: Readonly<Record<Role, number>>;
  /** Attention to tokens that the stream it reads already predicts; suppression needs it above its null. */
  readonly predicted: number;
  /** ‖f‖ of the first key over the mean ‖f‖ of the others; a sink needs it small. */
  readonly firstWrite: number;
}
