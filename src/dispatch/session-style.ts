/** How a shared session looks: readable on paper, on a phone, in the light and in the dark. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #f6f7f9; --sheet: #ffffff; --line: #dde1e7; --text: #1c2026; --sub: #565f6d; --link: #0a62a8; --mark: #0a7cc4; --warn: #8a4b00; --code: #eef1f5; }
@media (prefers-color-scheme: dark) { :root { --ground: #14161a; --sheet: #1b1d22; --line: #3a3f49; --text: #f3f4f6; --sub: #b9c0cb; --link: #7cc8ff; --mark: #4cc3ff; --warn: #ffb469; --code: #23262d; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; }
.page { max-width: 824px; margin: 0 auto; padding: 40px 16px 64px; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 4px; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; line-height: 1.35; margin: 0; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; border-radius: 4px; }
.sub { color: var(--sub); margin: 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 12px 24px; margin: 24px 0; padding: 16px 0; border: solid var(--line); border-width: 1px 0; }
.facts dt { color: var(--sub); font-size: 0.82rem; }
.facts dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.turns { margin: 0 0 32px; padding: 0; list-style: none; }
.turns a { display: flex; gap: 12px; padding: 5px 0; text-decoration: none; }
.turns a span:last-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.turns a:hover span:last-child { text-decoration: underline; }
.number { color: var(--sub); font-variant-numeric: tabular-nums; min-width: 1.6em; text-align: right; }
article { background: var(--sheet); border: 1px solid var(--line); border-radius: 14px; padding: 24px 31px; margin: 0 0 24px; }
article > header { display: flex; gap: 12px; align-items: baseline; }
.meta { color: var(--sub); font-size: 0.86rem; margin: 4px 0 0; overflow-wrap: anywhere; }
.asked { margin: 16px 0; padding: 2px 0 2px 14px; border-left: 3px solid var(--mark); }
.asked p, .words, .nothing { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
code, pre { font: 0.86em/1.5 'IBM Plex Mono', ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.asked code { color: var(--sub); overflow-wrap: anywhere; }
figure { margin: 16px 0; }
img { display: block; width: 100%; height: auto; border-radius: 14px; }
.caveats { color: var(--warn); font-size: 0.9rem; margin: 12px 0 0; padding-left: 1.2em; overflow-wrap: anywhere; }
.nothing { color: var(--sub); font-style: italic; margin-top: 12px; }
details { margin-top: 16px; border-top: 1px solid var(--line); padding-top: 12px; }
summary { cursor: pointer; color: var(--sub); font-size: 0.9rem; }
pre { background: var(--code); border-radius: 8px; padding: 12px; max-height: 420px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
footer { color: var(--sub); font-size: 0.86rem; }
@media (max-width: 560px) { article { padding: 18px 15px; } }
@media print { body { background: none; } article { break-inside: avoid; } .turns, details { display: none; } }
`;
