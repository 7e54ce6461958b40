// @ts-check
import { element } from './element.js';

/** @typedef {import('../page-turn.ts').PageAnswer} PageAnswer */

/**
 * One answer: its picture, what it says in words, what to beware of, what can be asked next.
 *
 * @param {PageAnswer} answer
 * @param {(control: string, label: string) => void} press
 */
export function answerView(answer, press) {
  const { id, command, text, caveats } = answer;
  return element(
    'article',
    { class: 'answer', 'data-answer': id, 'aria-label': `Answer of ${command}` },
    picture(answer),
    text.trim() === '' ? undefined : element('p', { class: 'words', dir: 'auto' }, text.trim()),
    caveats.length === 0
      ? undefined
      : element(
          'ul',
          { class: 'caveats', 'aria-label': 'Caveats' },
          ...caveats.map((words) => element('li', {}, words)),
        ),
    controls(answer, press),
  );
}

/** @param {PageAnswer} answer */
function picture({ picture }) {
  if (picture === undefined) return undefined;
  const { src, alt, width, height } = picture;
  const image = element('img', { src, alt, width, height, decoding: 'async' });
  return element('figure', {}, element('a', { href: src, target: '_blank', rel: 'noopener' }, image));
}

/** @param {PageAnswer} answer @param {(control: string, label: string) => void} press */
function controls({ buttons, picks, files }, press) {
  const made = [
    ...buttons.map(({ label, control }) =>
      element('button', { type: 'button', click: () => press(control, label) }, label),
    ),
    ...(picks.length === 0 ? [] : [select(picks, press)]),
    ...files.map(({ name, about, href }) =>
      element(
        'a',
        { class: 'file', href, download: name, title: about },
        name.endsWith('.json') ? 'JSON' : name,
      ),
    ),
  ];
  return element(
    'div',
    { class: 'controls', role: 'group', 'aria-label': 'Go on with this answer' },
    ...made,
  );
}

/** @param {PageAnswer['picks']} picks @param {(control: string, label: string) => void} press */
function select(picks, press) {
  const options = picks.map(({ label, note, control }) =>
    element('option', { value: control }, note === '' ? label : `${label}  ${note}`),
  );
  const made = element(
    'select',
    { 'aria-label': 'Ask about a head, a token or a word' },
    element('option', { value: '' }, 'A head, a token …'),
    ...options,
  );
  made.addEventListener('change', () => {
    const { value } = made;
    const label = made.selectedOptions[0]?.text ?? '';
    made.value = '';
    if (value !== '') press(value, label);
  });
  return made;
}
