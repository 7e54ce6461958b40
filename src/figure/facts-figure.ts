import type { FigureBase } from './figure-base.ts';

/** Labels and values in a grid, with a drawing of the model's heads and MLPs. */
export interface FactsFigure extends FigureBase {
  readonly kind: 'facts';
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** One dot a head, one diamond an MLP; absent when no model is loaded. */
  readonly stack?: { readonly layers: number; readonly heads: number };
}
