/** What is wrong with a chart: warnings of Vega-Lite, texts cut off, texts that cover each other. */
import type { ChartSpec } from "../../lib/report/mod.ts";
import { compile, type TopLevelSpec } from "../../lib/report/vega_lite.ts";
import type { PlacedText } from "./_svg.ts";

/** What Vega-Lite warns of. */
export function complaints(spec: ChartSpec): string[] {
  const said: string[] = [];
  const logger = {
    level: () => logger,
    error: (...words: unknown[]) => (said.push(words.join(" ")), logger),
    warn: (...words: unknown[]) => (said.push(words.join(" ")), logger),
    info: () => logger,
    debug: () => logger,
  };
  compile(structuredClone(spec) as unknown as TopLevelSpec, { logger: logger as never });
  return said;
}

/** Whether a text reaches out of the picture. */
export function isCut(
  { left, right, top, bottom }: PlacedText,
  [width, height]: [number, number],
): boolean {
  return left < 0 || top < 0 || right > width || bottom > height;
}

/** Pairs of texts that cover each other. */
export function covered(texts: readonly PlacedText[]): string[] {
  return texts.flatMap((a, i) =>
    texts.slice(i + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.text} / ${b.text}`)
  );
}
