// @ts-check
import { element } from './element.js';

/** @typedef {import('../complete.ts').Completion} Completion */

/**
 * The list of what could stand in the line, above it. The line keeps the focus and names the chosen one.
 *
 * @param {HTMLElement} list
 * @param {HTMLTextAreaElement} line
 * @param {(from: number, text: string) => void} take
 */
export function choiceList(list, line, take) {
  /** @type {Completion} */
  let offered = { from: 0, choices: [] };
  let chosen = -1;

  /** @param {Completion} completion */
  function offer(completion) {
    offered = completion;
    chosen = -1;
    list.replaceChildren(
      ...completion.choices.map(({ label, note }, i) =>
        element(
          'div',
          {
            role: 'option',
            id: `choice-${i}`,
            'aria-selected': 'false',
            mousedown: (event) => click(event, i),
          },
          element('code', {}, label),
          note === '' ? undefined : element('span', { class: 'sub' }, note),
        ),
      ),
    );
    const open = completion.choices.length > 0;
    list.hidden = !open;
    line.setAttribute('aria-expanded', String(open));
    line.removeAttribute('aria-activedescendant');
  }

  /** @param {Event} event @param {number} i */
  function click(event, i) {
    event.preventDefault(); // the line keeps the focus
    accept(i);
  }

  /** @param {number} step */
  function move(step) {
    const { length } = offered.choices;
    chosen = (chosen + step + (chosen === -1 && step < 0 ? 1 : 0) + length) % length;
    for (const [i, option] of [...list.children].entries())
      option.setAttribute('aria-selected', String(i === chosen));
    line.setAttribute('aria-activedescendant', `choice-${chosen}`);
    list.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {number} i */
  function accept(i) {
    const choice = offered.choices[i];
    const { from } = offered;
    close();
    if (choice !== undefined) take(from, choice.text);
  }

  const close = () => offer({ from: 0, choices: [] });

  return {
    offer,
    close,
    /** @param {string} key @returns {boolean} whether the key was for the list */
    key(key) {
      if (list.hidden) return false;
      if (key === 'ArrowDown') move(1);
      else if (key === 'ArrowUp') move(-1);
      else if (key === 'Escape') close();
      else if (key === 'Tab') accept(Math.max(chosen, 0));
      else if (key === 'Enter' && chosen >= 0) accept(chosen);
      else return false;
      return true;
    },
  };
}
