/** What the Jupyter kernel of Deno shows: whatever has this symbol. */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** One picture or text in several formats, by MIME type; the reader shows the richest it knows. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** Something that a notebook shows when it is the last value of a cell. */
export interface Displayable {
  /** Called by the kernel under `Symbol.for("Jupyter.display")`. */
  readonly [display: symbol]: () => Promise<MimeBundle>;
}
