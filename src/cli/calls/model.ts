import type { Command } from 'commander';
import { type CommonOptions, withModelOptions } from '../options.ts';

/** `dotp model …`: what can be loaded, fetching it, its facts, its measured speed. */
export function addModel(dotp: Command, signal: AbortSignal): void {
  const model = dotp.command('model').description('what can be loaded; fetch, describe and measure it');
  addList(model);
  addGet(model, signal);
  addInfo(model, signal);
  addCalibrate(model, signal);
  addBench(model, signal);
}

function addList(model: Command): void {
  model
    .command('list')
    .description('what can be loaded by name, what is here already, and what it needs')
    .option('--json', 'one JSON list on stdout', false)
    .action(async ({ json }: { json: boolean }) => {
      const { dotpHome } = await import('../../../models/sources/home.ts');
      const { listModels } = await import('../../../models/sources/list.ts');
      const { modelTable } = await import('../model-table.ts');
      const found = await listModels(dotpHome(process.env), process.env);
      process.stdout.write(json ? `${JSON.stringify(found)}\n` : modelTable(found));
    });
}

function addGet(model: Command, signal: AbortSignal): void {
  model
    .command('get <name>')
    .description('fetch a model, resumable and checked')
    .option('--json', 'one JSON object on stdout', false)
    .action(async (name: string, { json }: { json: boolean }) => {
      const { getModel } = await import('../../../models/sources/list.ts');
      const { progressOnStderr } = await import('../patient-progress.ts');
      const onProgress = progressOnStderr();
      try {
        const got = await getModel(name, { env: process.env, signal, onProgress });
        onProgress.end();
        const { path, source, notes } = got;
        const text = [...notes, `${got.name} is here: ${path} (from ${source})`].join('\n');
        process.stdout.write(`${json ? JSON.stringify({ name: got.name, path, source, notes }) : text}\n`);
      } finally {
        onProgress.end();
      }
    });
}

function addInfo(model: Command, signal: AbortSignal): void {
  withModelOptions(model.command('info [name]'))
    .description('what a model is, where it runs, its limits')
    .action(async (name: string | undefined, options: CommonOptions) => {
      const { modelFinding } = await import('../../analysis/model.ts');
      const { openModel } = await import('../open-model.ts');
      const { progressOnStderr } = await import('../patient-progress.ts');
      const onProgress = progressOnStderr();
      try {
        const runner = await openModel(named(name, options), { signal, onProgress });
        const { facts } = modelFinding(await runner.facts());
        await runner.close();
        onProgress.end();
        const text = facts.map(({ label, value }) => `${label.padEnd(22)} ${value}`).join('\n');
        process.stdout.write(options.json ? `${JSON.stringify(facts)}\n` : `${text}\n`);
      } finally {
        onProgress.end();
      }
    });
}

function addCalibrate(model: Command, signal: AbortSignal): void {
  withModelOptions(model.command('calibrate [name]'))
    .description(
      'fit its linear lens on texts it writes, and find its heads’ roles: kept for every later question',
    )
    .action(async (name: string | undefined, options: CommonOptions) => {
      const { calibrateModel } = await import('../calibrate.ts');
      const { progressOnStderr } = await import('../patient-progress.ts');
      const onProgress = progressOnStderr();
      try {
        const done = await calibrateModel(named(name, options), { signal, onProgress });
        onProgress.end();
        const { samples, tokens } = done.lens.about;
        const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
        const text = [
          `${done.model} is calibrated: ${done.lens.path}`,
          `linear lens, from ${samples} × ${tokens} tokens of its own: ${seconds(done.took.lens)}`,
          `roles of its heads: ${seconds(done.took.roles)}`,
        ].join('\n');
        process.stdout.write(`${options.json ? JSON.stringify(done) : text}\n`);
      } finally {
        onProgress.end();
      }
    });
}

function addBench(model: Command, signal: AbortSignal): void {
  withModelOptions(model.command('bench [name]'))
    .description('the measurements of docs/performance.md, as ratios taken interleaved')
    .option(
      '--commands [paths]',
      'only the commands’ own examples: all, or those that begin so (reflect,fork)',
    )
    .action(async (name: string | undefined, options: CommonOptions & { commands?: string | true }) => {
      const { bench, commandsBench } = await import('../bench.ts');
      const { progressOnStderr } = await import('../patient-progress.ts');
      const onProgress = progressOnStderr();
      try {
        const { commands } = options;
        const which = typeof commands === 'string' ? commands.split(',') : [];
        const [asked, how] = [named(name, options), { signal, onProgress }];
        const rows = await (commands === undefined ? bench(asked, how) : commandsBench(asked, how, which));
        onProgress.end();
        const text = rows.map(({ what, value, unit, target }) => {
          const wanted = target === undefined ? '' : `  (${target})`;
          return `${what.padEnd(64)} ${value.toFixed(2).padStart(9)} ${unit}${wanted}`;
        });
        process.stdout.write(`${options.json ? JSON.stringify(rows) : text.join('\n')}\n`);
      } finally {
        onProgress.end();
      }
    });
}

/** A name given as an argument wins over `--model`. */
const named = (name: string | undefined, options: CommonOptions): CommonOptions =>
  name === undefined ? options : { ...options, model: name };
