/** The sections that watch the two modules. */
import type { MetricRow } from "../base/mod.ts";
import { summarise } from "../evaluate/mod.ts";
import type { ReportSection } from "./content.ts";
import { gradientChart } from "./gradient_chart.ts";
import { intervalOf } from "./interval_of.ts";
import { metricChart } from "./metric_chart.ts";
import { distinct, partOf } from "./regret_part.ts";
import { phaseChart } from "./phase_chart.ts";

const GRADIENT =
  "Separable labels, α = 0.5. Where h_F = h_S the chase adds αβ/2 to |∂L/∂h|; as soon as F leads it adds less. What reaches the parameters is another matter: the table has the length of the last update, which AdamW scales by the gradients themselves.";
const PHASE =
  "Noisy labels, α = 0.5, k = 10. F begins as the fast-rate module; where the slow-rate one pays less over a window, it takes the role. Then S is the module of the larger rate, and L_S rewards it for running ahead of F.";
const RAW =
  "Noisy labels, α = 0.5. The paper's raw L_S has no lower bound. The clamp bounds how far S gains by leading, but F's own chase goes on pulling it after S, and S may follow. Whether they run, where roles swap and where the fast-rate module keeps role F, the claims say by how much ‖S‖ grows over the second half. L_S is on fresh pairs.";

/** Gradients, the plane of margins, and what L_S does. */
export function watchedSections(rows: readonly MetricRow[]): ReportSection[] {
  const [gradient, phase, raw] = ["gradient", "phase", "raw"].map((part) => partOf(rows, part));
  if (gradient!.length === 0) return [];
  return [
    gradientSection(gradient!, "SGD", { method: "ofs-dpo", rival: "dpo" }),
    gradientSection(gradient!, "AdamW", { method: "ofs-adamw", rival: "dpo-adamw" }),
    {
      title: "Margins of F and S",
      text: PHASE,
      chart: {
        name: "phase",
        spec: phaseChart(phase!),
        caption: "Mean margin of S against that of F on fresh pairs; roles may swap.",
      },
    },
    {
      title: "What L_S does",
      text: RAW,
      chart: {
        name: "raw",
        spec: metricChart(raw!, "norm_S", {
          title: "How far S goes",
          valueTitle: "‖S‖",
          emphasis: ["ofs-dpo", "ofs-raw"],
        }),
        caption: "Length of the module in role S, under noise.",
      },
      table: lastOf(raw!, {
        norm_F: "‖F‖ (DPO: ‖θ‖)",
        norm_S: "‖S‖",
        loss_F: "loss of what is played (nats)",
        L_S: "L_S (nats)",
      }),
    },
  ];
}

function gradientSection(
  rows: readonly MetricRow[],
  optimiser: string,
  { method, rival }: { readonly method: string; readonly rival: string },
): ReportSection {
  const own = rows.filter((row) => [method, rival].includes(row.method));
  return {
    title: `Does the gradient vanish? ${optimiser}`,
    ...(optimiser === "SGD" ? { text: GRADIENT } : {}),
    chart: {
      name: `gradient-${optimiser.toLowerCase()}`,
      spec: gradientChart(own, { method, rival }),
      caption: `Mean |∂L/∂h| on separable labels under ${optimiser}, beside αβ/2.`,
    },
    table: lastOf(own, {
      slope_F: "|∂L/∂h| of F at the end",
      slope_S: "of S",
      move: "length of the last update",
    }),
  };
}

/** What methods have at the end, by metric. */
function lastOf(rows: readonly MetricRow[], columns: Readonly<Record<string, string>>) {
  const summary = summarise(rows);
  return distinct(rows, "method").map((method) => ({
    method,
    ...Object.fromEntries(
      Object.entries(columns).map(([metric, heading]) => [
        heading,
        intervalOf(summary, method, metric),
      ]),
    ),
  }));
}
