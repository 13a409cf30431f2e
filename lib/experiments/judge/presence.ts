import { presentFeatures } from "../../evaluate/mod.ts";
import type { LabelledWords } from "./choose_features.ts";

/** Which features stand in which texts, as lists of columns one after the other. */
export interface Presence {
  /** Where the list of each text starts, and the end of the last, `[texts + 1]`. */
  readonly starts: Int32Array;
  /** Places of the features that are present, text by text. */
  readonly columns: Int32Array;
  /** Number of features. */
  readonly features: number;
  /** 1 for positive texts, −1 for negative ones, `[texts]`. */
  readonly signs: Int8Array;
}

/** Finds features in texts. */
export function presence(texts: readonly LabelledWords[], features: readonly string[]): Presence {
  const places = new Map(features.map((feature, place) => [feature, place]));
  const lists = texts.map(({ words }) => {
    const list: number[] = [];
    for (const feature of presentFeatures(words)) {
      const place = places.get(feature);
      if (place !== undefined) list.push(place);
    }
    return Int32Array.from(list);
  });
  const starts = new Int32Array(texts.length + 1);
  lists.forEach((list, i) => starts[i + 1] = starts[i]! + list.length);
  const columns = new Int32Array(starts.at(-1)!);
  lists.forEach((list, i) => columns.set(list, starts[i]));
  return {
    starts,
    columns,
    features: features.length,
    signs: Int8Array.from(texts, ({ positive }) => positive ? 1 : -1),
  };
}
