import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkLines } from '../../src/cli/serve/check-lines.ts';
import { drain } from '../../src/cli/serve/drain.ts';
import { openLog, secretsOf } from '../../src/cli/serve/log.ts';
import { openMetrics } from '../../src/cli/serve/metrics.ts';
import { openReadiness } from '../../src/cli/serve/readiness.ts';
import { redacted, withoutSecrets } from '../../src/cli/serve/redact.ts';
import { SETTINGS, serveSettings } from '../../src/cli/serve/settings.ts';
import { DotpError } from '../../src/kernel/errors.ts';
import { silentLog } from '../../src/kernel/log.ts';

const KEY = Buffer.alloc(32, 5).toString('base64');

test('with nothing set there is a page on loopback, on the CPU, and nothing else', () => {
  expect(serveSettings({})).toMatchObject({ port: 4173, host: '127.0.0.1', device: 'cpu', logLevel: 'info' });
  expect(serveSettings({ DISCORD_TOKEN: '', PORT: '  ' })).toEqual(serveSettings({}));
});

test.each([
  ['PORT', '0', 'port', 0],
  ['HOST', '::', 'host', '::'],
  ['DOTP_ADDRESS', 'https://dotp.example.org/', 'address', 'https://dotp.example.org'],
  ['DOTP_DEVICE', 'CUDA', 'device', 'cuda'],
  ['DOTP_STORE', 'redis://u:p@h:6379/0', 'store', 'redis://u:p@h:6379/0'],
  ['LOG_LEVEL', 'WARN', 'logLevel', 'warn'],
] as const)('%s=%s is read', (name, text, field, value) => {
  expect(serveSettings({ [name]: text })[field]).toBe(value);
});

test('a key is 32 bytes', () => {
  expect(serveSettings({ DOTP_KEY: KEY }).key).toHaveLength(32);
  expect(() => serveSettings({ DOTP_KEY: KEY.slice(4) })).toThrow(/DOTP_KEY .*openssl/);
});

test.each([
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80a'],
  ['HOST', 'a b'],
  ['DOTP_ADDRESS', 'dotp.example.org'],
  ['DOTP_DEVICE', 'tpu'],
  ['DOTP_STORE', 'postgres://h'],
  ['DISCORD_TOKEN', 'short'],
  ['DISCORD_APP_ID', 'my app'],
  ['DISCORD_PRIVILEGED', 'true'],
  ['DISCORD_SHARDS', '4/4'],
  ['SLACK_BOT_TOKEN', 'xapp-mixed-up'],
  ['SLACK_APP_TOKEN', 'xoxb-mixed-up'],
  ['SLACK_API', 'ftp://slack'],
  ['LOG_LEVEL', 'loud'],
])('%s=%s is refused by name, with what it takes, and not repeated', (name, text) => {
  const takes = SETTINGS.find((setting) => setting.name === name)?.takes ?? '';
  const refused = () => serveSettings({ [name]: text });
  expect(refused).toThrow(`${name} is not what it takes: ${takes}`);
  expect(refused).toThrow(expect.not.objectContaining({ message: expect.stringContaining(`“${text}”`) }));
});

