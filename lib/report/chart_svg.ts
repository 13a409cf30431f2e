import type { ChartSpec } from "./chart_spec.ts";
import { chartTitle } from "./chart_title.ts";
import { escapeUTF8 } from "./entities.ts";
import { vega } from "./vega.ts";
import { compile, type TopLevelSpec } from "./vega_lite.ts";

/**
 * Draws a chart as an SVG picture, without a browser and without a canvas.
 *
 * @param spec A Vega-Lite specification with its data inlined.
 * @returns The picture, with the chart's title and description for those who cannot see it. The same specification
 * gives the same picture, byte for byte.
 * @throws {SyntaxError} If Vega cannot understand the specification.
 * @throws {RangeError} If the specification names a file or an address.
 *
 * @example
 * ```ts
 * import { chartSvg, regretChart } from "@fastslow/fastslow/report";
 * import { match } from "node:assert/strict";
 *
 * const rows = [1, 2].map((step) => ({ method: "dpo", seed: 0, step, metric: "regret", value: step / 2 }));
 * match(await chartSvg(regretChart(rows)), /^<svg .*Cumulative regret/s);
 * ```
 */
export async function chartSvg(spec: ChartSpec): Promise<string> {
  const { view, problems } = viewOf(spec);
  try {
    // Ids of clips and gradients count up over a process.
    vega.resetSVGDefIds();
    const svg = await view.toSVG();
    // Vega goes on after an error and draws what is left.
    if (problems[0]) throw problems[0];
    return labelled(rounded(svg), spec);
  } finally {
    view.finalize();
  }
}

/** A view that has not drawn yet, and the list that its problems will be put on. */
function viewOf(spec: ChartSpec): { readonly view: vega.View; readonly problems: Error[] } {
  const problems: Error[] = [];
  const report = (problem: Error) => void problems.push(problem);
  try {
    const copy = structuredClone(spec) as unknown as TopLevelSpec;
    const { spec: whole } = compile(copy, { logger: listening(report) });
    const view = new vega.View(vega.parse(whole), {
      renderer: "none",
      loader: closed(report),
      logger: listening(report),
    });
    return { view, problems };
  } catch (error) {
    throw misunderstood(error);
  }
}

/** A logger that reports errors and keeps the rest to itself. */
function listening(report: (problem: Error) => void): vega.LoggerInterface {
  const logger = vega.logger(vega.None);
  logger.error = (...args) => {
    report(misunderstood(args.find((arg) => arg instanceof Error) ?? args.join(" ")));
    return logger;
  };
  return logger;
}

function misunderstood(error: unknown): SyntaxError {
  const why = error instanceof Error ? error.message : String(error);
  return new SyntaxError(`Cannot draw the chart as Vega does not understand it: ${why}`, {
    cause: error,
  });
}

/** A loader that lets nothing in: what a chart shows stands in its specification. */
function closed(report: (problem: Error) => void): vega.Loader {
  function refuse(address: string): Promise<never> {
    const problem = new RangeError(
      `Cannot draw the chart as it names ${address}: put the data into the specification`,
    );
    report(problem);
    return Promise.reject(problem);
  }
  return { load: refuse, sanitize: refuse, http: refuse, file: refuse };
}

/** Cuts coordinates to hundredths of a pixel: a third of the bytes, and no noise of the last digit. */
function rounded(svg: string): string {
  return svg.replace(
    / (d|transform|x|y|x2|y2|width|height)="([^"]*)"/g,
    (_, name, value) =>
      ` ${name}="${
        value.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (x: string) => `${+Number(x).toFixed(2)}`)
      }"`,
  );
}

/** Gives the picture a name and a description. */
function labelled(svg: string, spec: ChartSpec): string {
  const label = `<title>${escapeUTF8(chartTitle(spec))}</title>` +
    `<desc>${escapeUTF8(spec.description)}</desc>`;
  return svg.replace(/^<svg ([^>]*)>/, (_, rest) => `<svg role="img" ${rest}>${label}`);
}
