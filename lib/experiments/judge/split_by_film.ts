import type { LabelledText } from "./labelled_text.ts";

/** Texts to learn from, and texts that are held out. */
export interface SplitTexts {
  /** Learnt from. */
  readonly kept: readonly LabelledText[];
  /** Held out. */
  readonly held: readonly LabelledText[];
}

/** Share of the negative reviews that are of films which also have positive ones; the others come after them. */
const SHARED_FILMS = 0.32;

/**
 * Holds out a stretch of the films of IMDb's training reviews, with their reviews of both classes.
 *
 * A film's reviews stand beside each other in both files, and the films in the same order: the positive reviews pass it once
 * from first to last, the first 32 % of the negative ones pass the same films, and the rest films that nobody liked. (Seen
 * from rare names: positive reviews from 11,250 on share theirs with negative ones from 3,600 to 4,000.) Were the last tenth
 * of either file held out, its films would stand in the kept part of the other with the other label, and a classifier that
 * learns their names would seem worse than it is on new films.
 *
 * @param rows Training reviews of both classes, each class in its file's order.
 * @param from Where in the order of films the stretch begins, in [0, 1].
 * @param to Where it ends.
 *
 * @example The last films of ten positive and a hundred negative reviews
 * ```ts
 * import { splitByFilm } from "@fastslow/fastslow/experiments";
 * import { equal } from "node:assert/strict";
 *
 * const rows = Array.from({ length: 110 }, (_, i) => ({ text: `${i}`, positive: i < 10 }));
 * const { held } = splitByFilm(rows, 0.9, 1);
 *
 * equal(held.map(({ text }) => text).join(), "9,39,40,41,104,105,106,107,108,109");
 * ```
 */
export function splitByFilm(rows: readonly LabelledText[], from: number, to: number): SplitTexts {
  const parts = [true, false].map((side) => {
    const some = rows.filter(({ positive }) => positive === side);
    const isHeld = some.map((_, i) => {
      const film = filmAt(i / some.length, side);
      return film >= from && film < to;
    });
    return { kept: some.filter((_, i) => !isHeld[i]), held: some.filter((_, i) => isHeld[i]) };
  });
  return {
    kept: parts.flatMap(({ kept }) => kept),
    held: parts.flatMap(({ held }) => held),
  };
}

/** Place of a review's film in the order of films, from the review's place in its class; both in [0, 1). */
function filmAt(place: number, positive: boolean): number {
  if (positive) return place;
  return place < SHARED_FILMS ? place / SHARED_FILMS : (place - SHARED_FILMS) / (1 - SHARED_FILMS);
}
