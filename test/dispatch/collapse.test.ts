import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TrajectoryFinding } from '../../src/analysis/trajectory-finding.ts';
import type { House } from '../../src/dispatch/house.ts';
import { selfFeed } from '../../src/dispatch/self-feeding.ts';
import type { Runner } from '../../src/engine/runner.ts';
import { answerTo, found } from '../support/channel.ts';
import { houseAround } from '../support/house.ts';
import { emptyShelf } from '../support/shelf.ts';
import { openShipped } from '../support/shipped.ts';
import { saidTo, talkingHouse } from '../support/talk.ts';

const PROMPT = 'The capital of France is Paris. The capital of Italy is';
let runner: Runner;
let close: () => Promise<void>;
let house: House;
beforeAll(async () => {
  ({ runner, close } = await openShipped());
  house = await houseAround(runner);
});
afterAll(() => close());
const trajectory = (line: string, where = house) => found(line, where, 'trajectory');
const textsOf = ({ passes }: Pick<TrajectoryFinding, 'passes'>) => passes.map(({ text }) => text);

describe('the model is fed its own answers', () => {
  test('each pass writes what the answer before it, alone, makes it write; any pass can be run again', async () => {
    const model = await runner.facts();
    const ask = {
      runner,
      model,
      prompt: { text: PROMPT, tokens: await runner.tokenize(PROMPT) },
      seed: 3,
      shelf: emptyShelf(),
      options: {},
    };
    const feeding = { passes: 3, sampling: { temperature: 0.7, seed: 3, maxTokens: 16 } };
    const fed = await selfFeed(ask, feeding);
    expect(fed.length).toBe(3);
    fed.forEach((pass, i) => {
      const before = i === 0 ? PROMPT : fed[i - 1]?.text;
      expect(pass.read.tokens.map(({ text }) => text).join('')).toContain(before);
      expect(pass.ids.length).toBeGreaterThanOrEqual(12);
      expect(pass.ids.length).toBeLessThanOrEqual(16);
    });
    const again = await selfFeed(ask, { ...feeding, from: fed.slice(0, 2) });
    expect(again.map(({ text, measures }) => ({ text, measures }))).toEqual(
      fed.map(({ text, measures }) => ({ text, measures })),
    );
    const other = await selfFeed(
      { ...ask, seed: 4 },
      { ...feeding, passes: 1, sampling: { ...feeding.sampling, seed: 4 } },
    );
    expect(other[0]?.text).not.toBe(fed[0]?.text);
  });

  test('cancelled between passes, it ends', async () => {
    const stop = new AbortController();
    stop.abort(new Error('stopped here'));
    const model = await runner.facts();
    const ask = {
      runner,
      model,
      prompt: { text: PROMPT, tokens: [] },
      seed: 0,
      shelf: emptyShelf(),
      options: { signal: stop.signal },
    };
    await expect(
      selfFeed(ask, { passes: 3, sampling: { temperature: 0.7, seed: 0, maxTokens: 8 } }),
    ).rejects.toThrow();
  });
});

