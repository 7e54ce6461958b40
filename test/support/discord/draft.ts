/** What a message may say, by Discord's rules, before it is kept. */
import { emptyMessage, type Issue, invalidForm, tooLarge } from './api-failure.ts';
import { listIn, textIn } from './json-read.ts';
import type { Json, StoredFile, World } from './world.ts';

/** A file as it was uploaded: `files[<index>]`. */
export interface Upload {
  readonly index: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

const CONTENT = 2000;

/** @throws {ApiFailure} 50035, 40005 */
export function checkDraft(body: Json, uploads: readonly Upload[], fileLimit: number): void {
  if (uploads.some(({ bytes }) => bytes.length > fileLimit)) throw tooLarge();
  const issues = [...contentIssues(body), ...componentIssues(body), ...attachmentIssues(body, uploads)];
  if (issues.length > 0) throw invalidForm(issues);
}

/** @throws {ApiFailure} 50006 */
export function checkSaysSomething(
  content: string,
  files: readonly StoredFile[],
  components: readonly Json[],
): void {
  if (content.trim() === '' && files.length === 0 && components.length === 0) throw emptyMessage();
}

function contentIssues(body: Json): Issue[] {
  const length = textIn(body.content)?.length ?? 0;
  if (length <= CONTENT) return [];
  const message = `Must be ${CONTENT} or fewer in length.`;
  return [{ path: ['content'], code: 'BASE_TYPE_MAX_LENGTH', message }];
}

function componentIssues(body: Json): Issue[] {
  const rows = listIn(body.components);
  const ids = rows.map((row) => listIn(row.components).map(({ custom_id: id }) => textIn(id)));
  const seen = new Set<string>();
  return ids.flatMap((row, r) =>
    row.flatMap((id, c) => {
      if (id === undefined || !seen.has(id)) {
        if (id !== undefined) seen.add(id);
        return [];
      }
      const path = ['components', String(r), 'components', String(c), 'custom_id'];
      return [
        { path, code: 'COMPONENT_CUSTOM_ID_DUPLICATED', message: 'Component custom id cannot be duplicated' },
      ];
    }),
  );
}

/** What is described must have been uploaded, or be there already. */
function attachmentIssues(body: Json, uploads: readonly Upload[]): Issue[] {
  return listIn(body.attachments).flatMap(({ id }, i) => {
    const isNew = String(id).length < 10;
    if (!isNew || uploads.some(({ index }) => index === String(id))) return [];
    const message = 'Attachment data not found.';
    return [{ path: ['attachments', String(i), 'id'], code: 'ATTACHMENT_NOT_FOUND', message }];
  });
}

/** Files after a message was sent or edited. Without `attachments` in the body those before stay. */
export function filesAfter(
  world: World,
  body: Json,
  uploads: readonly Upload[],
  before: readonly StoredFile[] = [],
): StoredFile[] {
  const described = listIn(body.attachments);
  const kept = Array.isArray(body.attachments)
    ? before.filter((file) => described.some(({ id }) => String(id) === file.id))
    : before;
  const added = uploads.map(({ index, name, type, bytes }) => ({
    id: world.ids.next(),
    name,
    type,
    bytes,
    description: textIn(described.find(({ id }) => String(id) === index)?.description),
  }));
  return [...kept, ...added];
}

/** Components as they are answered: every one has a number, and nothing is null. */
export function componentsOf(body: Json): Json[] {
  let number = 0;
  const numbered = (component: Json): Json => {
    number += 1;
    const own = { ...given(component), id: number };
    const inner = component.components;
    const defaults = component.type === 3 ? { min_values: 1, max_values: 1 } : {};
    const options = component.type === 3 ? { options: listIn(component.options).map(given) } : {};
    return {
      ...defaults,
      ...own,
      ...options,
      ...(inner === undefined ? {} : { components: listIn(inner).map(numbered) }),
    };
  };
  return listIn(body.components).map(numbered);
}

const given = (component: Json): Json =>
  Object.fromEntries(Object.entries(component).filter(([, value]) => value !== null && value !== undefined));
