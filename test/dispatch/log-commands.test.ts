import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import type { Rooms } from '../../src/dispatch/rooms.ts';
import { replyOf } from '../memory/reply.ts';
import { answerTo, emptyRooms, found, visit } from '../support/channel.ts';

const ANN = { id: 'U0ANN', name: '=HYPERLINK("x")' };
const TEXTS = ['plain', '-1+1', 'a "quoted", text\r\nof two lines', '日本 🝚'];
const VALUES = [0.25, null, -3.5, 1e-9];

/** Two sessions with numbers, one metric in both. */
async function filled(): Promise<Rooms> {
  const rooms = await emptyRooms();
  for (const [thread, metrics] of [
    ['t', ['next.entropy', 'lens.settles']],
    ['u', ['next.entropy']],
  ] as const)
    for (const [i, value] of VALUES.entries()) {
      const session = rooms.memory.channel('c', 'w', thread);
      await session.remember(replyOf('answer'), `${thread}${i}.0`, ANN);
      const note = { command: 'reflect.trace', text: TEXTS[i] ?? '', model: 'shipped', by: ANN };
      await session.log.keep(`${thread}${i}.0`, new Map(metrics.map((name) => [name, value])), note);
    }
  return rooms;
}

test('a metric by its name, by a part that no other has, and the nearest for what is mistyped', async () => {
  const rooms = await filled();
  for (const typed of ['next.entropy', 'Entropy', 'next'])
    expect(await found(`.p/log.show{metric=${typed}, last=3}`, visit(rooms), 'log')).toMatchObject({
      metric: { name: 'next.entropy' },
      unit: 'nats',
      points: VALUES.slice(1).map((value) => ({ value, by: ANN.name, person: ANN.id, model: 'shipped' })),
      median: (1e-9 - 3.5) / 2,
    });
  for (const typed of ['entorpy', 'next.entrop'])
    await expect(answerTo(`.p/log.show{metric=${typed}}`, visit(rooms))).rejects.toMatchObject({
      code: 'metric-unknown',
      fix: 'Did you mean next.entropy? There is lens.settles, next.entropy.',
    });
  await expect(answerTo('.p/log.show{metric=x}', visit(await emptyRooms()))).rejects.toThrow(
    /holds no number/,
  );
});

test('without a metric I say which there are, with their last value, and draw nothing', async () => {
  const { reply, drawn } = await answerTo('.p/log.show', visit(await filled()));
  expect(drawn).toBeUndefined();
  expect(reply.text).toBe(
    [
      'The log of this session holds 2 numbers; .p/log.show{metric=lens.settles} draws one over time:',
      'lens.settles  the layer at which the answer settles, last 1e-9 (layer)',
      'next.entropy  the entropy of the next word, last 1e-9 (nats)',
    ].join('\n'),
  );
  expect((await answerTo('.p/log.show', visit(await emptyRooms()))).reply.text).toMatch(
    /Nothing has been measured/,
  );
});

test('a timeline is drawn, and its answer is not remembered itself', async () => {
  const rooms = await filled();
  const { drawn, reply } = await answerTo('.p/log.show{metric=entropy}', visit(rooms));
  expect([drawn?.width, drawn?.height]).toEqual([1520, 968]);
  expect(reply.text).toContain('over the last 4 answers of this session');
  expect(await rooms.memory.channel('c', 'w', 't').count()).toBe(4);
});

test('over the channel all threads are one line in time, for who manages it', async () => {
  const rooms = await filled();
  const finding = await found('.p/log.show{metric=entropy, over=channel, last=5}', visit(rooms), 'log');
  expect(finding.points.map(({ thread, value }) => [thread, value])).toEqual([
    ['t', 1e-9],
    ...VALUES.map((value) => ['u', value]),
  ]);
  for (const line of ['.p/log.show{over=channel}', '.p/log.export{over=channel}'])
    await expect(answerTo(line, visit(rooms, { manages: false }))).rejects.toMatchObject({
      code: 'not-permitted',
    });
});

const exported = async (line: string) => {
  const { files, reply } = await answerTo(line, visit(await filled()));
  return { file: files?.[0], reply, text: new TextDecoder().decode(files?.[0]?.bytes) };
};

test('JSONL is a line of JSON a number', async () => {
  const { file, text, reply } = await exported('.p/log.export');
  expect(file).toMatchObject({ name: 'dotp-log-1970-01-01.jsonl', type: 'application/x-ndjson' });
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows).toHaveLength(8);
  expect(rows[4]).toMatchObject({
    metric: 'next.entropy',
    value: 0.25,
    unit: 'nats',
    text: 'plain',
    turn: 't0.0',
  });
  expect(reply.text).toMatch(/^The log of this session: 8 rows of 2 metrics, .*dotp-log-1970-01-01\.jsonl, /);
});

/** RFC 4180 read back, character by character. */
function cellsOf(csv: string): string[][] {
  const lines: string[][] = [[]];
  let [cell, isQuoted] = ['', false];
  for (let i = 0; i < csv.length; i++) {
    const char = csv[i] ?? '';
    if (isQuoted && char === '"' && csv[i + 1] === '"') cell += csv[++i];
    else if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted || !/[,\r\n]/.test(char)) cell += char;
    else if (char !== '\r') {
      lines.at(-1)?.push(cell);
      cell = '';
      if (char === '\n') lines.push([]);
    }
  }
  return lines.slice(0, -1);
}

test('CSV keeps numbers numbers and texts texts, and no cell is a formula', async () => {
  const { file, text } = await exported('.p/log.export{format=csv, metric=entropy}');
  expect(file?.type).toBe('text/csv; charset=utf-8');
  const [header = [], ...rows] = cellsOf(text);
  expect(rows).toHaveLength(4);
  const column = (name: string) => rows.map((row) => row[header.indexOf(name)]);
  expect(column('value')).toEqual(['0.25', '', '-3.5', '1e-9']);
  expect(column('text')).toEqual(['plain', "'-1+1", ...TEXTS.slice(2)]);
  expect(column('by')[0]).toBe('\'=HYPERLINK("x")');
  const texts = header.filter((name) => name !== 'value').flatMap(column);
  expect(texts.filter((cell) => /^[=+\-@\t\r]/.test(cell ?? ''))).toEqual([]);
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([header.length]));
});

test('Parquet is read back by another reader, types, nulls and all', async () => {
  const { file } = await exported('.p/log.export{format=parquet, metric=entropy}');
  if (file === undefined) throw new Error('no file');
  const rows = await parquetReadObjects({ file: new Uint8Array(file.bytes).buffer });
  expect(rows.map(({ value, text, thread }) => [value, text, thread])).toEqual(
    VALUES.map((value, i) => [value, TEXTS[i], null]),
  );
  expect(rows[0]?.time).toBeInstanceOf(Date);
});

test('of an empty log no file is made', async () => {
  await expect(answerTo('.p/log.export', visit(await emptyRooms()))).rejects.toMatchObject({
    code: 'log-empty',
  });
});
