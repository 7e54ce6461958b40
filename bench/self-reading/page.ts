import { table } from '../truth/markdown.ts';
import type { LayerTally, Tally } from './tally.ts';

/** Figures of a PyTorch prototype over 120 tokens of SmolLM2, by layer, percent. */
const PROTOTYPE = {
  is: { 0: 72, 3: 59, 6: 49, 9: 41, 12: 26, 15: 22, 18: 6, 21: 0 },
  says: { 0: 4, 3: 8, 6: 8, 9: 10, 12: 17, 15: 26, 18: 30, 21: 36, 24: 75, 27: 82 },
} as const;

/** docs/self-reading.md, from what was measured alone. */
export function selfPage(measured: Readonly<Partial<Record<'shipped' | 'smollm2', Tally>>>): string {
  return [
    '# The model reads its own states',
    'Written by `npm run self-reading`; the numbers lie in [self-reading.json](self-reading.json). `.p/reflect.self` draws one token of it.',
    'The state that enters a layer is put at the same layer into an identity prompt in place of its placeholder (Patchscopes, Ghandeharioun et al. 2401.06102). *What it is*: what follows the arrow; does it name the token whose state it is? *What it will say*: what follows the placeholder itself; does it name what the model says next after that token? “Names” means that the likeliest word is that word, whatever space stands in front. Two controls: a random vector of the same norm in the state’s place, and the prompt as it is. *Given*: a control has the same likeliest word, whatever it is; such a reading says nothing, and the picture marks it ⊘.',
    ...(measured.smollm2 === undefined ? [] : section('SmolLM2-135M-Instruct', measured.smollm2, PROTOTYPE)),
    ...(measured.shipped === undefined ? [] : section('The teaching model', measured.shipped)),
    '',
  ].join('\n\n');
}

type Published = {
  readonly is: Readonly<Record<number, number>>;
  readonly says: Readonly<Record<number, number>>;
};

function section(title: string, tally: Tally, published?: Published): string[] {
  const { tokens, is, says, unpatched, identity, prompts, lens } = tally;
  const fewest = Math.min(...is.map((layer) => layer.tokens));
  const file = published === undefined ? 'shipped' : 'smollm2';
  const columns = published === undefined ? [] : ['prototype'];
  const head = [
    'layer',
    'tokens',
    'names its own token',
    ...columns,
    'random',
    'given',
    'names the next word',
    ...columns,
    'random',
    'given',
    'says the lens’s word',
    'random',
  ];
  const rows = is.flatMap((own, layer) => {
    const next = says[layer];
    if (next === undefined) return [];
    return [
      [
        `${layer}`,
        `${own.tokens}`,
        share(own, 'named'),
        ...columns.map(() => percent(published?.is[layer])),
        share(own, 'random'),
        share(own, 'given'),
        share(next, 'named'),
        ...columns.map(() => percent(published?.says[layer])),
        share(next, 'random'),
        share(next, 'given'),
        share(next, 'lens'),
        share(next, 'lensRandom'),
      ],
    ];
  });
  const cross = is.findLastIndex((own, layer) => own.named >= (says[layer]?.named ?? 0)) + 1;
  return [
    `## ${title}`,
    `${tokens} tokens${tokens === fewest ? '' : `, at some layers only the first ${fewest} of them`}, at most three of a prompt (set \`${prompts}\`), the first token of a prompt left out. Identity prompt: \`${identity.replaceAll('\n', '↵')}\`. Without a patch it names the token itself ${unpatched.is} times and the next word ${unpatched.says} times.`,
    `![Both readings by layer](pictures/self-reading-${file}.svg)`,
    cross < is.length
      ? `From layer ${cross} on the next word is named more often than the token itself.`
      : 'The next word is never named more often than the token itself for good.',
    table(head, rows),
    `95 % intervals of a share of ${tokens} tokens are at most ± ${(100 * 1.96 * Math.sqrt(0.25 / Math.max(1, tokens))).toFixed(0)} points. *Says the lens’s word*: the likeliest word of “what it will say” is that of the ${lens} lens at the same layer.`,
  ];
}

const share = (of: LayerTally, field: keyof LayerTally): string =>
  `${Math.round((100 * of[field]) / Math.max(1, of.tokens))} %`;

const percent = (value: number | undefined): string => (value === undefined ? '' : `${value} %`);
