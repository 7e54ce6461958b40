/**
 * Chat apps turn anything that looks like a host name into a link before the bot sees it, and
 * `model.info` or `log.show` look like one. This undoes it: the text a person typed, with the place
 * of each character in the message as it arrived.
 */
export interface PlainText {
  readonly text: string;
  /** Offset in the message of the UTF-16 unit at `index`; `text.length` gives the message's end. */
  sourceOf(index: number): number;
}

/** `<http://x|x>`, `<http://x>`, `<mailto:x|x>`: each part stops at the next `<`, so that many openings stay linear. */
const ANGLE = /<((?:https?:\/\/|mailto:)[^<>|\s]*)(?:\|([^<>\n]*))?>/g;
/** `[x](http://x)`; taken for an automatic link only when the label is the address. */
const BRACKET = /\[([^[\]\n]+)\]\(<?(https?:\/\/[^()<>\s]+)>?\)/g;

export function unlink(message: string): PlainText {
  const links = [...angleLinks(message), ...bracketLinks(message)].sort((a, b) => a.start - b.start);
  if (links.length === 0) return { text: message, sourceOf: (index) => index };
  const offsets: number[] = [];
  let text = '';
  let done = 0;
  const keep = (from: number, to: number) => {
    text += message.slice(from, to);
    for (let i = from; i < to; i++) offsets.push(i);
    done = to;
  };
  for (const link of links) {
    if (link.start < done) continue;
    keep(done, link.start);
    keep(link.labelStart, link.labelEnd);
    done = link.end;
  }
  keep(done, message.length);
  return { text, sourceOf: (index) => offsets[index] ?? message.length };
}

interface Link {
  readonly start: number;
  readonly labelStart: number;
  readonly labelEnd: number;
  readonly end: number;
}

function angleLinks(message: string): Link[] {
  return Array.from(message.matchAll(ANGLE), (match) => {
    const [whole, address = '', label] = match;
    const start = match.index;
    const labelStart = label === undefined ? start + 1 : start + 2 + address.length;
    const labelEnd = labelStart + (label ?? address).length;
    return { start, labelStart, labelEnd, end: start + whole.length };
  });
}

function bracketLinks(message: string): Link[] {
  return Array.from(message.matchAll(BRACKET)).flatMap((match) => {
    const [whole, label = '', address = ''] = match;
    if (bareAddress(label) !== bareAddress(address)) return [];
    const labelStart = match.index + 1;
    return [
      {
        start: match.index,
        labelStart,
        labelEnd: labelStart + label.length,
        end: match.index + whole.length,
      },
    ];
  });
}

const bareAddress = (address: string): string => address.replace(/^https?:\/\//, '').replace(/\/$/, '');
