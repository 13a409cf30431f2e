/** How a method looks, in every chart alike: cool colours for DPO and its controls, warm ones for OFS and its. */

/** How a method looks. */
export interface MethodStyle {
  /** Colour on light paper. */
  readonly colour: string;
  /** Colour on dark paper. */
  readonly dark: string;
  /** Vega's name of its symbol. */
  readonly shape: string;
  /** Lengths of dashes and gaps, in pixels; `[1, 0]` is a whole line. */
  readonly dash: readonly [number, number];
}

const WHOLE = [1, 0] as const;
const DASHED = [5, 3] as const;
const DOTTED = [1.5, 3] as const;

/** Blue and vermilion are told apart by every kind of colour vision (Okabe and Ito), so they lead the two families. */
const KNOWN: Readonly<Record<string, MethodStyle>> = {
  reference: { colour: "#6b7480", dark: "#9aa4b0", shape: "diamond", dash: DASHED },
  dpo: { colour: "#0a5fa8", dark: "#58a6ff", shape: "circle", dash: WHOLE },
  "ofs-dpo": { colour: "#d1490b", dark: "#ff8a4c", shape: "square", dash: WHOLE },
  // Across domains: the same families, and grey for what bounds them.
  "seq-dpo": { colour: "#0a5fa8", dark: "#58a6ff", shape: "circle", dash: WHOLE },
  "cofs-dpo": { colour: "#d1490b", dark: "#ff8a4c", shape: "square", dash: WHOLE },
  joint: { colour: "#6b7480", dark: "#9aa4b0", shape: "diamond", dash: DASHED },
  oracle: { colour: "#3c444d", dark: "#c3ccd5", shape: "cross", dash: DASHED },
};

const COOL: readonly MethodStyle[] = [
  { colour: "#2a8fc4", dark: "#7cc7ee", shape: "triangle-up", dash: WHOLE },
  { colour: "#0b7f5c", dark: "#3fc79a", shape: "diamond", dash: WHOLE },
  { colour: "#5a58b8", dark: "#a9a6f5", shape: "triangle-down", dash: WHOLE },
  { colour: "#2b9a97", dark: "#6fd3cf", shape: "cross", dash: WHOLE },
  { colour: "#6d7d1f", dark: "#b7c867", shape: "triangle-right", dash: WHOLE },
];

const WARM: readonly MethodStyle[] = [
  { colour: "#c17a00", dark: "#f0b44d", shape: "triangle-up", dash: WHOLE },
  { colour: "#b8468f", dark: "#ee8fc9", shape: "diamond", dash: WHOLE },
  { colour: "#85542a", dark: "#cf9c6d", shape: "triangle-down", dash: WHOLE },
  { colour: "#7d1f4e", dark: "#d97aa9", shape: "cross", dash: WHOLE },
  { colour: "#dc5a72", dark: "#ff9bad", shape: "triangle-right", dash: WHOLE },
];

/**
 * Others in a fixed order, so that a colour does not depend on which of them a chart shows; those of one experiment, and
 * those of the other.
 */
const COOL_NAMES = [
  ["dpo-decay", "dpo-polyak", "dpo-lr-alpha", "dpo-ema", "dpo-twice"],
  ["codpo", "replay", "ewc", "seq-polyak", "average-dpo"],
  ["stale-dpo", "online-dpo", "fdpo", "tr-dpo"],
];
const WARM_NAMES = [
  ["ofs-alpha-0", "ofs-equal-rates", "ofs-no-swap", "ofs-raw", "ofs-swap-rates"],
  ["seq-ofs", "average", "cofs-free", "cofs-factor", "cofs-svd"],
  ["online-ofs-dpo"],
];

/** All styles there are, for a page that shows them on dark paper. */
export const STYLES: readonly MethodStyle[] = [...COOL, ...WARM, ...Object.values(KNOWN)];

/** The style of a method, from its name alone. Methods that are not known by name are dotted. */
export function methodStyle(method: string): MethodStyle {
  if (Object.hasOwn(KNOWN, method)) return KNOWN[method]!;
  for (const [lists, styles] of [[COOL_NAMES, COOL], [WARM_NAMES, WARM]] as const) {
    const at = Math.max(...lists.map((names) => names.indexOf(method)));
    if (at >= 0) return styles[at]!;
  }
  const styles = /^c?ofs/.test(method) ? WARM : COOL;
  return { ...styles[hash(method) % styles.length]!, shape: "triangle-left", dash: DOTTED };
}

/** A number that names spread evenly over (FNV-1a). */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (const char of text) h = Math.imul(h ^ char.codePointAt(0)!, 0x01000193) >>> 0;
  return h;
}
