import { fold, type Key } from "../../base/random.ts";
import { type BinaryFigures, binaryFigures, type Judge, plainWords } from "../../evaluate/mod.ts";
import type { LabelledText } from "./labelled_text.ts";
import { randomWindow, type WindowOptions } from "./random_window.ts";

/** How good a judge is on whole texts. */
export function measureJudge(judge: Judge, rows: readonly LabelledText[]): BinaryFigures {
  return binaryFigures(judge(rows.map(({ text }) => text)), rows.map(({ positive }) => positive));
}

/**
 * How good a judge is on one random window of each text.
 *
 * @param key Seed of the windows.
 * @param options Fewest and most words.
 */
export function measureOnWindows(
  judge: Judge,
  rows: readonly LabelledText[],
  key: Key,
  options: WindowOptions = {},
): BinaryFigures {
  return measureJudge(
    judge,
    rows.map(({ text, positive }, i) => ({
      text: randomWindow(plainWords(text), fold(key, i), options).join(" "),
      positive,
    })),
  );
}
