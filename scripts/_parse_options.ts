/** The options of `parseArgs`, each as in `@std/cli`. */
export interface ParseOptions {
  /** Names whose value stays text; `_` keeps positional arguments text. */
  readonly string?: readonly string[];
  /** Names that are flags, `false` where not given. */
  readonly boolean?: readonly string[];
  /** Names that may repeat; their values are gathered in an array. */
  readonly collect?: readonly string[];
  /** Flags that `--no-name` turns off. */
  readonly negatable?: readonly string[];
  /** Values of names that were not given. */
  readonly default?: Readonly<Record<string, unknown>>;
  /** Other names of a name. */
  readonly alias?: Readonly<Record<string, string | readonly string[]>>;
  /** Called for every argument that is not declared; `false` drops it. */
  readonly unknown?: (arg: string, key?: string, value?: unknown) => unknown;
  /** Puts what follows `--` under `"--"` rather than under `_`. */
  readonly "--"?: boolean;
}

/** Options by name; positional arguments under `_`. */
export interface ParsedArgs {
  /** The value of an option. */
  [name: string]: unknown;
  /** Arguments that belong to no option. */
  _: (string | number)[];
  /** What follows `--`, where it is kept apart. */
  "--"?: string[];
}
