import { sameWord } from './identity-prompt.ts';
import type { SelfFinding } from './self-finding.ts';

type Measured = Omit<SelfFinding, 'kind' | 'method' | 'unit' | 'control' | 'caveats'>;

/** The finding, with what it was measured against and what to beware of. */
export const selfFinding = (measured: Measured): SelfFinding => ({
  kind: 'self',
  method:
    'Patchscopes (Ghandeharioun 2401.06102): each layer’s state put at the same layer into an identity prompt in place of its placeholder; ' +
    '“is” reads what follows the placeholder’s arrow, “says” what follows the placeholder itself',
  unit: 'probability of the next token, 0 to 1',
  control: `${measured.random.vectors} random vectors of equal norm at each layer (mean), and the prompt without a patch`,
  caveats: caveatsOf(measured),
  ...measured,
});

function caveatsOf({ position, token, answer, identity, readings, words }: Measured): string[] {
  const [is] = readings;
  const given = readings.flatMap(({ reading, shown, layers }) => {
    const by = layers[shown]?.given ?? null;
    return by === null ? [] : [{ reading, shown, by }];
  });
  return [
    'A reading is what the model says when a state is put into another text: words of the model, not proof of what the state holds.',
    ...(identity.fits === 'closed world'
      ? ['The identity prompt is of this model’s own world; other models get the one of the paper’s form.']
      : []),
    ...given.map(
      ({ reading, shown, by }) =>
        `At layer ${shown} ${by === 'random' ? 'a random vector gives' : 'the unpatched prompt gives'} the same word for “${reading}”: that reading says nothing.`,
    ),
    ...(readings.some(({ strongest }) => strongest === null)
      ? ['One of the words looked for exceeds its controls at no layer.']
      : []),
    ...(sameWord(token, answer)
      ? ['The token and the next word are the same here: the two readings cannot be told apart.']
      : []),
    ...(is !== undefined && identity.text.includes(token.text.trim())
      ? ['The token stands in the identity prompt itself, which favours it in both readings and controls.']
      : []),
    ...(position === 0
      ? [
          'States of the first position are unlike others in many models (an attention sink): read them with care.',
        ]
      : []),
    ...(words.some(({ source }) => source === 'trace')
      ? [
          'Words of a trace’s nodes are what they write directly; most of what a node does goes through later layers.',
        ]
      : []),
  ];
}
