/** A process of its own that downloads one file, to be killed or raced: `node --import tsx download-child.ts '<json>'`. */
import { download } from '../../../models/sources/download.ts';
import { usualPace } from '../../../models/sources/pace.ts';

const { url, size, hex, target } = JSON.parse(process.argv[2] ?? '');
await download(
  { url: new URL(url), size, digest: { kind: 'sha256', hex }, target },
  {
    asked: { model: 'owner/tiny', page: url, hasToken: false },
    pace: usualPace,
    onBytes: (done) => console.log(`bytes ${done}`),
    onWait: () => console.log('waiting'),
  },
);
console.log('whole');
