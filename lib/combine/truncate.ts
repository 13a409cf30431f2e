import { HostMatrix, thinQr, thinSvd } from "./decompose.ts";

/** The factors of a product, in float64 on the host. */
export interface HostFactors {
  /** `[rank, in]`. */
  readonly A: HostMatrix;
  /** `[out, rank]`. */
  readonly B: HostMatrix;
}

/**
 * The factors of rank `rank` whose product is nearest to `B A` in the Frobenius norm (Eckart and Young, 1936). √σ goes to
 * both; where the map is too small for the rank, rows and columns of zeros fill them up.
 *
 * With B = Q_B R_B and Aᵀ = Q_A R_A the singular values of B A are those of the small core R_B R_Aᵀ, so that B A itself is
 * never formed where the rank is smaller than the map.
 */
export function truncate({ A, B }: HostFactors, rank: number): HostFactors {
  const [left, right] = [thinQr(B), thinQr(A.transpose())];
  const { U, values, V } = thinSvd(left.R.mmul(right.R.transpose()));
  const kept = Math.min(rank, values.length);
  const roots = values.slice(0, kept).map(Math.sqrt);
  const side = (Q: HostMatrix, vectors: HostMatrix) =>
    widened(Q.mmul(vectors.subMatrix(0, vectors.rows - 1, 0, kept - 1)).mulRowVector(roots), rank);
  return { A: side(right.Q, V).transpose(), B: side(left.Q, U) };
}

/** `x` with columns of zeros up to `columns`. */
function widened(x: HostMatrix, columns: number): HostMatrix {
  return HostMatrix.zeros(x.rows, columns).setSubMatrix(x, 0, 0);
}
