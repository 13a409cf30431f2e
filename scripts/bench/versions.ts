/** What computed. */
import { tf } from "../../lib/base/mod.ts";
import type { Engine } from "../../lib/engine/mod.ts";

/** Versions by name. */
export function versions({ name, device }: Engine): Record<string, string> {
  return {
    engine: `${name} on ${device}`,
    deno: Deno.version.deno,
    tfjs: tf.version_core,
    ...libtensorflow(),
  };
}

/** The native library's version, where it computes. */
function libtensorflow(): Record<string, string> {
  const { binding } = tf.backend() as { readonly binding?: { readonly TF_Version?: string } };
  return binding?.TF_Version === undefined ? {} : { tensorflow: binding.TF_Version };
}
