/** A value that JSON can hold. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

/** A Vega-Lite specification as plain JSON, its data inlined. */
export interface ChartSpec {
  /** Which schema it follows. */
  readonly $schema: string;
  /** What it shows, in words: the text that stands for the picture where none can be shown. */
  readonly description: string;
  /** Everything else that Vega-Lite knows. */
  readonly [name: string]: Json;
}
