import type { Command } from 'commander';
import { dotpHome } from '../../../models/sources/home.ts';
import { getModel, listModels } from '../../../models/sources/list.ts';
import { modelFinding } from '../../analysis/model.ts';
import { progressBar } from '../../chat/progress-bar.ts';
import { bench } from '../bench.ts';
import { openModel } from '../open-model.ts';
import { type CommonOptions, withModelOptions } from '../options.ts';

/** `dotp model …`: what can be loaded, fetching it, its facts, its measured speed. */
export function addModel(dotp: Command, signal: AbortSignal): void {
  const model = dotp.command('model').description('what can be loaded; fetch, describe and measure it');
  addList(model);
  addGet(model, signal);
  addInfo(model, signal);
  addBench(model, signal);
}

function addList(model: Command): void {
  model
    .command('list')
    .description('what can be loaded, and what is here already')
    .option('--json', 'one JSON list on stdout', false)
    .action(async ({ json }: { json: boolean }) => {
      const found = await listModels(dotpHome(process.env), process.env);
      process.stdout.write(json ? `${JSON.stringify(found)}\n` : `${found.map(line).join('\n')}\n`);
    });
}

const line = ({ name, about, here, isDefault, gated }: Awaited<ReturnType<typeof listModels>>[number]): string =>
  `${here === undefined ? ' ' : '✓'} ${name.padEnd(28)} ${about}${isDefault ? ' (default)' : ''}${gated ? ' (gated)' : ''}`;

function addGet(model: Command, signal: AbortSignal): void {
  model
    .command('get <name>')
    .description('fetch a model, resumable and checked')
    .action(async (name: string) => {
      const onProgress = progressBar(process.stderr);
      try {
        const got = await getModel(name, { env: process.env, signal, onProgress });
        onProgress.end();
        process.stdout.write(`${[...got.notes, `${got.name}: ${got.path} (${got.source})`].join('\n')}\n`);
      } finally {
        onProgress.end();
      }
    });
}

function addInfo(model: Command, signal: AbortSignal): void {
  withModelOptions(model.command('info [name]'))
    .description('what a model is, where it runs, its limits')
    .action(async (name: string | undefined, options: CommonOptions) => {
      const onProgress = progressBar(process.stderr);
      const runner = await openModel(name === undefined ? options : { ...options, model: name }, { signal, onProgress });
      try {
        const { facts } = modelFinding(await runner.facts());
        onProgress.end();
        const text = facts.map(({ label, value }) => `${label.padEnd(22)} ${value}`).join('\n');
        process.stdout.write(options.json ? `${JSON.stringify(facts)}\n` : `${text}\n`);
      } finally {
        onProgress.end();
        await runner.close();
      }
    });
}

function addBench(model: Command, signal: AbortSignal): void {
  withModelOptions(model.command('bench [name]'))
    .description('the measurements of docs/performance.md, as ratios taken interleaved')
    .action(async (name: string | undefined, options: CommonOptions) => {
      const onProgress = progressBar(process.stderr);
      try {
        const rows = await bench(name === undefined ? options : { ...options, model: name }, { signal, onProgress });
        onProgress.end();
        process.stdout.write(options.json ? `${JSON.stringify(rows)}\n` : `${rows.map(benchLine).join('\n')}\n`);
      } finally {
        onProgress.end();
      }
    });
}

const benchLine = ({ what, value, unit, target }: Awaited<ReturnType<typeof bench>>[number]): string =>
  `${what.padEnd(64)} ${value.toFixed(2).padStart(9)} ${unit}${target === undefined ? '' : `  (${target})`}`;
