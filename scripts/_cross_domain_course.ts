/** What a course of domains is, whatever it is made of. */
import {
  type CrossDomainOptions,
  type CrossPreset,
  IN_DOMAIN_BETA,
  IN_DOMAIN_LORA,
} from "../lib/experiments/mod.ts";

/** What the command line says of the domains. */
export interface CrossValues {
  readonly task: string;
  readonly data: string | undefined;
  readonly model: string;
  readonly judge: string;
  readonly rounds: number | undefined;
  readonly temperature: number;
}

/** Everything of an experiment but its methods. */
export type Course =
  & Pick<
    CrossDomainOptions,
    "model" | "eos" | "world" | "beta" | "rounds" | "lora" | "memory" | "identity"
  >
  & {
    /** The domains that settings are tuned on, of a seed that is not reported. */
    readonly tuningWorld: CrossDomainOptions["world"];
    /** What is different here from the preset. */
    readonly planned?: Partial<Pick<CrossPreset, "methods" | "seeds">>;
    /** What makes a held-out pair ranked right, in words. */
    readonly accuracy: string;
    /** What was done, in a paragraph. */
    readonly story: string;
    /** What a report should say of it. */
    readonly facts: readonly (readonly [string, string | number])[];
  };

/** What all courses have in common. */
export const COMMON = { beta: IN_DOMAIN_BETA, lora: IN_DOMAIN_LORA } as const;
