/** What a report says. */
import type { MetricRow } from "../base/mod.ts";
import type { Table } from "../base/table.ts";
import type { ChartSpec } from "./chart_spec.ts";

/** A report of one experiment; all texts are plain text. */
export interface ReportContent {
  /** Heading of the report. */
  readonly title: string;
  /** What was found, a few paragraphs. */
  readonly lead: readonly string[];
  /** What was claimed beforehand, and what the run says to it. */
  readonly claims: readonly ReportClaim[];
  /** Charts and tables with their explanations, in order. */
  readonly sections: readonly ReportSection[];
  /** Texts that the methods wrote. @default none */
  readonly samples?: readonly ReportSample[];
  /** Settings and circumstances of the run, `[name, value]`. */
  readonly facts: readonly (readonly [name: string, value: string | number])[];
  /** All measurements, for `rows.csv`. */
  readonly rows: readonly MetricRow[];
}

/** A part of a report; a heading over what it has. */
export interface ReportSection {
  /** Heading. */
  readonly title: string;
  /** A paragraph, or several. */
  readonly text?: string | readonly string[];
  /** Picture below the text. */
  readonly chart?: ReportChart;
  /** Table below the picture; cells may be intervals. */
  readonly table?: Table | readonly object[];
}

/** A picture in a report. */
export interface ReportChart {
  /** Name of its files: lower-case letters, digits and hyphens; no two charts share one. */
  readonly name: string;
  /** What is drawn. */
  readonly spec: ChartSpec;
  /** What the reader sees there. */
  readonly caption: string;
}

/** A claim and what became of it. */
export interface ReportClaim {
  /** Short name, by which programs find it. */
  readonly id: string;
  /** The claim. */
  readonly claim: string;
  /** What the run says to it. */
  readonly verdict: "supported" | "not supported" | "inconclusive" | "too few seeds";
  /** Why, in figures of this run. */
  readonly evidence: string;
}

/** A text that a method wrote. */
export interface ReportSample {
  /** Name of the method. */
  readonly method: string;
  /** What the text continues. */
  readonly prompt: string;
  /** The text, without its prompt. */
  readonly text: string;
  /** Reward of the text, P(positive). */
  readonly reward: number;
}

/** What the report says of the run beside its numbers. */
export interface ExperimentContext {
  /** Heading. */
  readonly title: string;
  /** What was done, a few paragraphs. */
  readonly lead: readonly string[];
  /** Settings and circumstances. */
  readonly facts: ReportContent["facts"];
}
