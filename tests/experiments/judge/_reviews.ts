/** Synthetic reviews: neutral words, and now and then one that speaks for a side. */
import { fold, type Key, uniform } from "../../../lib/base/random.ts";
import type { LabelledText } from "../../../lib/experiments/judge/mod.ts";

const NEUTRAL = "the a film plot actor scene was with in of it story and camera year".split(" ");
const LIKED = ["lovely", "superb", "moving", "witty", "warm", "tense", "wise", "not bad"];
const DISLIKED = ["dull", "awful", "boring", "silly", "cold", "slack", "vain", "bad"];

/** As many reviews of each class as asked for, of 20 to 99 words, one in eight of which speaks, nine times in ten for the truth. */
export function syntheticReviews(k: Key, each: number): LabelledText[] {
  return [true, false].flatMap((positive, side) =>
    Array.from({ length: each }, (_, i) => {
      const draws = uniform(fold(fold(k, side), i), 300);
      const pick = (words: readonly string[], u: number) => words[Math.floor(u * words.length)]!;
      const words = Array.from({ length: 20 + Math.floor(80 * draws[299]!) }, (_, at) => {
        const [speaks, honest, which] = draws.slice(3 * at % 297, 3 * at % 297 + 3);
        if (speaks! >= 1 / 8) return pick(NEUTRAL, which!);
        return pick((honest! < 0.9) === positive ? LIKED : DISLIKED, which!);
      });
      return { text: words.join(" "), positive };
    })
  );
}

/** Grades synthetic reviews as no judge can better: each word that speaks is worth log 9. */
export function oracle(texts: readonly string[]): Float64Array {
  const liked = new RegExp(`\\b(?:${LIKED.join("|")})\\b`, "g");
  const disliked = new RegExp(`(?<!not )\\b(?:${DISLIKED.join("|")})\\b`, "g");
  const count = (text: string, words: RegExp) => text.match(words)?.length ?? 0;
  return Float64Array.from(
    texts,
    (text) => Math.log(9) * (count(text, liked) - count(text, disliked)),
  );
}
