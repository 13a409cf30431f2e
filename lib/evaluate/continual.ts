/** What a stream of several domains is judged by; the room's `mod.ts` hands it on. */
export { alignmentTax } from "./alignment_tax.ts";
export * from "./average_performance.ts";
export * from "./backward_transfer.ts";
export * from "./forgetting.ts";
export * from "./forward_transfer.ts";
export { type Rouge, rouge } from "./rouge.ts";
export { rougeLsum } from "./rouge_lsum.ts";
export type { RougeScore } from "./rouge_score.ts";
export { rpms } from "./rpms.ts";
export { sfr } from "./sfr.ts";
export { type TaskMatrix, taskMatrix, type TaskMatrixOptions } from "./task_matrix.ts";
export * from "./task_rows.ts";
