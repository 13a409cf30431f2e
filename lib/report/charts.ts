/** Every chart; the room's `mod.ts` hands them on. */
export { boundChart } from "./bound_chart.ts";
export { deltaChart, type DeltaChartOptions, type DeltaRow } from "./delta_chart.ts";
export { forgettingChart, type ForgettingChartOptions } from "./forgetting_chart.ts";
export { frontier } from "./frontier.ts";
export { gradientChart } from "./gradient_chart.ts";
export { landscapeChart, type LandscapeOptions } from "./landscape_chart.ts";
export { lengthChart, type LengthChartOptions } from "./length_chart.ts";
export { lossChart } from "./loss_chart.ts";
export { marginsChart } from "./margins_chart.ts";
export { matrixChart } from "./matrix_chart.ts";
export { metricChart, type MetricChartOptions } from "./metric_chart.ts";
export { type MethodRow, methodsChart, type MethodsChartOptions } from "./methods_chart.ts";
export { phaseChart, type PhaseOptions } from "./phase_chart.ts";
export { regretChart } from "./regret_chart.ts";
export { rewardByUpdate } from "./reward_by_update.ts";
export type { TaskOptions } from "./task_options.ts";
