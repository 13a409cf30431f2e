/** How a course samples policies, and who judges them. */
import type { Adapter } from "../../adapter/mod.ts";
import { type SampleAnswers, sampleAnswers } from "../../train/mod.ts";
import type { Sampling, World } from "../in_domain/types.ts";
import type { CourseOptions } from "./types.ts";

/** Draws from a policy as the stream was drawn from the reference. */
export function samplerOf(
  { eos, world, lora, instruments }: CourseOptions,
  { weights }: Adapter,
): SampleAnswers {
  const { maxTokens } = samplesOf(world);
  return (prompts, key) =>
    sampleAnswers(instruments.of(lora).sampler, prompts, { maxTokens, eos, weights, key });
}

/**
 * Judge and lengths of a stream's samples.
 *
 * @throws {TypeError} If no judge knows the truth there.
 */
export function samplesOf({ samples }: World): Sampling {
  if (samples) return samples;
  throw new TypeError(
    "Cannot sample preferences as the stream has no judge: give a world with samples",
  );
}
