/** A function of the weights of a combination. */
export interface WeightLoss {
  /** Number of weights. */
  readonly count: number;
  /** Its value, in nats. */
  at(weights: readonly number[]): Promise<number>;
  /** Its value and its gradient in the weights. */
  slope(weights: readonly number[]): Promise<WeightSlope>;
}

/** A value and its gradient in the weights. */
export interface WeightSlope {
  /** In nats. */
  readonly value: number;
  /** In nats, one number a weight. */
  readonly gradient: readonly number[];
}
