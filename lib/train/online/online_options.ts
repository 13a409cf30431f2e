import type { Adapter } from "../../adapter/mod.ts";
import type { Row } from "../../base/mod.ts";
import type { RunOptions } from "../options.ts";
import type { OnlineOptions } from "./online_pairs.ts";

/** Options for {@linkcode trainOnline}. */
export interface TrainOnlineOptions
  extends
    RunOptions,
    Pick<OnlineOptions<Adapter>, "prompts" | "judge" | "answers" | "pairing" | "staleness"> {
  /** Token that ends an answer. */
  readonly eos: number;
  /** Most tokens of an answer. @default {64} */
  readonly maxTokens?: number;
  /** Divides the logits that answers are drawn from. @default {1, the policy itself} */
  readonly temperature?: number;
  /** Rounds after which the run ends. @default {when the prompts end} */
  readonly rounds?: number;
  /** Told each line of `metrics.jsonl`. */
  readonly onStep?: (row: Row, done: number) => void;
}
