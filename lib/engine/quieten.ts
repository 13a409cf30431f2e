/** Keeps libtensorflow from writing to standard error what is of no use to a user. */
import { join } from "node:path";

/** libtensorflow reads these when it is loaded; what the user set stays. */
const WISHES = {
  TF_CPP_MIN_LOG_LEVEL: "2",
  TF_FORCE_GPU_ALLOW_GROWTH: "true",
};

/** Abseil's `SetMinLogLevel`, as the pinned libtensorflow exports it. */
const SET_LEVEL = "_ZN4absl12lts_2023080214SetMinLogLevelENS0_18LogSeverityAtLeastE";

/** Sets the variables that libtensorflow reads; it must not be loaded yet. */
export function setVariables(): void {
  for (const [name, value] of Object.entries(WISHES)) {
    if (Deno.env.get(name) === undefined) Deno.env.set(name, value);
  }
}

/**
 * Holds what libtensorflow logs to the level that the variable names. Sessions log by way of Abseil, which knows no
 * variable; where it cannot be told, the lines are only seen.
 *
 * @param build Folder of the native build.
 */
export function holdLogs(build: string): void {
  const level = Number(Deno.env.get("TF_CPP_MIN_LOG_LEVEL"));
  if (!(level >= 0)) return;
  try {
    const path = join(build, "tensorflow/libtensorflow_framework.so.2");
    const library = Deno.dlopen(path, {
      [SET_LEVEL]: { parameters: ["i32"], result: "void" },
    });
    library.symbols[SET_LEVEL]!(level);
    library.close();
  } catch {
    // Another libtensorflow than the pinned one: its lines appear.
  }
}