describe('with and without a guard', () => {
  test('so many feedings, then it stops, and the guard stays', async () => {
    const finding = await trajectory(
      `.p/collapse.prevent{trigger=recursive_depth, threshold=2, passes=4} ${PROMPT}`,
    );
    expect(finding.passes.length).toBe(4);
    expect(finding.tripped).toEqual({ pass: 3, measure: 'recursive_depth', value: 2 });
    expect(textsOf(finding.guard ?? finding)).toEqual(textsOf(finding).slice(0, 2));
    expect(finding.guard).toMatchObject({
      trigger: 'recursive_depth',
      threshold: 2,
      action: 'stop',
      ended: 'guard',
      kept: true,
      acted: { pass: 3, token: null },
    });
    const { memory, workspace, channel } = house.here;
    expect(await memory.guards(workspace, channel).all()).toMatchObject([
      { trigger: 'recursive_depth', threshold: 2, action: 'stop' },
    ]);
  });

  test.each(['penalise', 'widen'] as const)(
    '%s: the same run up to where the guard acts, then another; twice the same',
    async (action) => {
      const line = `.p/collapse.prevent{trigger=recursive_depth, threshold=1, action=${action}, passes=2} ${PROMPT}`;
      const finding = await trajectory(line);
      const [free, guarded] = [textsOf(finding), textsOf(finding.guard ?? finding)];
      expect(guarded[0]).toBe(free[0]);
      expect(guarded[1]).not.toBe(free[1]);
      expect(finding.guard?.passes.map(({ acted }) => acted)).toEqual([false, true]);
      expect(await trajectory(line)).toEqual(finding);
    },
  );

  test('repetition is met while the text is written, and the guard ends it there', async () => {
    const finding = await trajectory(
      `.p/collapse.prevent{trigger=repetition, threshold=0.2, passes=3} ${PROMPT}`,
    );
    const { tripped, guard } = finding;
    expect(tripped).toMatchObject({ measure: 'repetition' });
    expect(tripped?.value).toBeGreaterThanOrEqual(0.2);
    const cut = guard?.passes.at(-1);
    expect([cut?.tokens, guard?.ended, cut?.acted]).toEqual([(tripped?.token ?? 0) + 1, 'guard', true]);
    expect(finding.passes[(tripped?.pass ?? 0) - 1]?.text.startsWith(cut?.text ?? '-')).toBe(true);
  });

  test('without anything to run it on it is only kept', async () => {
    const fresh = await houseAround(runner);
    const { reply, drawn } = await answerTo(
      '.p/collapse.prevent{trigger=recursive_depth, threshold=5}',
      fresh,
    );
    expect(drawn).toBeUndefined();
    expect(reply.text).toContain('Kept on this channel');
    expect(await fresh.here.memory.guards('test', 'test').all()).toMatchObject([
      { trigger: 'recursive_depth', threshold: 5, action: 'stop' },
    ]);
  });

  test('guards are listed, and taken off by name or all at once', async () => {
    const fresh = await houseAround(runner);
    for (const trigger of ['recursive_depth', 'entropy', 'repetition'])
      await answerTo(`.p/collapse.prevent{trigger=${trigger}, action=widen}`, fresh);
    expect(
      (await found('.p/collapse.guard', fresh, 'guards')).guards.map(({ trigger, threshold }) => [
        trigger,
        threshold,
      ]),
    ).toEqual([
      ['recursive_depth', 5],
      ['repetition', 0.2],
      ['entropy', 0.7],
    ]);
    expect(await found('.p/collapse.guard{off=entropy}', fresh, 'guards')).toMatchObject({
      dropped: ['entropy'],
      guards: { length: 2 },
    });
    expect((await answerTo('.p/collapse.guard{off=all}', fresh)).reply.text).toContain('No guard is kept');
  });
});

describe('a guard of the channel watches all that the model says there', () => {
  const LOOP = 'one two one two one two';
  const keep = async (line: string): Promise<House> => {
    const talking = await talkingHouse(runner);
    await answerTo(line, talking);
    return talking;
  };

  test('repetition: without it the answer goes on, with it it ends, in every thread of the channel', async () => {
    const free = await saidTo(await talkingHouse(runner), LOOP);
    const guarded = await saidTo(await keep('.p/collapse.prevent{trigger=repetition, threshold=0.2}'), LOOP);
    expect(free.said.guards).toBeUndefined();
    expect(guarded.said.ended).toBe('guard');
    expect(free.said.text.startsWith(guarded.said.text)).toBe(true);
    const [guard] = guarded.said.guards ?? [];
    expect(guard?.tripped?.token).toBe(guarded.said.tokens.length - 1);
    expect(guarded.reply.caveats.join()).toContain('A guard of this channel acted');
  });

  test('penalise and widen write another answer', async () => {
    const free = await saidTo(await talkingHouse(runner), LOOP);
    for (const action of ['penalise', 'widen']) {
      const { said } = await saidTo(
        await keep(`.p/collapse.prevent{trigger=repetition, threshold=0.2, action=${action}}`),
        LOOP,
      );
      expect(said.text).not.toBe(free.said.text);
      expect(said.ended).not.toBe('guard');
    }
  });

  test('recursion: what is fed its own answer so often gets none; other words do', async () => {
    const talking = await keep('.p/collapse.prevent{trigger=recursive_depth, threshold=2}');
    let { said } = await saidTo(talking, LOOP);
    for (const depth of [1, 2]) {
      const next = await saidTo(talking, said.text);
      expect(next.said.ended === 'guard').toBe(depth === 2);
      if (depth === 1) said = next.said;
      else expect(next.reply.text).toContain('.p/collapse.guard');
    }
    expect((await saidTo(talking, PROMPT)).said.ended).not.toBe('guard');
  });
});

