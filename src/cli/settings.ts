import { CliError } from './errors.ts';

/** Settings that mean nothing when they are empty: `DOTP_DEVICE=` in a `.env` file is no device. */
const EMPTY_IS_UNSET = ['DOTP_MODEL', 'DOTP_DEVICE', 'DOTP_HOME', 'DOTP_STORE'];

/**
 * Settings may stand in a `.env` file of the working folder; what the environment says already wins.
 *
 * @throws {CliError} `env-unreadable` when there is one that cannot be read
 */
export function readSettings(): void {
  try {
    process.loadEnvFile();
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw unreadable(cause);
  }
  for (const name of EMPTY_IS_UNSET) if (process.env[name] === '') delete process.env[name];
}

const unreadable = (cause: unknown): CliError =>
  new CliError({
    code: 'env-unreadable',
    what: 'The file .env of this folder cannot be read.',
    where: process.cwd(),
    fix: 'Make it a readable text file of NAME=value lines, or move it away.',
    cause,
  });
