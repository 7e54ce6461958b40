import { readdir, readFile } from 'node:fs/promises';
import type { Ask } from '../../src/dispatch/command.ts';
import { randomFrom } from '../../src/kernel/random.ts';

const DOCS = new URL('../../docs/', import.meta.url);

/** Passages of each kind behind the rates. */
export const PASSAGES = 200;

/**
 * Ordinary texts in the order in which they stand. For the teaching model, whose world is closed, what it writes by
 * itself from nothing; for others sentences of dotp's own pages, which are English prose that is free to use.
 */
export const passagesFor = (ask: Ask): Promise<string[]> =>
  ask.model.worldWords === undefined ? sentences() : ownSamples(ask);

/** The same words of each passage in a random order. */
export function shuffled(passages: readonly string[]): string[] {
  const random = randomFrom(6);
  return passages.map((text) => {
    const words = text.split(/\s+/);
    for (let i = words.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [words[i], words[j]] = [words[j] ?? '', words[i] ?? ''];
    }
    return words.join(' ');
  });
}

async function sentences(): Promise<string[]> {
  const names = (await readdir(DOCS)).filter((name) =>
    /^(channels|discord|hallucination|language|lens|log|memory|models|performance|residue|running|self-reading|sessions|slack|thought-web)\.md$/.test(
      name,
    ),
  );
  const pages = await Promise.all(names.sort().map((name) => readFile(new URL(name, DOCS), 'utf8')));
  return pages
    .flatMap((page) => page.replace(/```[\s\S]*?```/g, '').split('\n'))
    .filter((line) => /^[A-Z*]/.test(line))
    .flatMap((line) => line.replace(/[*`_]|\]\([^)]*\)|\[/g, '').split(/(?<=[.!?]) (?=[A-Z])/))
    .filter((sentence) => sentence.split(' ').length >= 12 && sentence.length < 320)
    .slice(0, PASSAGES);
}

async function ownSamples({ runner }: Ask): Promise<string[]> {
  const start = (await runner.tokenize('')).map(({ id }) => id);
  const { samples } = await runner.generate({
    tokens: start,
    maxTokens: 32,
    minTokens: 12,
    samples: PASSAGES,
    sampling: { temperature: 1, seed: 6 },
  });
  return samples.map(({ text }) => text.trim());
}
