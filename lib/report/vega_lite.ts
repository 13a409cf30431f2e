/** The one doorway to Vega-Lite; every other file takes it from here. */
export { compile, type TopLevelSpec } from "npm:vega-lite@6.5.0";
