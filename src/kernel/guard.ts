/** What a guard watches: how often the model was fed its own words, or a measure of what it writes. */
export const TRIGGERS = ['recursive_depth', 'repetition', 'entropy', 'oscillation'] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** What it does from where it trips: ends the text, makes what was written less likely, or draws more widely. */
export const ACTIONS = ['stop', 'penalise', 'widen'] as const;
export type GuardAction = (typeof ACTIONS)[number];

/** A guard against collapse, as a channel keeps it. */
export interface GuardSetting {
  readonly trigger: Trigger;
  /** `recursive_depth`: feedings; `repetition`: seq-rep-4; `entropy`: nats, trips below; `oscillation`: 0 to 1. */
  readonly threshold: number;
  readonly action: GuardAction;
}

/** Where nothing else is said. */
export const USUAL_THRESHOLD: Readonly<Record<Trigger, number>> = {
  recursive_depth: 5,
  repetition: 0.2,
  entropy: 0.7,
  oscillation: 0.5,
};
