import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { openMemory } from '../../src/memory/open.ts';
import { openStore } from '../../src/memory/store.ts';
import { event } from './event.ts';

/** One of several that add the same keys and take in the same events, and then look for what others left. */
export interface Racer {
  /** One event is its own, whoever is faster. @returns what fell to it: `received own-a`, `added k3`, `received e3` */
  run(): Promise<string[]>;
  /** @returns `claimed e3` */
  claim(): Promise<string[]>;
  close(): Promise<void>;
}

export async function inThisProcess(url: string, home: string, name: string, count: number): Promise<Racer> {
  const store = openStore(url, home);
  const memory = await openMemory(url, { home, serve: true });
  const space = store.space('race');
  return {
    async run() {
      const said: string[] = [];
      const take = async (id: string, at: number) => {
        if (await memory.ledger.receive(event(id, at))) said.push(`received ${id}`);
      };
      await take(`own-${name}`, 0);
      for (let i = 0; i < count; i++) {
        if (await space.add(`k${i}`, name)) said.push(`added k${i}`);
        await take(`e${i}`, i);
      }
      return said;
    },
    claim: async () => (await memory.ledger.unfinished()).map((turn) => `claimed ${turn.event.id}`),
    async close() {
      await memory.close();
      await store.close();
    },
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [url = '', home = '', name = '', count = '0'] = process.argv.slice(2);
  const racer = await inThisProcess(url, home, name, Number(count));
  const say = (lines: readonly string[]) => process.stdout.write(`${[...lines, '.'].join('\n')}\n`);
  say([]);
  await once(process.stdin, 'data');
  say(await racer.run());
  await once(process.stdin, 'data');
  say(await racer.claim());
  await once(process.stdin, 'data');
  await racer.close();
  process.exit(0);
}
