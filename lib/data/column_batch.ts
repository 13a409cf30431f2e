type Numbers = ArrayLike<number | bigint>;

/** What is looked at in a column of a record batch, in flechette's terms. */
export interface ColumnBatch {
  /** Values of the column. */
  readonly length: number;
  /** Kind of the values, and what belongs to it. */
  readonly type: ColumnType;
  /** How many of them are null. */
  readonly nullCount?: number;
  /** A bit a value: whether it is one. */
  readonly validity?: Uint8Array;
  /** Numbers, bits, bytes, views or keys; a column of lists or objects has none. */
  readonly values?: ArrayLike<unknown>;
  /** Where each list or text begins and, if there are no sizes, the one before ends. */
  readonly offsets?: Numbers;
  /** How long each list is. */
  readonly sizes?: Numbers;
  /** What views point into. */
  readonly data?: readonly Uint8Array[];
  /** Columns within this one. */
  readonly children?: readonly ColumnBatch[];
  /** What keys point into. */
  readonly cache?: ArrayLike<unknown>;
}

/** The type of a column, in flechette's terms. */
export interface ColumnType {
  readonly typeId: number;
  readonly bitWidth?: number;
  readonly stride?: number;
  readonly unit?: number;
}
