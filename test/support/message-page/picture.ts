import { readFileSync } from 'node:fs';

/** A picture in the page itself: it asks nobody. */
export const picture = (bytes: Uint8Array, alt: string): string =>
  `<img alt="${alt}" src="data:image/png;base64,${Buffer.from(bytes).toString('base64')}">`;

const face = (weight: number): string => {
  const path = new URL(
    `../../../node_modules/@fontsource/inter/files/inter-latin-${weight}-normal.woff2`,
    import.meta.url,
  );
  const font = readFileSync(path).toString('base64');
  return `@font-face{font-family:Inter;font-weight:${weight};src:url(data:font/woff2;base64,${font})}`;
};

/** The page around what is shown, as wide as the part of the app that is. */
export const page = (style: string, body: string, width: number): string =>
  `<!doctype html><meta charset="utf-8"><style>${[400, 500, 600, 700].map(face).join('')}
*{box-sizing:border-box}body{margin:0;width:${width}px;font-family:Inter,"DejaVu Sans",sans-serif;
-webkit-font-smoothing:antialiased}img{display:block}${style}</style><body>${body}</body>`;
