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
    say: (line) => write(Deno.stderr, line),
  });
  write(Deno.stdout, folder);
} catch (error) {
  if (!(error instanceof NativeUnavailable)) throw error;
  write(Deno.stdout, error.message);
  Deno.exit(3);
}

function write(stream: typeof Deno.stdout, line: string) {
  stream.writeSync(new TextEncoder().encode(`${line}\n`));
}