describe('a given text is measured', () => {
  const FINE =
    'Tom gave the red book to Mary in the old house. Anna lives in Berlin with a black cat. The capital of Italy is Rome.';

  test('one that repeats itself trips what looks at repetition, one that does not trips nothing', async () => {
    const loop = await trajectory(
      '.p/collapse.detect{threshold=0.7, alert=true} red box red box red box red box red box red box red box red box',
    );
    expect(loop.trips.map(({ measure }) => measure)).toEqual(
      expect.arrayContaining(['repetition', 'distinct']),
    );
    const fine = await trajectory(`.p/collapse.detect{threshold=0.7} ${FINE}`);
    expect(fine.trips).toEqual([]);
  });

  test('lines that stand still trip state and next word; lines that go back and forth trip that', async () => {
    const [a, b] = ['Tom lives in Paris and', 'one two three four five'];
    const still = await trajectory(`.p/collapse.detect ${[a, a, a].join('\n')}`);
    expect(still.trips.map(({ measure }) => measure)).toEqual(['cosine', 'kl']);
    expect(still.tripped).toMatchObject({ pass: 2, measure: 'cosine' });
    const swing = await trajectory(`.p/collapse.detect ${[a, b, a, b].join('\n')}`);
    expect(swing.trips).toEqual([{ pass: 3, measure: 'period', value: 1 }]);
  });

  test('entropy: what the model is sure of throughout trips, what nobody could foresee does not', async () => {
    const sure = 'The Forbidden City is in the city of Beijing.';
    const at = async (text: string) =>
      (await trajectory(`.p/collapse.detect{threshold=0.5} ${text}`)).trips.map(({ measure }) => measure);
    expect(await at(sure)).toEqual(['entropy']); // .62 nats; at .5 the limit is .69
    expect(await at(FINE)).toEqual([]);
  });

  test('the entropy is the mean over its tokens, the slow way', async () => {
    const [pass] = (await trajectory(`.p/collapse.detect ${FINE}`)).passes;
    const ids = (await runner.tokenize(FINE)).map(({ id }) => id);
    let sum = 0;
    for (let n = 1; n < ids.length; n++) {
      const { hooks } = await runner.trace({ tokens: ids.slice(0, n), hooks: [], logits: 'last' });
      const logits = Array.from(hooks.get('logits')?.data ?? []);
      const total = logits.reduce((all, logit) => all + Math.exp(logit), 0);
      sum += logits.reduce(
        (all, logit) => all - (Math.exp(logit) / total) * Math.log(Math.exp(logit) / total),
        0,
      );
    }
    expect(pass?.measures.entropy).toBeCloseTo(sum / (ids.length - 1), 3);
  });

  test('without a text what was said is measured; where nothing was, it says so', async () => {
    const talking = await talkingHouse(runner);
    await expect(answerTo('.p/collapse.detect{threshold=0.7}', talking)).rejects.toMatchObject({
      code: 'nothing-said',
    });
    const said = [(await saidTo(talking, PROMPT)).said, (await saidTo(talking, 'Anna lives in')).said];
    const finding = await trajectory('.p/collapse.detect{threshold=0.7}', talking);
    expect(finding.source).toBe('said');
    expect(textsOf(finding)).toEqual(said.map(({ text }) => text.trim()));
  });

  test('trace judges the last run of the session anew, and makes a new one of a prompt', async () => {
    const fresh = await houseAround(runner);
    const run = await trajectory(`.p/collapse.trace{passes=3} ${PROMPT}`, fresh);
    expect([run.source, run.passes.length, run.guard]).toEqual(['fed', 3, null]);
    const again = await trajectory('.p/collapse.trace{threshold=0.1}', fresh);
    expect(textsOf(again)).toEqual(textsOf(run));
    expect(again.degree).toBe(0.1);
    expect(again.trips.length).toBeGreaterThanOrEqual(run.trips.length);
  });
});
