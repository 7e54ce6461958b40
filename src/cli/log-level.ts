/** How much stderr tells: `debug` adds stacks to errors, `quiet` leaves out progress; errors are always told. */
export type LogLevel = 'debug' | 'normal' | 'quiet';

/** `LOG_LEVEL` by its usual names; one that is not known is as if it were not set, since other programs read it too. */
export function logLevel(env: Readonly<Record<string, string | undefined>>): LogLevel {
  switch (env.LOG_LEVEL?.trim().toLowerCase()) {
    case 'trace':
    case 'debug':
      return 'debug';
    case 'warn':
    case 'error':
    case 'fatal':
    case 'silent':
      return 'quiet';
    default:
      return 'normal';
  }
}
