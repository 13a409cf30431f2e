/** Training went where no number follows. */
export class DivergenceError extends Error {
  /** Name of the error. */
  override readonly name = "DivergenceError";
}
