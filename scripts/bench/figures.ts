/** From what processes tell to figures. */
import type { Figures, Outcome, SampleOutcome, TrainCase, TrainOutcome, Work } from "./types.ts";

/**
 * Figures of a training run. Those of the steady state are medians over the steps after the first `warm`; the others are
 * over the whole run, with all that is done once.
 */
export function trainFigures(outcome: TrainOutcome, work: Work, warm: number): Figures {
  const { run_s, step_s, cpu_s, matmul_flops_per_s: product, peak_rss_mb } = outcome;
  const steady = (amounts: readonly number[]) =>
    median(amounts.map((amount, i) => amount / step_s[i]!).slice(warm));
  const whole = (amounts: readonly number[]) => sum(amounts) / run_s;
  const cpu = cpu_s.map((by, i) => by - (cpu_s[i - 1] ?? 0));
  return {
    pairs_per_s: whole(work.pairs),
    steady_pairs_per_s: steady(work.pairs),
    tokens_per_s: whole(work.tokens),
    steady_tokens_per_s: steady(work.tokens),
    step_ms: 1000 * median(step_s.slice(warm)),
    step_cpu_ms: 1000 * median(cpu.slice(warm)),
    first_step_ms: 1000 * step_s[0]!,
    run_s,
    peak_rss_mb,
    matmul_gflops: product / 1e9,
    share_of_matmul: whole(work.flops) / product,
    steady_share_of_matmul: steady(work.flops) / product,
    ...(outcome.padded !== undefined && { padded: outcome.padded }),
  };
}

/** Figures of a sampling run: its first repetition holds what is done once. */
export function sampleFigures({ repeat_s, tokens, peak_rss_mb }: SampleOutcome): Figures {
  const later = repeat_s.length > 1 ? repeat_s.slice(1) : repeat_s;
  return {
    tokens_per_s: tokens * repeat_s.length / sum(repeat_s),
    steady_tokens_per_s: tokens / median(later),
    run_s: sum(repeat_s),
    peak_rss_mb,
  };
}

/** Figures of either. */
export function figuresOf(outcome: Outcome, measured: { work?: Work; warm?: number }): Figures {
  const figures = "repeat_s" in outcome
    ? sampleFigures(outcome)
    : trainFigures(outcome, measured.work!, measured.warm!);
  const { others_cores } = outcome;
  return { ...figures, ...(others_cores !== undefined && { others_cores }) };
}

/** The median of each figure over the rounds. */
export function medianFigures(rounds: readonly Figures[]): Figures {
  return Object.fromEntries(
    Object.keys(rounds[0]!).map((name) => [name, median(rounds.map((round) => round[name]!))]),
  );
}

/** Ours over the peer's, for the figures that are compared. */
export function ratiosOf(ours: Figures, peer: Figures): Figures {
  const names = [
    "pairs_per_s",
    "steady_pairs_per_s",
    "tokens_per_s",
    "steady_tokens_per_s",
    "peak_rss_mb",
  ];
  return Object.fromEntries(
    names.filter((name) => name in ours && name in peer)
      .map((name) => [name, ours[name]! / peer[name]!]),
  );
}

/** A step of two modules in one pass, against one step of DPO and against two. */
export function againstDpo(ofs: Figures, dpo: Figures): Figures {
  return {
    ofs_step_ms: ofs.step_ms!,
    dpo_step_ms: dpo.step_ms!,
    against_one_dpo_step: ofs.step_ms! / dpo.step_ms!,
    against_two_dpo_steps: ofs.step_ms! / (2 * dpo.step_ms!),
  };
}

/** The largest difference of two loss curves, step by step. */
export function parityOf(ours: readonly number[], peer: readonly number[]) {
  const steps = Math.min(ours.length, peer.length);
  const differences = Array.from({ length: steps }, (_, i) => Math.abs(ours[i]! - peer[i]!));
  return { steps, largest_loss_difference: Math.max(...differences) };
}

/** Steps after which a case is steady, as far as it has so many. */
export function warmOf({ warm, steps }: TrainCase): number {
  return Math.min(warm, steps - 1);
}

/** The middle value; the mean of both where there are two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
