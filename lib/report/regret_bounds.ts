/** The sections about what theorems promise. */
import type { MetricRow } from "../base/mod.ts";
import { boundChart } from "./bound_chart.ts";
import type { ReportSection } from "./content.ts";
import { distinct, intervalAt, partOf } from "./regret_part.ts";

const BOUND =
  "One pair a round with six features, differences of length 1, Bradley-Terry labels, β = 0.5, all points in a ball of diameter D = 4, hence G = 0.5. The bounds are theorems for α = 0: (3/2)GD√T for gradient descent at D/(G√t), √2 D Σ‖g_i‖ for AdaGrad, ‖θ_1 − u‖²/(2η) + (η/2)Σ‖g‖² for a fixed rate. None covers the chase (ofs): its regret is measured, no more, beside either of its modules alone (ogd, ogd-slow) and both that swap roles without it (ofs-a0).";
const CERTIFICATE =
  "The Frank-Wolfe gap ⟨g, u⟩ + R‖g‖ says by how much, at most, any other point in the ball could beat the best point in hindsight that was found; the largest over seeds.";
const MOVING =
  "Gradient descent at D/(G√t) while the truth goes from one end of the ball to the other. The bound of dynamic regret grows with the path length of what it is held against.";

/** Regret over T with its bounds, certificates, dynamic regret. */
export function boundSections(rows: readonly MetricRow[]): ReportSection[] {
  const bound = partOf(rows, "bound");
  if (bound.length === 0) return [];
  return [
    {
      title: "Regret against its bound",
      text: BOUND + reached(bound),
      chart: {
        name: "bound",
        spec: boundChart(bound),
        caption: "Regret over the rounds, and what is promised (dashed).",
      },
      table: beside(bound.filter(({ method }) => method !== "best-in-hindsight")),
    },
    { title: "How exact the best points are", text: CERTIFICATE, table: certificates(bound) },
    { title: "Dynamic regret", text: MOVING, table: moving(partOf(rows, "moving")) },
  ];
}

/** Which T not every seed reached, in words. */
function reached(rows: readonly MetricRow[]): string {
  const seedsAt = (T: number) =>
    rows.filter(({ step, metric }) => step === T && metric === "total");
  const counts = distinct(rows, "step").map((T) => ({ T, seeds: seedsAt(T).length }));
  const all = Math.max(...counts.map(({ seeds }) => seeds));
  const fewer = counts.filter(({ seeds }) => seeds < all)
    .map(({ T, seeds }) => `T = ${T} was reached by ${seeds} of ${all} seeds`);
  return fewer.length === 0 ? "" : ` ${fewer.join("; ")}.`;
}

function beside(rows: readonly MetricRow[]) {
  return distinct(rows, "method").flatMap((method) =>
    distinct(rows, "step").map((T) => {
      const at = (metric: string) =>
        rows.filter((row) => row.method === method && row.step === T && row.metric === metric);
      const bounds = at("bound");
      const shares = at("regret").map(({ seed, value }) =>
        value / (bounds.find((row) => row.seed === seed)?.value ?? NaN)
      );
      return {
        method,
        T,
        seeds: at("regret").length,
        "regret (nats)": intervalAt(rows, method, "regret", T),
        "bound (nats)": intervalAt(rows, method, "bound", T),
        "largest regret / bound": bounds.length === 0 ? null : Math.max(...shares),
      };
    })
  );
}

function certificates(rows: readonly MetricRow[]) {
  const own = rows.filter(({ method }) => method === "best-in-hindsight");
  return distinct(own, "step").map((T) => {
    const gaps = own.filter(({ step, metric }) => step === T && metric === "certificate");
    return {
      T,
      seeds: gaps.length,
      "loss of the best point (nats)": intervalAt(own, "best-in-hindsight", "total", T),
      "largest certificate (nats)": Math.max(...gaps.map(({ value }) => value)).toExponential(2),
    };
  });
}

function moving(rows: readonly MetricRow[]) {
  return distinct(rows, "method").map((comparator) => {
    const at = (metric: string) => intervalAt(rows, comparator, metric, rows[0]!.step);
    return {
      "held against": comparator,
      "path length": at("path"),
      "dynamic regret (nats)": at("regret"),
      "bound (nats)": at("bound"),
    };
  });
}
