import { mean } from "./numbers.ts";

/** Pearson's correlation of two lists of one length; undefined where one of them does not vary. */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number | undefined {
  const [centreX, centreY] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i]! - centreX, y[i]! - centreY];
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : undefined;
}
