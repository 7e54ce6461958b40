import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { measureSet, type Take } from './measure-set.ts';
import { writePage } from './page.ts';
import { SETS } from './prompt-set.ts';

/**
 * `npm run truth -- [--model shipped|smollm2] [--set NAME] [--limit N] [--resume | --search | --page]`
 *
 * Without options every set is measured from the start and docs/truth.md written. `--resume` takes up an
 * interrupted run, `--search` measures only what the search for counterfactuals finds, `--page` only
 * writes the page from the runs in docs/truth, `--limit` keeps a short run and its page in out/truth.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      model: { type: 'string', default: '' },
      set: { type: 'string' },
      limit: { type: 'string' },
      resume: { type: 'boolean', default: false },
      search: { type: 'boolean', default: false },
      page: { type: 'boolean', default: false },
    },
  });
  const { model, set, limit, resume, search, page } = values;
  const wanted = SETS.filter((name) => name.startsWith(model.toLowerCase()) && (set ?? name) === name);
  if (wanted.length === 0) throw new RangeError(`no set of that name; there are ${SETS.join(', ')}`);
  const keep: Take['keep'] = search ? 'given' : resume ? 'all' : 'nothing';
  for (const name of page ? [] : wanted)
    await measureSet(name, { keep, ...(limit === undefined ? {} : { limit: Number(limit) }) });
  writePage({ short: limit !== undefined });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
