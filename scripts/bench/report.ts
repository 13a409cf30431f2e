/** From a bench's result to its page. */
import { costChart, curveChart, ratioChart, type Spot } from "./charts.ts";
import type { Measured } from "./measure.ts";
import { type Page, type Section, writePage } from "./page.ts";
import {
  type BenchResult,
  casesOf,
  isQuiet,
  ofsTable,
  ratioTableOf,
  sidesOf,
  tableOf,
} from "./result.ts";
import { type ChartSpec, tableMarkdown } from "../../lib/report/mod.ts";
import type { Workload } from "./types.ts";

export { writePage };

/** How each axis is called. */
const AXES: Readonly<Record<string, string>> = {
  batch: "Pairs a step",
  context: "Tokens of a row, half of them prompt",
  size: "Parameters of the model, millions",
  modules: "Modules trained in one pass",
};

/** What a chart says of measurements that are worth little. */
function disturbedNote(cases: readonly Measured[]): string {
  return cases.some(({ ours, peer }) => isQuiet([ours, peer]) === false)
    ? "; disturbed: others computed meanwhile"
    : "";
}

/** The page of a result. */
export function pageOf(result: BenchResult, workloads: readonly Workload[]): Page {
  const { machine, peer } = result;
  const { cpu, cores, memory_gib, system, load } = machine;
  return {
    title: "fastslow: bench",
    lead: [
      `${
        result.date.slice(0, 10)
      }, ${cpu}, ${cores} cores, ${memory_gib} GiB, ${system}; load ${load} at the start.`,
      ...(peer
        ? [`Peer: ${Object.entries(peer.versions).map((pair) => pair.join(" ")).join(", ")}.`]
        : []),
      ...result.notes.map((note) => `${note}.`),
      "Every measurement is a process of its own; figures are medians over its rounds. A whole run goes from model, adapter " +
      "and rows in memory to the end of the last step, with recording and references; steady figures are medians over the " +
      "steps after the first. Useful work counts matrix products over real tokens: a prompt once a pair, the head on " +
      "completions alone, no padding, no gradient of frozen matrices. All figures stand in bench.json.",
    ],
    sections: workloads.map((workload) => sectionOf(result, workload)),
  };
}

/** What standard output carries: the tables of each workload. */
export function summaryOf(result: BenchResult, workloads: readonly Workload[]): string {
  return workloads.map((workload) => {
    const { title, tables } = sectionOf(result, workload);
    return `${title}\n\n${tables.map((rows) => tableMarkdown(rows)).join("\n")}`;
  }).join("\n");
}

function sectionOf(result: BenchResult, workload: Workload): Section {
  const cases = casesOf(result, workload);
  const ofs = result.ofs.filter(({ workload: name }) => name === workload.name);
  const ratios = ratioTableOf(cases);
  return {
    title: workload.title,
    text: cases.some(({ settings }) => settings.modules !== undefined)
      ? ["One thing at a time is changed in a step of 8 pairs × 64 tokens, 4 × 128, one module."]
      : [],
    tables: [tableOf(cases), ratios, ofsTable(ofs)].filter((rows) => rows.length > 0),
    charts: {
      ...ratioCharts(workload, cases),
      ...lossCharts(workload, cases),
      ...costCharts(workload, cases),
    },
  };
}

function ratioCharts({ name, title }: Workload, cases: readonly Measured[]): Charts {
  const ratios = cases.flatMap(({ case: one, engine, precision, ratios }) =>
    ratios === undefined ? [] : [
      {
        name: `${one}, ${engine}, ${precision}: rate`,
        ratio: (ratios.pairs_per_s ?? ratios.tokens_per_s)!,
      },
      { name: `${one}, ${engine}, ${precision}: memory`, ratio: ratios.peak_rss_mb! },
    ]
  );
  if (ratios.length === 0) return {};
  const words = {
    title: `Against the peer: ${title}`,
    subtitle: `Whole runs; a higher rate and less memory are better${disturbedNote(cases)}`,
    x: "fastslow over the peer",
  };
  return { [`${name}-ratios`]: ratioChart(ratios, words) };
}

function lossCharts({ name, title }: Workload, cases: readonly Measured[]): Charts {
  const compared = cases.filter(({ peer }) => peer?.loss !== undefined);
  const spots = compared.flatMap((one) =>
    sidesOf(one).flatMap(([who, { loss = [] }]) =>
      loss.map((y, i): Spot => ({ line: `${who}, ${one.precision}`, x: i + 1, y }))
    )
  );
  if (spots.length === 0) return {};
  const words = {
    title: `Loss of both: ${title}`,
    subtitle: "The same model, starting adapter and rows in the same order",
    x: "Step",
    y: "Loss, nats",
  };
  return { [`${name}-loss`]: curveChart(spots, words) };
}

function costCharts({ name }: Workload, cases: readonly Measured[]): Charts {
  return Object.fromEntries(
    Object.entries(AXES).flatMap(([axis, x]) => {
      const spots = cases.filter(({ axes }) => axes?.[axis] !== undefined)
        .map(({ axes, engine, precision, ours }): Spot => ({
          line: `${engine}, ${precision}`,
          x: axes![axis]!,
          y: ours.median.step_ms!,
        }))
        .sort((a, b) => a.x - b.x);
      if (spots.length === 0) return [];
      const words = {
        title: `What a step costs: ${x.toLowerCase()}`,
        subtitle: `Steady steps, median; both axes logarithmic${disturbedNote(cases)}`,
        x,
        y: "Milliseconds a step",
      };
      return [[`${name}-${axis}`, costChart(spots, words)]];
    }),
  );
}

type Charts = Record<string, ChartSpec>;
