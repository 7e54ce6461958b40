import type { ModelDescription } from '../../models/description.ts';
import type { EdgePort } from '../../src/kernel/attributed.ts';
import { plus, product, type Row } from './rows.ts';

export interface EdgeModel {
  readonly model: ModelDescription;
  weight(name: string): Float32Array;
  /** Of a linear map, where it has one. */
  bias(name: string): Float32Array | undefined;
}

/** One input of one receiver: where the receiver stands (not the logit), and where it reads. */
export interface InputPlace {
  readonly via: EdgePort;
  readonly layer?: number;
  readonly head?: number;
  readonly position?: number;
  readonly source: number;
}

/** Something added to what one receiver reads at one place, and nowhere else. */
export interface InputEdit extends InputPlace {
  readonly added: Row;
}

/** Patterns, scales and gates of a run, by place. */
export type Constants = ReadonlyMap<string, Row>;

/** How one run reads: edited at one place, some of it constant. */
export interface Reading {
  readonly constants: Constants;
  readonly frozen: boolean;
  /** Whether the edit is of this input. */
  isEdited(place: InputPlace): boolean;
  /** The stream as this input sees it. */
  seen(x: Row, place: InputPlace): Row;
  /** The value of another run where there is one to be frozen to, else this run's. */
  constant(name: string, make: () => Row): Row;
  norm(x: Row, gain: string, place: string): Row;
}

export function readingOf(
  { model, weight }: EdgeModel,
  edit: InputEdit | undefined,
  frozen: Constants | undefined,
): Reading {
  const constants = new Map<string, Row>();
  const isEdited = ({ via, layer, head, position, source }: InputPlace): boolean =>
    edit?.via === via &&
    edit.source === source &&
    (via === 'logit' || (edit.layer === layer && edit.head === head && edit.position === position));
  return {
    constants,
    frozen: frozen !== undefined,
    isEdited,
    seen: (x, place) => (edit !== undefined && isEdited(place) ? plus(x, edit.added) : x),
    constant(name, make) {
      const value = frozen?.get(name) ?? make();
      constants.set(name, value);
      return value;
    },
    norm(x, gain, place) {
      const own = Math.sqrt(product(x, x) / x.length + model.normEpsilon);
      const [scale = 1] = frozen?.get(place) ?? [own];
      if (!constants.has(place)) constants.set(place, [scale]);
      return x.map((v, i) => ((weight(gain)[i] ?? 0) * v) / scale);
    },
  };
}

/** x Wᵀ + b, W `[out, in]`. */
export function linear({ weight, bias }: EdgeModel, x: Row, name: string): Row {
  const matrix = weight(`${name}.weight`);
  const out = Array.from({ length: matrix.length / x.length }, (_, o) =>
    product(x, matrix.subarray(o * x.length, (o + 1) * x.length)),
  );
  return plus(out, bias(name) ?? []);
}
