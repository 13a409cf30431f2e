/** The look of a report's page, on light and on dark screens. */
import { STYLES } from "./method_style.ts";
import { GRID, INK, MUTED, PAPER, SHADE } from "./theme.ts";

/** Greys of the charts and what they become on dark paper. */
const GREYS: readonly (readonly [string, string])[] = [
  [INK, "#e6edf3"],
  [MUTED, "#9aa4af"],
  [GRID, "#2b323a"],
  [SHADE, "#49525c"],
  [PAPER, "#161b22"],
];

/** Style sheet. */
export function pageStyle(): string {
  const colours = [...GREYS, ...STYLES.map(({ colour, dark }) => [colour, dark] as const)];
  // A rule of a style sheet is stronger than an attribute of the picture.
  const charts = colours.map(([light, dark]) =>
    `svg [fill="${light}"] { fill: ${dark} } svg [stroke="${light}"] { stroke: ${dark} }`
  );
  return `${PAGE}\n@media screen and (prefers-color-scheme: dark) {\n${DARK}\n${
    charts.join("\n")
  }\n}\n`;
}

const PAGE = `
:root {
  color-scheme: light dark;
  --ink: #1f2328; --muted: #59636e; --line: #d5dbe1; --page: #f6f8fa; --paper: #ffffff;
  --good: #116329; --bad: #a40e26; --open: #7a4b00; --link: #0a5fa8;
}
* { box-sizing: border-box }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif;
}
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 1rem; text-wrap: balance }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 3rem 0 .75rem }
p { margin: 0 0 .9rem; max-width: 46rem }
a { color: var(--link) }
.lead p { font-size: 1.1rem }
figure { margin: 1.25rem 0 }
figure svg {
  display: block; max-width: 100%; min-width: 34rem; height: auto;
  border: 1px solid var(--line); border-radius: 8px;
}
figure > div { overflow-x: auto }
figcaption { color: var(--muted); font-size: .92rem; margin-top: .6rem; max-width: 46rem }
.table { overflow-x: auto; margin: 1rem 0 }
table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums }
th, td { padding: .38rem .9rem .38rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
td { white-space: pre-line }
td[style*="right"] { white-space: nowrap }
th { color: var(--muted); font-weight: 600 }
.claims { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem }
.claims li {
  background: var(--paper); border: 1px solid var(--line); border-left: 5px solid var(--muted);
  border-radius: 8px; padding: .8rem 1rem;
}
.claims p { margin: 0 }
.claims .verdict { font-weight: 650; font-size: .92rem; color: var(--muted) }
.claims .evidence { color: var(--muted); font-size: .95rem; margin-top: .25rem }
.claims .supported { border-left-color: var(--good) }
.claims .supported .verdict { color: var(--good) }
.claims .not-supported { border-left-color: var(--bad) }
.claims .not-supported .verdict { color: var(--bad) }
.claims .inconclusive { border-left-color: var(--open) }
.claims .inconclusive .verdict { color: var(--open) }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.5rem; margin: 0 }
dl.facts dt { color: var(--muted) }
dl.facts dd { margin: 0; overflow-wrap: anywhere }
.sample { border-top: 1px solid var(--line); padding-top: 1rem; margin-top: 1rem }
.sample dd, .sample .prompt {
  margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; max-width: 46rem;
}
.sample .prompt { color: var(--muted); margin-bottom: .5rem }
.sample dt { font-weight: 600; margin-top: .6rem }
.sample dt span { color: var(--muted); font-weight: 400 }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted) }
@media (max-width: 40rem) {
  dl.facts { grid-template-columns: 1fr; gap: 0 }
  dl.facts dd { margin-bottom: .5rem }
}
@media print { body { background: none } h2 { break-after: avoid } figure { break-inside: avoid } }
`.trim();

const DARK = `
:root {
  --ink: #e6edf3; --muted: #9aa4af; --line: #30363d; --page: #0d1117; --paper: #161b22;
  --good: #4ac26b; --bad: #ff8182; --open: #e3b341; --link: #58a6ff;
}
`.trim();
