import { readFile } from 'node:fs/promises';
import { afterAll, expect, test } from 'vitest';
import type { CounterfactualFinding } from '../../src/analysis/findings.ts';
import type { GlyphMapFinding } from '../../src/analysis/glyph-map-finding.ts';
import { metricOf } from '../../src/analysis/metric.ts';
import type { Ask } from '../../src/dispatch/command.ts';
import { glyphMap } from '../../src/dispatch/glyph-map.ts';
import { replySchema } from '../../src/dispatch/schema.ts';
import { blockHook } from '../../src/kernel/hooks.ts';
import { at } from '../../src/kernel/tensor.ts';
import { answersOf, houseAround } from '../support/house.ts';
import { emptyShelf } from '../support/shelf.ts';
import { openShipped } from '../support/shipped.ts';

const { runner, close } = await openShipped();
afterAll(close);
const model = await runner.facts();
const shelf = emptyShelf();
const measured = new URL('../../models/teaching/measured/roles.json', import.meta.url);
const { value: roles } = JSON.parse(await readFile(measured, 'utf8'));
await shelf.write('roles', roles);

async function mapOf(text: string) {
  const prompt = { text, tokens: await runner.tokenize(text) };
  const ask: Ask = { runner, model, prompt, seed: 0, shelf, options: {} };
  const findings = await glyphMap(ask);
  const map = findings.find((each): each is GlyphMapFinding => each.kind === 'glyph-map');
  const other = findings.find((each): each is CounterfactualFinding => each.kind === 'counterfactual');
  if (map === undefined) throw new Error('no map');
  return { map, prompt, other };
}

const REPEATED = 'Words: three Denmark wolf cake Eva rabbit Kenya three Denmark wolf cake';
const doing = ({ heads }: GlyphMapFinding, role: string) =>
  heads.filter((head) => head.role === role).map(({ did }) => did);

test('where words repeat, all induction heads induce; where none does, there is nothing to do it on', async () => {
  const { map, prompt, other } = await mapOf(REPEATED);
  expect(new Set(doing(map, 'induction'))).toEqual(new Set([true]));
  expect(doing(map, 'duplicate')).toContain(true);
  expect(map.heads).toHaveLength(model.layers * model.heads);

  // An effect is the metric's loss with the head's own output exchanged for the counterfactual's.
  const leading = map.heads
    .filter(({ effect }) => effect !== null)
    .sort((a, b) => (b.effect ?? 0) - (a.effect ?? 0))[0];
  const [, layer = '0', head = '0'] = /L(\d+)H(\d+)/.exec(leading?.head ?? '') ?? [];
  const hook = blockHook(Number(layer), 'attn.hook_z');
  const ids = prompt.tokens.map(({ id }) => id);
  const z = await runner.traceBatch({ rows: other?.rows ?? [], hooks: [hook] });
  const interventions = ids.map((_, position) => ({
    kind: 'head' as const,
    layer: Number(layer),
    head: Number(head),
    position,
    gain: 0,
    baseline: at(z.get(hook) ?? { shape: [0], data: new Float32Array(0) }, 0, position, Number(head)).data,
  }));
  const valueWith = async (edits: typeof interventions) => {
    const { hooks } = await runner.trace({ tokens: ids, hooks: [], logits: 'last', interventions: edits });
    const [answer, rival] = map.metric.tokens;
    const logits = hooks.get('logits');
    if (logits === undefined || answer === undefined) throw new Error('no logits');
    return metricOf(at(logits, 0, 0).data, ids.length - 1, answer, rival).value;
  };
  expect(other?.rows).toHaveLength(1);
  expect((await valueWith([])) - (await valueWith(interventions))).toBeCloseTo(
    leading?.effect ?? Number.NaN,
    2,
  );

  const plain = (await mapOf('The capital of France is')).map;
  expect(new Set(doing(plain, 'induction'))).toEqual(new Set([null]));
  expect(plain.caveats.join(' ')).toContain('Nothing here to do');
});

test('the map is what is asked by default; scope=model needs no prompt', async () => {
  const house = { ...(await houseAround(runner)), shelf: () => shelf };
  const [prompt] = await answersOf('.p/reflect.glyphs The capital of France is', house);
  expect(prompt?.reply.findings.map(({ kind }) => kind)).toContain('glyph-map');
  expect(() => replySchema.parse(prompt?.reply)).not.toThrow();
  const [model] = await answersOf('.p/reflect.glyphs{scope=model}', house);
  expect(model?.reply.findings.map(({ kind }) => kind)).toEqual(['roles']);
  await expect(
    answersOf('.p/reflect.glyphs', {
      ...house,
      session: { ...house.session, prompt: async () => undefined },
    }),
  ).rejects.toMatchObject({ code: 'prompt-missing' });
});
