/** Options that charts of streams of domains share. */

/** Which score a chart shows, and how it is called. */
export interface TaskOptions {
  /** Metric whose rows are shown. @default {"score"} */
  readonly metric?: string;
  /** What the metric is, with its unit. @default {"Score"} */
  readonly valueTitle?: string;
}
