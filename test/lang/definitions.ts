import type { Definition } from '../../src/lang/bind.ts';
import {
  autoOr,
  count,
  countOr,
  flag,
  heads,
  list,
  number,
  oneOf,
  type ParamSpecs,
  range,
  scales,
  text,
} from '../../src/lang/params.ts';

const define = (path: string, params: ParamSpecs, aliases: readonly string[] = []): [string, Definition] => [
  path,
  { path, params, aliases },
];

/** Commands of every kind of parameter, named and shaped as the project's own are. */
export const DEFINITIONS: ReadonlyMap<string, Definition> = new Map([
  define('reflect.trace', {
    target: oneOf(['reasoning', 'attention', 'attribution', 'uncertainty', 'memory'], 'What.').default(
      'reasoning',
    ),
    depth: countOr(['complete'], 1, 100, 'Hops.').default('complete'),
    token: autoOr('Token to explain.'),
    against: autoOr('Its rival.', ['none']),
    mode: oneOf(['session', 'qk', 'ov'], 'Side.').default('session'),
    top: count(1, 200, 'Nodes drawn.').default(40),
  }),
  define('fork.attribution', {
    sources: oneOf(['all', 'heads', 'mlps', 'tokens', 'memory'], 'Which.').default('all'),
    visualize: flag('Draw it.').default(true),
    k: count(1, 9, 'Branches.').default(3),
    between: list(text('An answer.', { maxLength: 80 }), 'Two answers.', {
      minItems: 2,
      maxItems: 2,
    }).optional(),
  }),
  define('fork.counterfactual', {
    ablate: heads('What to cut.', { positions: true }).default([]),
    replace: text('from->to').optional(),
    scale: scales('Factors.', { positions: true }).optional(),
  }),
  define('collapse.prevent', {
    trigger: oneOf(['recursive_depth', 'repetition', 'entropy', 'oscillation'], 'Watch.').default(
      'recursive_depth',
    ),
    threshold: number(0, 100, 'Trip.').default(5),
  }),
  define('residue.scan', {
    patterns: list(oneOf(['🝚', '∴', '⇌'], 'A glyph.'), 'Which.').default(['🝚', '∴', '⇌']),
    sensitivity: number(0, 1, 'How eager.').default(0.7),
  }),
  define('reflect.head', { head: heads('Which head.'), layers: range('Layers.', { max: 29 }).optional() }),
  define('recursion.sync', { passes: count(1, 16, 'Passes.').default(4) }, ['synchronize.recursion.depth']),
  define('model.info', {}),
  define('help', {}),
]);