test('all wrong ones are named at once', () => {
  expect(() => serveSettings({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT[\s\S]*LOG_LEVEL/);
});

test('the check shows every setting, and of a secret its end alone', () => {
  const secret = `xoxb-${'s'.repeat(30)}wxyz`;
  const text = checkLines({ SLACK_BOT_TOKEN: secret, DOTP_STORE: 'redis://u:hunter2@h:1/0', DOTP_KEY: KEY }, [
    { what: 'page', state: 'works', words: 'fine' },
  ]);
  for (const { name } of SETTINGS) expect(text).toContain(name);
  expect(text).toContain('…wxyz');
  expect(text).toContain('redis://…@h:1/0');
  expect(text).toContain('✓ page  fine');
  expect(text).not.toMatch(/sssss|hunter2/);
  expect(text).not.toContain(KEY.slice(0, 12));
});

test('a log holds no secret, no typed text, no words of a person’s mistake', () => {
  const token = 'abcdefghijklmnop.qrstuv.wxyz-secret';
  const mistake = new DotpError({ code: 'x', what: 'No such word “my diary”.', fix: 'Mend it.' }, 2);
  const ours = new DotpError({ code: 'y', what: `Refused ${token}.`, fix: 'See.', cause: new Error(token) });
  const facts = { id: 'ab', text: 'my diary', deep: { prompt: 'my diary', token, n: 1 }, error: mistake };
  const told = JSON.stringify([redacted(facts, [token]), redacted({ error: ours }, [token])]);
  expect(told).not.toMatch(/diary|qrstuv/);
  expect(told).toContain('"id":"ab"');
  expect(told).toContain('"code":"x"');
  expect(told).toContain('"n":1');
  expect(withoutSecrets('redis://bob:hunter2@host/0 xoxb-1-2-abc', [])).toBe('redis://…@host/0 (token)');
});

test('secrets are those of the settings', () => {
  const settings = serveSettings({
    DOTP_STORE: 'redis://u:hunter2%40@h:1/0',
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-2',
    SLACK_SIGNING_SECRET: 'abcdefabcdefabcdef',
    DISCORD_TOKEN: 'd'.repeat(60),
  });
  expect(secretsOf(settings)).toEqual(['hunter2@', 'd'.repeat(60), 'xoxb-1', 'xapp-2', 'abcdefabcdefabcdef']);
});

test('whatever is logged is one line of JSON; at a terminal it is a line for a person', () => {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), fc.anything(), (words, fact) => {
      lines.length = 0;
      openLog('debug', [], { write }).info(words, { fact });
      expect(lines).toHaveLength(1);
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info' });
    }),
    { numRuns: 50 },
  );
  lines.length = 0;
  openLog('info', [], { isTTY: true, write }).warn('Discord is away.', {
    id: 'ab12',
    error: new Error('gone'),
  });
  expect(lines.join('')).toMatch(
    /^\d\d:\d\d:\d\d warn {2}Discord is away\. {2}id=ab12 {2}error=\nError: gone\n/,
  );
  lines.length = 0;
  openLog('error', [], { write }).info('quiet');
  expect(lines).toEqual([]);
});

test('ready means every part, and never again once it stops', () => {
  const readiness = openReadiness();
  let isConnected = true;
  readiness.set('model', 'it is being opened');
  readiness.set('Discord', 'it is being connected');
  expect(readiness.now()).toEqual({
    ready: false,
    words: 'model: it is being opened; Discord: it is being connected',
  });
  readiness.set('model', undefined);
  readiness.set('Discord', undefined);
  readiness.watch('Discord', () => isConnected);
  expect(readiness.now()).toEqual({ ready: true, words: 'ready' });
  isConnected = false;
  expect(readiness.now().words).toContain('Discord: the connection is lost');
  isConnected = true;
  readiness.stop();
  expect(readiness.now()).toEqual({ ready: false, words: 'stopping' });
});

test('Prometheus reads turns by platform and outcome, and how the process is', async () => {
  const metrics = openMetrics(() => true);
  metrics.inFlight(() => 3);
  metrics.meter.turn({ platform: 'web', outcome: 'answered', seconds: 2 });
  metrics.meter.command('reflect.trace', 1);
  metrics.meter.duplicate('slack');
  metrics.meter.resumed('discord', true);
  const text = await metrics.text();
  for (const line of [
    'dotp_turns_total{platform="web",outcome="answered"} 1',
    'dotp_turn_seconds_bucket{le="2.5",platform="web",outcome="answered"} 1',
    'dotp_turn_seconds_bucket{le="1",platform="web",outcome="answered"} 0',
    'dotp_command_seconds_count{command="reflect.trace"} 1',
    'dotp_duplicates_total{platform="slack"} 1',
    'dotp_resumed_total{platform="discord",again="true"} 1',
    'dotp_turns_in_flight 3',
    'dotp_ready 1',
  ])
    expect(text).toContain(line);
  expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds \d|process_resident_memory_bytes \d/);
});

test('the end, in order: not ready, nothing taken in, turns ended, all closed; what fails keeps nothing from closing', async () => {
  const readiness = openReadiness();
  const order: string[] = [];
  const note = (what: string) => order.push(`${what}${readiness.now().ready ? ' while ready' : ''}`);
  const drained = await drain({
    log: silentLog,
    readiness,
    desk: {
      busy: 1,
      async drain(ms) {
        note(`turns, ${ms} ms`);
        return false;
      },
    },
    intakes: [
      {
        stop() {
          note('page');
          throw new Error('stuck');
        },
      },
      { stop: async () => void note('Discord') },
    ],
    abandon: () => note('opening'),
    last: [
      async () => {
        note('server');
        throw new Error('stuck');
      },
      async () => note('store'),
    ],
  });
  expect(drained).toBe('left');
  expect(order).toEqual(['opening', 'page', 'Discord', 'turns, 25000 ms', 'server', 'store']);
});
