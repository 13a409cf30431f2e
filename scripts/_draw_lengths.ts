/** The lengths of the rows of a data set as a picture. */
import { writeFile } from "../lib/train/write_file.ts";
import type { Validation } from "./_validate_text.ts";

/** Draws into a file whose name ends in `.svg`, or as a page into any other. */
export async function drawLengths(file: string, { tokens, lengths }: Validation): Promise<void> {
  // Vega takes a second to load, which is spared those who want no chart.
  const { chartSvg, lengthChart } = await import("../lib/report/mod.ts");
  const { unit, bins } = lengths;
  const limit = tokens ? { maxLength: tokens.maxLength } : {};
  const svg = await chartSvg(lengthChart(bins, { unit, ...limit }));
  const page = `<!doctype html>\n<meta charset="utf-8">\n<title>Lengths</title>\n${svg}\n`;
  await writeFile(file, file.endsWith(".svg") ? `${svg}\n` : page);
}
