/** Why margins moved, for a terminal. */
import type { Diagnosis, DiagnosisRow } from "../lib/evaluate/mod.ts";
import { formatNumber } from "../lib/report/mod.ts";

/** The findings in words, and below them every measure with its value. */
export function diagnosisText({ rows, text }: Diagnosis): string {
  const cells = rows.map((row) => [row.meaning, figure(row)] as const);
  const width = Math.max(...cells.map(([meaning]) => meaning.length));
  const digits = Math.max(...cells.map(([, value]) => value.length));
  const lines = cells.map(([meaning, value]) =>
    `  ${meaning.padEnd(width)}  ${value.padStart(digits)}\n`
  );
  return `${text}\n\n${lines.join("")}`;
}

/** A value in three digits; shares and correlations that round to nothing are 0. */
function figure({ meaning, value }: DiagnosisRow): string {
  const isNothing = !meaning.includes("nats") && Math.abs(value) < 5e-4;
  return formatNumber(isNothing ? 0 : value);
}
