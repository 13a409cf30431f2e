/** A function's value at a point, and its gradient there. */
export interface Slope {
  /** Value. */
  readonly value: number;
  /** Gradient; belongs to the caller. */
  readonly gradient: Float64Array;
}

/** Options for {@linkcode minimise}. */
export interface MinimiseOptions {
  /** It ends where no entry of the gradient is larger. @default {1e-6} */
  readonly tolerance?: number;
  /** Steps after which it gives up. @default {500} */
  readonly most?: number;
  /** Steps that are remembered. @default {10} */
  readonly memory?: number;
  /** Hears of every step. */
  readonly onStep?: (step: number, value: number) => void;
}

/** A step that was made: how far, and what it changed in the gradient. */
interface Memory {
  readonly moved: Float64Array;
  readonly turned: Float64Array;
  /** moved · turned, positive on convex ground. */
  readonly curvature: number;
}

/**
 * The minimum of a smooth function, by L-BFGS with backtracking
 * ({@link https://doi.org/10.1007/BF01589116 | Liu & Nocedal, 1989}). Deterministic.
 *
 * @param slope The function.
 * @param start Where to begin; not changed.
 * @returns Where the gradient vanishes.
 * @throws {RangeError} If it does not get there.
 */
export function minimise(
  slope: (x: Float64Array) => Slope,
  start: Float64Array,
  { tolerance = 1e-6, most = 500, memory = 10, onStep = () => {} }: MinimiseOptions = {},
): Float64Array {
  let x = start;
  let here = slope(x);
  const memories: Memory[] = [];
  for (let step = 1; step <= most; step++) {
    if (here.gradient.every((g) => Math.abs(g) <= tolerance)) return x;
    const direction = downhill(here.gradient, memories);
    const next = walk(slope, x, here, direction);
    if (!next) break;
    const moved = combine(next.x, -1, x);
    const turned = combine(next.slope.gradient, -1, here.gradient);
    const curvature = dot(moved, turned);
    if (curvature > 0) memories.push({ moved, turned, curvature });
    if (memories.length > memory) memories.shift();
    x = next.x;
    here = next.slope;
    onStep(step, here.value);
  }
  throw new RangeError(
    `Cannot find the minimum as the gradient must fall to ${tolerance}: current value is ${
      here.gradient.reduce((worst, g) => Math.max(worst, Math.abs(g)), 0)
    }`,
  );
}

/** Armijo's rule: halve the step until the value falls by a part of what the slope promises. */
function walk(
  slope: (x: Float64Array) => Slope,
  x: Float64Array,
  here: Slope,
  direction: Float64Array,
): { x: Float64Array; slope: Slope } | undefined {
  const promised = 1e-4 * dot(here.gradient, direction);
  for (let size = 1; size > 1e-12; size /= 2) {
    const there = combine(x, size, direction);
    const next = slope(there);
    if (next.value <= here.value + size * promised) return { x: there, slope: next };
  }
  return undefined;
}

/** The two loops of L-BFGS: the remembered inverse Hessian times the gradient, downhill. */
function downhill(gradient: Float64Array, memories: readonly Memory[]): Float64Array {
  const last = memories.at(-1);
  if (!last) return gradient.map((g) => -g / Math.sqrt(dot(gradient, gradient)));
  let way = gradient;
  const shares = memories.map(() => 0);
  for (let i = memories.length - 1; i >= 0; i--) {
    const { moved, turned, curvature } = memories[i]!;
    shares[i] = dot(moved, way) / curvature;
    way = combine(way, -shares[i]!, turned);
  }
  const scale = last.curvature / dot(last.turned, last.turned);
  way = way.map((w) => scale * w);
  memories.forEach(({ moved, turned, curvature }, i) => {
    way = combine(way, shares[i]! - dot(turned, way) / curvature, moved);
  });
  return way.map((w) => -w);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** a + factor·b. */
function combine(a: Float64Array, factor: number, b: Float64Array): Float64Array {
  const sum = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) sum[i] = a[i]! + factor * b[i]!;
  return sum;
}
