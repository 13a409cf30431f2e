/** Hands a graph to libtensorflow. */
import { join } from "node:path";
import type { Binding } from "../native.ts";
import { TAG } from "./graph.ts";

/**
 * Loads a SavedModel from its bytes and returns the id of its session. libtensorflow reads it from a folder, which is
 * gone again when this returns.
 */
export function loadGraph(binding: Binding, bytes: Uint8Array): number {
  const folder = Deno.makeTempDirSync({ prefix: "fastslow-step-" });
  try {
    Deno.writeFileSync(join(folder, "saved_model.pb"), bytes);
    return binding.loadSavedModel(folder, TAG);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
