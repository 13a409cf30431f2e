import type { Tensors } from "../base/mod.ts";
import { compile, type Compiled } from "../engine/mod.ts";
import { inParts } from "./in_parts.ts";
import { nextTokens, readPrompts, type SamplingParts } from "./sampling_steps.ts";

/** The steps of sampling, compiled for one number of parts. */
export interface CompiledSteps {
  /** Runs `readPrompts` on every part. */
  first(batch: Tensors): Tensors;
  /** Runs `nextTokens` on every part; not before `first`. */
  later(batch: Tensors): Tensors;
  /** Gives back whatever was recorded. */
  dispose(): void;
}

/** Compiles the steps when they are first run. */
export function compiledSteps(made: SamplingParts): CompiledSteps {
  let first: Compiled | undefined;
  let later: Pick<Compiled, "run"> | undefined;
  return {
    first(batch) {
      first ??= compile(inParts(readPrompts(made)), {}, batch);
      return first.run(batch);
    },
    later(batch) {
      later ??= first!.also(inParts(nextTokens(made)), batch);
      return later.run(batch);
    },
    dispose: () => first?.dispose(),
  };
}
