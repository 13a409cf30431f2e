/** Files for the tests of rooms that read. */
import { gzipSync } from "node:zlib";

/** Runs `use` with the path of a file of that content, and removes the file; names that end in `.gz` are zipped. */
export async function withFile(
  name: string,
  content: string | Uint8Array,
  use: (path: string) => Promise<unknown>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/${name}`;
  try {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await Deno.writeFile(path, name.endsWith(".gz") ? gzipSync(bytes) : bytes);
    await use(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Where real data lies, if anywhere. */
export const DATA = Deno.env.get("FASTSLOW_DATA");

/** JSON Lines of values. */
export function jsonl(...values: unknown[]): string {
  return values.map((value) => JSON.stringify(value) + "\n").join("");
}
