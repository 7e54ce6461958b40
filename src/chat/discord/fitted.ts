/** As much of a text as fits, `…` where it is cut; a character of two units stays whole. */
export function cut(text: string, room: number): string {
  if (text.length <= room) return text;
  const end = Math.max(room - 1, 0);
  const half = /[\ud800-\udbff]/.test(text[end - 1] ?? '') ? 1 : 0;
  return `${text.slice(0, end - half)}…`.slice(0, room);
}

/**
 * The longest beginning of a text that fits once it is written by `write`: what is cut is the text as it
 * was, so that no escape is torn apart.
 */
export function fitted(text: string, room: number, write: (text: string) => string): string {
  if (text.length <= room * 2 && write(text).length <= room) return write(text);
  let [least, most] = [0, Math.min(text.length, room)];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (write(cut(text, middle)).length <= room) least = middle;
    else most = middle - 1;
  }
  return write(cut(text, least));
}
