import { DotpError } from '../src/kernel/errors.ts';

/** Reading weight files: what is wrong with the bytes, or why they are refused. */
export type FormatCode =
  | 'file-missing'
  | 'file-unreadable'
  | 'not-a-model'
  | 'truncated'
  | 'header-too-large'
  | 'header-invalid'
  | 'name-duplicate'
  | 'type-unsupported'
  | 'version-unsupported'
  | 'byte-order-unsupported'
  | 'shape-mismatch'
  | 'tensor-overlap'
  | 'tensor-hole'
  | 'tensor-missing'
  | 'weights-not-finite'
  | 'index-invalid'
  | 'path-outside-folder'
  | 'config-missing'
  | 'config-invalid'
  | 'family-unsupported'
  | 'config-unsupported'
  | 'expand-failed'
  | 'cancelled';

/** Text and tokens. */
export type TokenizerCode =
  | 'tokenizer-missing'
  | 'tokenizer-invalid'
  | 'tokenizer-unsupported'
  | 'no-chat-template'
  | 'chat-template-failed';

/** The graph and the session that runs it. */
export type SessionCode =
  | 'prompt-too-long'
  | 'hook-unknown'
  | 'rows-unequal'
  | 'token-outside-vocabulary'
  | 'place-outside-run'
  | 'states-misshapen'
  | 'lens-unfit'
  | 'metric-invalid'
  | 'attribution-invalid'
  | 'gradient-undefined'
  | 'session-failed'
  | 'device-unavailable';

/** Finding a model and fetching it: the Hub, the wheel, the cache folder. */
export type SourceCode =
  | 'model-unknown'
  | 'model-missing'
  | 'model-gated'
  | 'weights-missing'
  | 'file-choice'
  | 'hub-offline'
  | 'hub-unreachable'
  | 'hub-busy'
  | 'hub-refused'
  | 'hub-answer'
  | 'download-cut'
  | 'checksum'
  | 'disk-full'
  | 'cache-unwritable'
  | 'python-missing'
  | 'wheel-failed';

export type ModelCode = FormatCode | TokenizerCode | SessionCode | SourceCode;

/** Every failure of the models room. A file or an option that the person named is at fault more often than not: see `code`. */
export class ModelError extends DotpError<ModelCode> {}
