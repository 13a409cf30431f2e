/**
 * Room `data`.
 *
 * Takes paths of files (JSONL, JSON, Parquet, Arrow, bytes), ids on the hub. Gives pairs, completions, texts, rows, placed.
 * May touch the outside world by reading, the hub too, whose cache alone it writes; it is the only room that opens files.
 * May not hold a whole data file in memory, know tokens or tensors, or guess at a row that fits no known kind.
 *
 * @module
 */
export * from "./chat/mod.ts";
export { completionFromRow } from "./completion_row.ts";
export { dialoguePair } from "./dialogue_pair.ts";
export { explicitPair } from "./explicit_pair.ts";
export { fileExists } from "./file_exists.ts";
export { type FileSlices, fileSlices } from "./file_slices.ts";
export * from "./hub/mod.ts";
export { mapFields } from "./map_fields.ts";
export { pairFromRow } from "./pair_row.ts";
export { readAll } from "./read_all.ts";
export { readBytes } from "./read_bytes.ts";
export { readCompletions } from "./read_completions.ts";
export { readJson } from "./read_json.ts";
export { readLines } from "./read_lines.ts";
export { readPairs } from "./read_pairs.ts";
export { readRows } from "./read_rows.ts";
export { readText } from "./read_text.ts";
export { readTexts } from "./read_texts.ts";
export { splitDialogue } from "./split_dialogue.ts";
export * from "./survey/mod.ts";
export type * from "./types.ts";
