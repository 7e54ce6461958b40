import type { GraphBuilder, Value } from './builder.ts';

/** One operation as it was recorded: what it made from what, and how a gradient goes back through it. */
export interface Step {
  readonly output: Value;
  readonly inputs: readonly Value[];
  /** From the gradient at the output to one at each input, in their order; undefined where none flows. */
  readonly back: (gradient: Value) => readonly (Value | undefined)[];
}

/** The operations of a forward pass, in its order. */
export interface Tape {
  note(step: Step): void;
  /**
   * Reverse-mode differentiation (Linnainmaa 1970): the steps backwards, each handing on the sum of
   * what came to its output.
   *
   * @param seeds  gradient by value, where the metric reads them
   * @returns the gradient at any value of the pass; undefined where the metric does not depend on it
   */
  backward(b: GraphBuilder, seeds: ReadonlyMap<Value, Value>): (value: Value) => Value | undefined;
}

export function createTape(): Tape {
  const steps = new Map<Value, Step>();
  return {
    /** Equal operations on equal values are one value, made once: its first step is the whole story. */
    note(step) {
      if (!steps.has(step.output)) steps.set(step.output, step);
    },
    backward(b, seeds) {
      const arrived = new Map<Value, Value>(seeds);
      const add = (value: Value, part: Value): void => {
        const before = arrived.get(value);
        arrived.set(value, before === undefined ? part : b.op('Add', [before, part]));
      };
      for (const { output, inputs, back } of [...steps.values()].reverse()) {
        const gradient = arrived.get(output);
        if (gradient === undefined) continue;
        back(gradient).forEach((part, i) => {
          const input = inputs[i];
          if (part !== undefined && input !== undefined) add(input, part);
        });
      }
      return (value) => arrived.get(value);
    },
  };
}
