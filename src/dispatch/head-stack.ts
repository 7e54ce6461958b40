import { type Tensor, tensor } from '../kernel/tensor.ts';

/** Something that wrote to the residual stream, at every token. */
export interface Unit {
  readonly name: string;
  /** `[width]` */
  readonly state: (token: number) => Float32Array;
}

/** States of several units at tokens `first … last`, unit by unit. */
export interface Stack {
  readonly units: readonly Unit[];
  readonly first: number;
  readonly last: number;
  readonly width: number;
  /** `[units · tokens, width]` */
  readonly states: Tensor;
}

export function stackOf(units: readonly Unit[], first: number, last: number, width: number): Stack {
  const tokens = last - first + 1;
  const data = new Float32Array(units.length * tokens * width);
  units.forEach(({ state }, unit) => {
    for (let token = first; token <= last; token++)
      data.set(state(token), (unit * tokens + token - first) * width);
  });
  return { units, first, last, width, states: tensor([units.length * tokens, width], data) };
}
