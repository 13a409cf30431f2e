/**
 * The one doorway to arquero; every other file takes tables from here. 8.0.3 depends on a package that npm does not
 * have, hence 8.0.1.
 */
import * as aq from "npm:arquero@8.0.1";

export { aq };

/** A table of columns; its verbs (`filter`, `groupby`, `rollup`, …) are arquero's. */
export type Table = aq.ColumnTable;
