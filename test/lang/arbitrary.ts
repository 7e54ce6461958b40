import fc from 'fast-check';

/** Text of every kind that people and chat apps send: scripts, emoji, controls, lone surrogates, syntax. */
export const anyText = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), syntax), maxLength });

/** Pieces that the grammar looks at, so that noise gets deep into it. */
export const syntax: fc.Arbitrary<string> = fc.constantFrom(
  ...[
    '.p/',
    'p/',
    '/p ',
    'reflect',
    '.',
    'trace',
    'fork.attribution',
    'toggle',
    'help',
    'depth',
    '=',
    ',',
    '{',
    '}',
  ],
  ...[
    '[',
    ']',
    '(',
    ')',
    '"',
    "'",
    '“',
    '”',
    '’',
    '\\',
    '\n',
    '\r\n',
    ' ',
    '\u00a0',
    '\u200b',
    '`',
    '```',
    '—',
    '–',
  ],
  ...[
    '..',
    '1',
    '-2.5',
    'e9',
    'complete',
    'L5H1',
    '@4',
    ':',
    '<http://',
    '|',
    '>',
    '](http://',
    'mailto:',
    '🝚',
    'é',
    '\ud800',
  ],
  ...['日', '👩🏽‍🚀', 'true', 'null', 'target', 'sources=all', '\\u{', '\t', '\u001b', '\u202e'],
);

const edge = (value: fc.Arbitrary<unknown>, words: readonly string[]) =>
  fc.oneof(value, fc.constantFrom(...words));

const address = fc.oneof(
  fc.tuple(fc.nat(29), fc.nat(8)).map(([layer, head]) => `L${layer}H${head}`),
  fc.nat(29).map((layer) => `M${layer}`),
);

const placedAddress = fc.tuple(address, fc.option(fc.tuple(fc.nat(40), fc.nat(9)))).map(([unit, places]) => {
  if (places === null) return unit;
  const [from, more] = places;
  return more === 0 ? `${unit}@${from}` : `${unit}@${from}..${from + more}`;
});

/** Bound commands of `definitions.ts`, every argument present where it is not optional. */
export const boundCommand: fc.Arbitrary<{
  path: string;
  args: Record<string, unknown>;
  prompt?: { text: string };
}> = fc.oneof(
  bound('reflect.trace', {
    target: fc.constantFrom('reasoning', 'attention', 'attribution', 'uncertainty', 'memory'),
    depth: edge(fc.integer({ min: 1, max: 100 }), ['complete']),
    token: edge(anyText(12), ['auto', '1e3', 'True', '-0', '..', 'a b']).filter(
      (t) => !/^(auto)$/i.test(String(t)) || t === 'auto',
    ),
    against: edge(fc.string({ maxLength: 12 }), ['auto', 'none']).filter(
      (t) => !/^(auto|none)$/i.test(String(t)) || t === 'auto' || t === 'none',
    ),
    mode: fc.constantFrom('session', 'qk', 'ov'),
    top: fc.integer({ min: 1, max: 200 }),
  }),
  bound(
    'fork.attribution',
    {
      sources: fc.constantFrom('all', 'heads', 'mlps'),
      visualize: fc.boolean(),
      k: fc.integer({ min: 1, max: 9 }),
    },
    { between: fc.tuple(anyText(9), anyText(9)) },
  ),
  bound(
    'fork.counterfactual',
    { ablate: fc.array(placedAddress, { maxLength: 4 }) },
    {
      replace: anyText(20),
      scale: fc.dictionary(
        placedAddress,
        fc.double({ min: -10, max: 10, noNaN: true }).map((n) => n + 0),
      ),
    },
  ),
  bound('collapse.prevent', {
    trigger: fc.constantFrom('recursive_depth', 'entropy'),
    threshold: fc.double({ min: 0, max: 100, noNaN: true }).map((n) => n + 0),
  }),
  bound('residue.scan', {
    patterns: fc.array(fc.constantFrom('🝚', '∴', '⇌'), { maxLength: 3 }),
    sensitivity: fc.double({ min: 0, max: 1, noNaN: true }).map((n) => n + 0),
  }),
  bound(
    'reflect.head',
    { head: fc.array(address, { minLength: 1, maxLength: 3 }) },
    {
      layers: fc
        .tuple(fc.nat(29), fc.nat(29))
        .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
    },
  ),
  bound('model.info', {}),
);

function bound(path: string, args: Record<string, fc.Arbitrary<unknown>>, optional: typeof args = {}) {
  const prompt = fc.oneof(
    fc.constantFrom('The capital of France is', '"quoted"', '.p/a.b', ' lead', '```x```'),
    anyText(30),
  );
  return fc.record(
    {
      path: fc.constant(path),
      args: fc.record({ ...args, ...optional }, { requiredKeys: Object.keys(args) }),
      prompt: prompt.filter((text) => text !== '').map((text) => ({ text })),
    },
    { requiredKeys: ['path', 'args'] },
  );
}
