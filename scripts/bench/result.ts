/** All that a bench came to, and how it is told. */
import { QUIET } from "./disturbance.ts";
import { againstDpo } from "./figures.ts";
import type { Machine } from "./machine.ts";
import type { Measured, Side } from "./measure.ts";
import type { Figures, Workload } from "./types.ts";

/** Contents of `bench.json`. */
export interface BenchResult {
  /** When it began, as ISO 8601. */
  readonly date: string;
  /** Arguments of the command. */
  readonly arguments: readonly string[];
  readonly machine: Machine;
  /** Lines that say which rows were measured on. */
  readonly notes: readonly string[];
  /** The peer's program and versions, where it ran. */
  readonly peer?: { readonly python: string; readonly versions: Readonly<Record<string, string>> };
  readonly cases: readonly Measured[];
  /** Two modules in one pass against one and two steps of DPO. */
  readonly ofs: readonly OfsRow[];
}

/** OFS-DPO against DPO in one workload. */
export interface OfsRow {
  readonly workload: string;
  readonly engine: string;
  readonly precision: string;
  readonly figures: Figures;
  /** Whether both had the machine to themselves; absent where nobody knows. */
  readonly undisturbed?: boolean;
}

/** The comparisons that workloads of both methods allow. */
export function ofsRows(cases: readonly Measured[]): OfsRow[] {
  return cases.filter((one) => one.case === "ofs-dpo").flatMap((ofs) => {
    const { workload, engine, precision } = ofs;
    const dpo = cases.find((other) =>
      other.case === "dpo" && other.workload === workload && other.engine === engine &&
      other.precision === precision
    );
    if (dpo === undefined) return [];
    const undisturbed = isQuiet([ofs.ours, dpo.ours]);
    const figures = againstDpo(ofs.ours.median, dpo.ours.median);
    return [{
      workload,
      engine,
      precision,
      figures,
      ...(undisturbed !== undefined && { undisturbed }),
    }];
  });
}

/** Rows of the table of a workload: one a side. */
export function tableOf(cases: readonly Measured[]): object[] {
  const [several, precisions] = [differs(cases, "case"), differs(cases, "precision")];
  return cases.flatMap((one) =>
    sidesOf(one).map(([who, side]) => ({
      ...(several && { case: one.case }),
      who,
      ...(precisions && { precision: one.precision }),
      ...columns(side),
    }))
  );
}

/** Rows of the table of ratios: ours over the peer's. */
export function ratioTableOf(cases: readonly Measured[]): object[] {
  return cases.flatMap(({ case: name, engine, precision, ours, peer, ratios, parity }) =>
    ratios === undefined ? [] : [{
      case: name,
      engine,
      precision,
      ...("pairs_per_s" in ratios
        ? { "pairs/s, whole run": ratios.pairs_per_s, "pairs/s, steady": ratios.steady_pairs_per_s }
        : {
          "tokens/s, whole run": ratios.tokens_per_s,
          "tokens/s, steady": ratios.steady_tokens_per_s,
        }),
      "peak memory": ratios.peak_rss_mb,
      undisturbed: isQuiet([ours, peer]) ?? null,
      ...(parity && { "largest difference of the loss": parity.largest_loss_difference }),
    }]
  );
}

/** Whether all of these measurements had the machine to themselves; undefined where nobody knows. */
export function isQuiet(sides: readonly (Side | undefined)[]): boolean | undefined {
  const cores = sides.flatMap((side) => side?.rounds.map(({ others_cores }) => others_cores) ?? []);
  if (cores.some((one) => one === undefined)) return undefined;
  return cores.every((one) => one! <= QUIET);
}

/** Rows of the table of OFS-DPO against DPO. */
export function ofsTable(rows: readonly OfsRow[]): object[] {
  return rows.map(({ workload, engine, precision, figures, undisturbed }) => ({
    workload,
    engine,
    precision,
    "OFS-DPO step, ms": figures.ofs_step_ms,
    "DPO step, ms": figures.dpo_step_ms,
    "against one": figures.against_one_dpo_step,
    "against two": figures.against_two_dpo_steps,
    undisturbed: undisturbed ?? null,
  }));
}

/** Who was measured, by a name. */
export function sidesOf({ engine, ours, peer }: Measured): (readonly [string, Side])[] {
  return [
    [`fastslow, ${engine}`, ours],
    ...(peer ? [[peerName(peer), peer] as const] : []),
  ];
}

/** What the peer is called. */
export function peerName({ versions, loss }: Side): string {
  return loss === undefined ? `transformers ${versions.transformers}` : `TRL ${versions.trl}`;
}

/** The cases of one workload. */
export function casesOf({ cases }: BenchResult, { name }: Pick<Workload, "name">): Measured[] {
  return cases.filter(({ workload }) => workload === name);
}

function columns(side: Side): object {
  const figures = side.median;
  // Steps and product that others disturb unlike give shares above one.
  const share = (value: number | undefined) =>
    value === undefined || isQuiet([side]) === false ? null : 100 * value;
  return "pairs_per_s" in figures
    ? {
      "pairs/s, whole run": figures.pairs_per_s,
      "pairs/s, steady": figures.steady_pairs_per_s,
      "tokens/s, steady": figures.steady_tokens_per_s,
      "step, ms": figures.step_ms,
      "step, ms of all cores": figures.step_cpu_ms,
      "first step, ms": figures.first_step_ms,
      "peak memory, MiB": Math.round(figures.peak_rss_mb!),
      "cores others used": figures.others_cores ?? null,
      "2048³ product, GFLOP/s": figures.matmul_gflops,
      "useful share of it, %": share(figures.steady_share_of_matmul),
    }
    : {
      "tokens/s, whole run": figures.tokens_per_s,
      "tokens/s, steady": figures.steady_tokens_per_s,
      "peak memory, MiB": Math.round(figures.peak_rss_mb!),
      "cores others used": figures.others_cores ?? null,
    };
}

function differs(cases: readonly Measured[], name: "case" | "precision"): boolean {
  return new Set(cases.map((one) => one[name])).size > 1;
}
