/** Measures a workload: its cases in turn, round after round, each beside the peer where there is one. */
import { figuresOf, medianFigures, parityOf, ratiosOf, warmOf } from "./figures.ts";
import type { Threads } from "./peer_threads.ts";
import type { Case, Figures, Outcome, Precision, Prepared, Workload } from "./types.ts";

/** A case on one engine at one precision. */
export interface Entrant {
  readonly case: Case;
  readonly prepared: Prepared;
  readonly engine: string;
  readonly precision: Precision;
}

/** Runs one process and gives what it tells. */
export type Runner = (entrant: Entrant) => Promise<Outcome>;

/** Who is measured. */
export interface Sides {
  readonly ours: Runner;
  readonly peer?: Runner;
}

/** What one side came to. */
export interface Side {
  /** The median of each figure over the rounds. */
  readonly median: Figures;
  /** Figures of each process. */
  readonly rounds: readonly Figures[];
  readonly versions: Readonly<Record<string, string>>;
  /** How the peer's threads waited, round by round. */
  readonly threads?: readonly Threads[];
  /** Loss of each step of the first round, in nats, where the case trains. */
  readonly loss?: readonly number[];
}

/** What a case came to. */
export interface Measured {
  readonly workload: string;
  readonly case: string;
  readonly engine: string;
  readonly precision: Precision;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly axes?: Readonly<Record<string, number>>;
  readonly ours: Side;
  readonly peer?: Side;
  /** Ours over the peer's. */
  readonly ratios?: Figures;
  /** How far the two loss curves part. */
  readonly parity?: ReturnType<typeof parityOf>;
}

/** Which processes a workload starts, in order; the peer runs beside the first engine only. */
export function* turnsOf(
  { rounds, peerRounds }: Pick<Workload, "rounds" | "peerRounds">,
  entrants: readonly Entrant[],
  sides: Sides,
): Generator<
  { readonly entrant: Entrant; readonly side: "ours" | "peer"; readonly round: number }
> {
  for (let round = 0; round < Math.max(rounds, sides.peer ? peerRounds : 0); round++) {
    for (const entrant of entrants) {
      yield { entrant, side: "ours", round };
      const beside = entrant.engine === entrants[0]!.engine;
      if (sides.peer && beside && round < peerRounds) yield { entrant, side: "peer", round };
    }
  }
}

/**
 * Measures a workload.
 *
 * @param onTurn Told each process before it starts.
 */
export async function measure(
  workload: Workload,
  entrants: readonly Entrant[],
  sides: Sides,
  onTurn: (what: string) => void = () => {},
): Promise<Measured[]> {
  const told = new Map<string, Outcome[]>();
  for (const { entrant, side, round } of turnsOf(workload, entrants, sides)) {
    const { engine, precision } = entrant;
    const who = side === "ours" ? engine : "peer";
    onTurn(`${workload.name}: ${entrant.case.name}, ${who}, ${precision}, round ${round + 1}`);
    const name = nameOf(entrant, side);
    told.set(name, [...told.get(name) ?? [], await sides[side]!(entrant)]);
  }
  return entrants.map((entrant) => {
    const peer = told.get(nameOf(entrant, "peer"));
    return measured(workload.name, entrant, told.get(nameOf(entrant, "ours"))!, peer);
  });
}

/** Whose outcome it is; engines share their peer's. */
function nameOf({ case: { name }, engine, precision }: Entrant, side: "ours" | "peer"): string {
  return [side, name, precision, ...(side === "ours" ? [engine] : [])].join("\n");
}

function measured(
  workload: string,
  entrant: Entrant,
  ours: readonly Outcome[],
  peer: readonly Outcome[] | undefined,
): Measured {
  const { case: { name, model: _, kind, ...settings }, prepared, engine, precision } = entrant;
  const axes = "axes" in settings ? settings.axes : undefined;
  const us = sideOf(entrant, ours);
  const them = peer && sideOf(entrant, peer);
  return {
    workload,
    case: name,
    engine,
    precision,
    settings: { kind, model: prepared.config, parameters: prepared.parameters, ...settings },
    ...(axes && { axes }),
    ours: us,
    ...(them && { peer: them, ratios: ratiosOf(us.median, them.median) }),
    ...(us.loss && them?.loss && { parity: parityOf(us.loss, them.loss) }),
  };
}

function sideOf({ case: each, prepared }: Entrant, outcomes: readonly Outcome[]): Side {
  const setting = each.kind === "train" ? { work: prepared.work!, warm: warmOf(each) } : {};
  const rounds = outcomes.map((outcome) => figuresOf(outcome, setting));
  const [first] = outcomes;
  return {
    median: medianFigures(rounds),
    rounds,
    versions: first!.versions,
    ...(first!.threads && { threads: outcomes.map(({ threads }) => threads!) }),
    ...("loss" in first! && { loss: first.loss }),
  };
}
