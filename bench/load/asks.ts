import type { Ask } from './crowd.ts';

export interface Size {
  /** Of each platform. */
  readonly channels: number;
  readonly peopleEach: number;
  readonly turnsEach: number;
}

const LANDS = ['France', 'Spain', 'Italy', 'Japan', 'Egypt', 'Peru', 'Norway', 'Greece', 'China', 'Cuba'];

/** The first person traces and turns the picture, the others look, ask for help, and all of them talk. */
const WAYS: readonly (readonly Pick<Ask, 'way' | 'text'>[])[] = [
  [
    { way: 'command', text: '.p/reflect.trace PROMPT' },
    { way: 'button', text: 'QK / OV' },
    { way: 'line', text: 'PROMPT' },
  ],
  [
    { way: 'command', text: '.p/reflect.lens PROMPT' },
    { way: 'line', text: '.p/reflect.lens{top=2}' },
    { way: 'line', text: 'PROMPT' },
  ],
  [
    { way: 'command', text: '.p/reflect.lens PROMPT' },
    { way: 'line', text: 'toggle' },
    { way: 'line', text: 'PROMPT' },
  ],
  [
    { way: 'command', text: '.p/help' },
    { way: 'line', text: '.p/reflect.head PROMPT' },
    { way: 'button', text: 'Run again' },
  ],
  [
    { way: 'command', text: '.p/reflect.glyphs PROMPT' },
    { way: 'line', text: '.p/reflect.lens PROMPT' },
    { way: 'line', text: 'PROMPT' },
  ],
];

/** What everybody on one platform asks in one round. Each prompt is its own, so that no answer comes from a cache. */
export function asksOf({ channels, peopleEach }: Size, turn: number): Ask[] {
  return range(channels).flatMap((channel) =>
    range(peopleEach).map((person) => {
      const { way, text } = WAYS[person % WAYS.length]?.[turn % 3] ?? { way: 'line', text: 'PROMPT' };
      return { channel, person, way, text: text.replace('PROMPT', promptOf(channel, person, turn)) };
    }),
  );
}

export const opening = (channel: number): string => `.p/reflect.trace ${promptOf(channel, 9, 9)}`;

const promptOf = (channel: number, person: number, turn: number): string =>
  `Ask ${channel}-${person}-${turn}. The capital of ${LANDS[(channel + person + turn) % LANDS.length] ?? ''} is`;

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);
