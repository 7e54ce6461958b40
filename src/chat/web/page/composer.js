// @ts-check
import { choiceList } from './choices.js';
import { byId } from './element.js';
import { complete } from './house.js';

/** Milliseconds of quiet before what is typed is looked up. */
const QUIET = 60;

/**
 * The line at the bottom: completion while one types, Enter to send, ↑ for what was said before.
 *
 * @param {(text: string) => Promise<boolean>} send  false keeps the text
 * @returns {{ put: (text: string) => void }}
 */
export function composer(send) {
  const line = byId('line', HTMLTextAreaElement);
  const form = byId('compose', HTMLFormElement);
  const list = choiceList(byId('choices', HTMLElement), line, (from, text) => {
    const end = line.selectionStart;
    line.setRangeText(text, from, end, 'end');
    grow(line);
    look();
  });
  /** @type {string[]} */
  const said = [];
  let back = 0;
  let asked = new AbortController();
  let timer = 0;

  function look() {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    const before = line.value.slice(0, line.selectionStart);
    clearTimeout(timer);
    timer = setTimeout(() => {
      complete(before, signal).then(
        (found) => {
          if (!signal.aborted) list.offer({ ...found, from: found.from + Math.max(before.length - 1000, 0) });
        },
        () => {}, // typed on, or dotp is away: no list is no harm
      );
    }, QUIET);
  }

  async function submit() {
    const text = line.value;
    if (text.trim() === '') return;
    asked.abort();
    clearTimeout(timer);
    list.close();
    put('');
    said.push(text);
    back = said.length;
    if (!(await send(text)) && line.value === '') put(text);
  }

  /** @param {string} text */
  function put(text) {
    line.value = text;
    line.setSelectionRange(text.length, text.length);
    grow(line);
    line.focus();
  }

  /** @param {KeyboardEvent} event */
  function recall(event) {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    const mine = line.value === '' || line.value === said[back];
    if (step === 0 || !mine || said[back + step] === undefined) return;
    event.preventDefault();
    back += step;
    put(said[back] ?? '');
  }

  line.addEventListener('input', () => {
    grow(line);
    look();
  });
  line.addEventListener('blur', () => list.close());
  line.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (!event.shiftKey && list.key(event.key)) event.preventDefault();
    else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void submit();
    } else recall(event);
  });
  // Who types with nothing else chosen means the line, as in other chats.
  document.addEventListener('keydown', ({ key, ctrlKey, metaKey, altKey }) => {
    const isLetter = key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey;
    if (isLetter && document.activeElement === document.body) line.focus();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  return { put };
}

/** As high as its text. @param {HTMLTextAreaElement} line */
function grow(line) {
  line.style.height = 'auto';
  line.style.height = `${line.scrollHeight + 2}px`;
}
