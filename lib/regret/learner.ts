/** What learns online. */

/** An online learner on a log-linear policy: it plays a point, sees the round, moves. */
export interface Learner {
  /** θ_t, the point that is played in this round, `[dimension]`; not to be written to. */
  play(): Float64Array;
  /** Learns from the round: differences of features φ_w − φ_l of its pairs, `[pairs × dimension]`. */
  update(differences: ArrayLike<number>): void;
}

/** How a point moves: θ and the gradient there → the next θ. What it remembers is its own. */
export type Move = (theta: Float64Array, gradient: Float64Array) => Float64Array;

/** Makes a step that remembers nothing yet, for points of a dimension. */
export type MakeStep = (dimension: number) => Move;

/** Learning rate of a round, counted from 1. */
export type RoundRate = (round: number) => number;
