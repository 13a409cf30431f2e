/** Builds the native engine where it can be built. */
import { installNative, nativeHome, NativeUnavailable } from "../lib/engine/mod.ts";
import { chooseVariant } from "../lib/engine/ensure.ts";
import { defineOptions, main, readArguments } from "./_arguments.ts";
import { say } from "./_say.ts";

const spec = defineOptions({
  gpu: {
    type: "boolean",
    negatable: true,
    help:
      "Build with CUDA; without this option, where nvidia-smi answers. Untried on a card so far.",
  },
  home: {
    type: "string",
    placeholder: "folder",
    help: "Folder of native builds; without this option, FASTSLOW_NATIVE or .native.",
  },
  quiet: { type: "boolean", help: "Say nothing if everything is in place." },
});

await main(async () => {
  const { values: { gpu, home = nativeHome(), quiet }, given } = readArguments(spec, Deno.args, {
    task: "setup",
    summary: "Builds the native engine, in seconds; elsewhere says why fastslow runs on wasm.",
  });
  try {
    const variant = await chooseVariant(given.has("gpu") ? gpu : undefined);
    const build = await installNative({ home, variant, say });
    if (!quiet) say(`setup: native engine ready in ${build}`);
  } catch (error) {
    if (!(error instanceof NativeUnavailable)) throw error;
    say(`setup: no native engine, fastslow runs on wasm: ${error.message}`);
  }
});
