/** The one doorway to ml-matrix: dense matrices in float64, their QR and singular value decompositions. */
import {
  Matrix as HostMatrix,
  QrDecomposition,
  SingularValueDecomposition,
} from "npm:ml-matrix@6.15.1";

export { HostMatrix };

/** `x = Q R`, the columns of Q orthonormal, with as few of them as can be. A wide `x` needs no work: Q is the identity. */
export function thinQr(x: HostMatrix): { readonly Q: HostMatrix; readonly R: HostMatrix } {
  if (x.rows < x.columns) return { Q: HostMatrix.eye(x.rows), R: x };
  const { orthogonalMatrix: Q, upperTriangularMatrix: R } = new QrDecomposition(x);
  return { Q, R };
}

/** What {@linkcode thinSvd} gives; `count` is the smaller side of the matrix. */
export interface Singular {
  /** `[rows, count]`, columns orthonormal. */
  readonly U: HostMatrix;
  /** Singular values, largest first, `[count]`. */
  readonly values: readonly number[];
  /** `[columns, count]`, columns orthonormal. */
  readonly V: HostMatrix;
}

/** `x = U diag(values) Vᵀ`; every number must be finite. */
export function thinSvd(x: HostMatrix): Singular {
  const found = new SingularValueDecomposition(x, { autoTranspose: true });
  return {
    U: found.leftSingularVectors,
    values: found.diagonal,
    V: found.rightSingularVectors,
  };
}
