/** Installs the native engine as a program of its own: prints its folder, or exits 3 with the reason that there is none. */
import {
  installNative,
  nativeHome,
  NativeUnavailable,
  type Variant,
} from "../../lib/engine/mod.ts";

const [variant = "cpu"] = Deno.args;
try {
  const folder = await installNative({
    home: nativeHome(),
    variant: variant as Variant,
    say: (line) => console.error(line),
  });
  console.log(folder);
} catch (error) {
  if (!(error instanceof NativeUnavailable)) throw error;
  console.log(error.message);
  Deno.exit(3);
}
