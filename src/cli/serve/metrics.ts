import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Meter } from '../../kernel/meter.ts';

export interface Metrics {
  readonly meter: Meter;
  /** What Prometheus reads, and its type. */
  text(): Promise<string>;
  readonly type: string;
  /** Says where the turns that run or wait are counted. */
  inFlight(count: () => number): void;
}

const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** Counts of turns and commands, and the process's own: event-loop lag, memory, garbage collection. */
export function openMetrics(ready: () => boolean): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const turns = new Counter({
    name: 'dotp_turns_total',
    help: 'Turns that are over.',
    labelNames: ['platform', 'outcome'],
    registers,
  });
  const turnSeconds = new Histogram({
    name: 'dotp_turn_seconds',
    help: 'From the arrival of an event to the end of its turn.',
    labelNames: ['platform', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const commandSeconds = new Histogram({
    name: 'dotp_command_seconds',
    help: 'One command, measured and drawn; waiting left out.',
    labelNames: ['command'],
    buckets: SECONDS,
    registers,
  });
  const duplicates = new Counter({
    name: 'dotp_duplicates_total',
    help: 'Deliveries of an event that was known.',
    labelNames: ['platform'],
    registers,
  });
  const resumed = new Counter({
    name: 'dotp_resumed_total',
    help: 'Turns taken up after a restart; again: an answer may be there twice.',
    labelNames: ['platform', 'again'],
    registers,
  });
  gauge('dotp_ready', '1 while the model is loaded and the platforms are connected.', () =>
    ready() ? 1 : 0,
  );

  function gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  }

  return {
    type: register.contentType,
    text: () => register.metrics(),
    inFlight: (count) => gauge('dotp_turns_in_flight', 'Turns that run or wait.', count),
    meter: {
      turn({ platform, outcome, seconds }) {
        turns.inc({ platform, outcome });
        turnSeconds.observe({ platform, outcome }, seconds);
      },
      command: (command, seconds) => commandSeconds.observe({ command }, seconds),
      duplicate: (platform) => duplicates.inc({ platform }),
      resumed: (platform, again) => resumed.inc({ platform, again: String(again) }),
    },
  };
}
