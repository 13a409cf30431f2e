import { DivergenceError } from "../../train/mod.ts";

/** What a run gives, or undefined where it diverged: that is a finding, and must not cost other runs theirs. */
export async function unlessDiverged<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof DivergenceError) return undefined;
    throw error;
  }
}
