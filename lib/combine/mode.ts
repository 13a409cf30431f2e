/** What a way to combine LoRA modules is: a function from the factors of one map to the factors of the whole. */
import type { Matrix } from "../base/mod.ts";

/** One affine map's update under one module, `scale · B A`. */
export interface Factors {
  /** `[rank, in]`. */
  readonly A: Matrix;
  /** `[out, rank]`. */
  readonly B: Matrix;
  /** s, what the product is multiplied with: α/r, or α/√r for rsLoRA. */
  readonly scale: number;
}

/** One module's share in a combination. */
export interface Part extends Factors {
  /** λ, the module's weight; may be negative or 0. */
  readonly weight: number;
}

/** The update of one map under the combined module, `B A`: all scaling is in the factors. */
export interface Combined {
  /** `[rank, in]`. */
  readonly A: Matrix;
  /** `[out, rank]`. */
  readonly B: Matrix;
}

/** A way to combine modules, map by map. */
export interface CombineMode {
  /** Its name, as on the command line. */
  readonly name: string;
  /** Whether the modules' ranks must agree. */
  readonly equalRanks: boolean;
  /**
   * Combines one map. Disposes nothing that it is given; the caller owns what it gives.
   *
   * @param parts The modules' updates of this map, at least one, in the order of the modules.
   * @param map Index of the map, from 0: what seeds are folded with.
   */
  merge(parts: readonly Part[], map: number): Combined | Promise<Combined>;
}
