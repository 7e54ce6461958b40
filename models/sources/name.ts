/**
 * What a person may write for a model: `shipped`, a known name, a folder, a `.gguf` file, or an id
 * of the Hub as `owner/name`, `owner/name@revision`, `owner/name:file.gguf` or the address of its page.
 */
export interface HubName {
  /** `HuggingFaceTB/SmolLM2-135M-Instruct` */
  readonly id: string;
  /** Branch, tag or commit; absent: the main branch. */
  readonly revision?: string;
  /** One GGUF file of the repository. */
  readonly file?: string;
}

const PART = '[A-Za-z0-9][\\w.-]*';
const HUB_NAME = new RegExp(`^(${PART}/${PART})(?:@([\\w./-]+))?(?::([^:\\\\]+\\.gguf))?$`, 'i');
const PAGE = /^https?:\/\/(?:www\.)?(?:huggingface\.co|hf\.co)\//i;

/** Undefined when the text cannot be an id of the Hub. */
export function parseHubName(text: string): HubName | undefined {
  const [, id, revision, file] = HUB_NAME.exec(text.replace(PAGE, '').replace(/\/+$/, '')) ?? [];
  if (id === undefined || id.includes('..') || id.includes('--')) return undefined;
  return { id, ...(revision !== undefined && { revision }), ...(file !== undefined && { file }) };
}

/** Written as a place on disk, so that a typing error is not looked for on the Hub. */
export function looksLikePath(text: string): boolean {
  return (
    /^(\.{0,2}[/\\]|~[/\\]|[A-Za-z]:[/\\]|\.{1,2}$)/.test(text) ||
    (/\.gguf$/i.test(text) && !text.includes(':'))
  );
}

/** Name of the model's folder in the cache: one name, one folder, on every file system. */
export function hubSlug({ id, revision, file }: HubName): string {
  const parts = [
    'hub',
    ...id.split('/'),
    ...(revision ? [`revision=${revision}`] : []),
    ...(file ? [file] : []),
  ];
  return parts.map((part) => encodeURIComponent(part).replaceAll('*', '%2A')).join('--');
}
