/** Why margins move; the room's `mod.ts` hands it on. */
export { answerLengths } from "./answer_lengths.ts";
export { diagnose, type Diagnosis, type DiagnosisRow, MEASURES } from "./diagnose.ts";
export { type Finding, marginFindings } from "./margin_findings.ts";
export { marginMeasures } from "./margin_measures.ts";
export type * from "./pair_numbers.ts";
