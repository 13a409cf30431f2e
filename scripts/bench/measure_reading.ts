/** Measures how fast preferences are read, and in how much memory: writes a JSONL of so many megabytes and reads it. */
import { join } from "node:path";
import { readPairs } from "../../lib/data/mod.ts";
import { defineOptions, main, readArguments } from "../_arguments.ts";
import { writeText } from "../_write.ts";

const spec = defineOptions({
  megabytes: { type: "integer", min: 1, default: 1000, help: "Size of the file, in MB." },
});

const WORDS = "Steep the leaves for three minutes, then take them out and let the cup cool. ";

await main(async () => {
  const { values: { megabytes } } = readArguments(spec, Deno.args, {
    task: "measure-reading",
    summary:
      "Prints {megabytes, rows, seconds, mb_per_s, peak_rss_mb} of reading a JSONL of pairs.",
  });
  const folder = await Deno.makeTempDir();
  const path = join(folder, "pairs.jsonl");
  try {
    await writeRows(path, megabytes * 1e6);
    const start = performance.now();
    let [rows, peak] = [0, 0];
    for await (const _ of readPairs(path)) {
      if (++rows % 10_000 === 0) peak = Math.max(peak, Deno.memoryUsage().rss);
    }
    const seconds = (performance.now() - start) / 1000;
    const found = {
      megabytes,
      rows,
      seconds,
      mb_per_s: megabytes / seconds,
      peak_rss_mb: peak / 1e6,
    };
    writeText(Deno.stdout, `${JSON.stringify(found)}\n`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Rows of half a kilobyte to four, all different. */
async function writeRows(path: string, bytes: number): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true });
  const encoder = new TextEncoder();
  let [row, written] = [0, 0];
  while (written < bytes) {
    const rows = Array.from({ length: 1000 }, () => {
      const answer = WORDS.repeat(1 + row % 20);
      return `${
        JSON.stringify({ prompt: `Question ${row++}?`, chosen: answer, rejected: WORDS })
      }\n`;
    });
    const chunk = encoder.encode(rows.join(""));
    for (let at = 0; at < chunk.length;) at += await file.write(chunk.subarray(at));
    written += chunk.length;
  }
}
