// @ts-check
import { answerView } from './answer-view.js';
import { element } from './element.js';

/** @typedef {import('../page-turn.ts').PageTurn} PageTurn */

/**
 * One turn of the conversation as a list item that is kept up: only what changed is made again, so that
 * a picture does not flicker, and focus and an open menu stay where they are.
 *
 * @param {(control: string, label: string) => void} press
 */
export function turnView(press) {
  const asker = element('p', { class: 'asker' });
  const said = element('p', { class: 'said', dir: 'auto' });
  const answers = element('div', {});
  const state = element('div', {});
  const item = element('li', { class: 'turn' }, asker, said, answers, state);
  /** @type {Map<string, string>} */
  const shown = new Map();

  /** @param {PageTurn} turn */
  function show(turn) {
    item.dataset.turn = turn.id;
    asker.textContent = turn.by ?? '';
    asker.hidden = turn.by === undefined;
    said.textContent = turn.said;
    for (const answer of turn.answers) {
      const now = JSON.stringify(answer);
      if (shown.get(answer.id) === now) continue;
      const view = answerView(answer, press);
      const before = [...answers.children].find((child) => child.getAttribute('data-answer') === answer.id);
      if (before === undefined) answers.append(view);
      else before.replaceWith(view);
      shown.set(answer.id, now);
    }
    showState(state, turn, press);
  }

  return { item, show };
}

/** @param {HTMLElement} place @param {PageTurn} turn @param {(control: string, label: string) => void} press */
function showState(place, { working, failed }, press) {
  if (failed !== undefined) {
    place.replaceChildren(
      element(
        'div',
        { class: 'failed', role: 'group', 'aria-label': 'Not answered' },
        element('pre', { class: 'caret', dir: 'auto' }, failed.words),
        element('p', { class: 'sub' }, `In the log as ${failed.id}`),
      ),
    );
    return;
  }
  if (working === undefined) {
    place.replaceChildren();
    return;
  }
  const words = place.querySelector('.words');
  if (words !== null) {
    words.textContent = working.words;
    return;
  }
  const stop = element('button', { type: 'button', click: () => press(working.stop, 'Stop') }, 'Stop');
  const dot = element('span', { class: 'dot', 'aria-hidden': 'true' });
  // Read out when it appears; the steps after it are for the eyes.
  const line = element('p', { class: 'words', dir: 'auto', 'aria-live': 'off' }, working.words);
  place.replaceChildren(element('div', { class: 'working' }, dot, line, stop));
}
