/** What the native engine is made of: package versions, each wheel with its sha256. */

/** libtensorflow with or without CUDA. */
export type Variant = "cpu" | "gpu";

/** One wheel that pip downloads and verifies. */
export interface Wheel {
  /** Package name. */
  readonly name: string;
  /** Package version. */
  readonly version: string;
  /** Expected sha256, in hex. */
  readonly sha256: string;
}

/** Version of TensorFlow that the binding is built against. */
export const TENSORFLOW = "2.19.1";
/** Raised when the build itself changes, so that an older build is not taken for a new one. */
export const REVISION = 2;

const CPU: readonly Wheel[] = [
  wheel(
    "tensorflow-cpu",
    TENSORFLOW,
    "0b6d72bd09c267e7573757bd309f5b1e2cdb02577339991da751f3a1411e4dae",
  ),
];

/** TensorFlow's CUDA build and the libraries that its extra `and-cuda` names. */
const GPU: readonly Wheel[] = [
  wheel(
    "tensorflow",
    TENSORFLOW,
    "8e5524eb492160576e5eeea9bb472ddc653123503f2290f83123d5ac9545750e",
  ),
  wheel(
    "nvidia-cublas-cu12",
    "12.5.3.2",
    "ca070ad70e9fa6654084575d01bd001f30cc4665e33d4bb9fc8e0f321caa034b",
  ),
  wheel(
    "nvidia-cuda-cupti-cu12",
    "12.5.82",
    "bde77a5feb66752ec61db2adfe47f56b941842825b4c7e2068aff27c9d107953",
  ),
  wheel(
    "nvidia-cuda-nvcc-cu12",
    "12.5.82",
    "b03e545b8e8c3ce7ebcd7fc44063180ff52ff01d064ece2127ed90a04ef12cd0",
  ),
  wheel(
    "nvidia-cuda-nvrtc-cu12",
    "12.5.82",
    "3dbd97b0104b4bfbc3c4f8c79cd2496307c89c43c29a9f83125f1d76296ff3fd",
  ),
  wheel(
    "nvidia-cuda-runtime-cu12",
    "12.5.82",
    "3e79a060e126df40fd3a068f3f787eb000fa51b251ec6cd97d09579632687115",
  ),
  wheel(
    "nvidia-cudnn-cu12",
    "9.3.0.75",
    "9ad9c6929ebb5295eb4a1728024666d1c88283373e265a0c5c883e6f9d5cd76d",
  ),
  wheel(
    "nvidia-cufft-cu12",
    "11.2.3.61",
    "9a6e8df162585750f61983a638104a48c756aa13f9f48e19ab079b38e3c828b8",
  ),
  wheel(
    "nvidia-curand-cu12",
    "10.3.6.82",
    "2823fb27de4e44dbb22394a6adf53aa6e1b013aca0f8c22867d1cfae58405536",
  ),
  wheel(
    "nvidia-cusolver-cu12",
    "11.6.3.83",
    "93cfafacde4428b71778eeb092ec615a02a3d05404da1bcf91c53e3fa1bce42b",
  ),
  wheel(
    "nvidia-cusparse-cu12",
    "12.5.1.3",
    "016df8e993c437e8301e62739f01775cba988fd5253cd4c64173f8e8d2f8e752",
  ),
  wheel(
    "nvidia-nccl-cu12",
    "2.23.4",
    "b097258d9aab2fa9f686e33c6fe40ae57b27df60cedbd15d139701bb5509e0c1",
  ),
  wheel(
    "nvidia-nvjitlink-cu12",
    "12.5.82",
    "f9b37bc5c8cf7509665cb6ada5aaa0ce65618f2332b7d3e78e9790511f111212",
  ),
];

/** The wheels of a variant. */
export function wheelsOf(variant: Variant): readonly Wheel[] {
  return variant === "gpu" ? GPU : CPU;
}

/** The lines of a pip requirements file in hash-checking mode. */
export function requirements(wheels: readonly Wheel[]): string {
  return wheels.map(({ name, version, sha256 }) => `${name}==${version} --hash=sha256:${sha256}\n`)
    .join("");
}

/** Name of the folder that a finished build of this variant has. */
export function buildName(variant: Variant): string {
  return `tensorflow-${TENSORFLOW}-${variant}-r${REVISION}`;
}

/** Whether the build needs this file of a wheel: shared libraries, and the few C headers that the binding includes. */
export function isNeeded(path: string): boolean {
  return /^tensorflow\/libtensorflow_(cc|framework)\.so\.2$/.test(path) ||
    /^nvidia\/\w+\/lib\/[^/]+\.so[.\d]*$/.test(path) ||
    /^nvidia\/cuda_nvcc\/(bin\/ptxas|nvvm\/libdevice\/.+)$/.test(path) ||
    /^tensorflow\/include\/(tensorflow\/c|xla\/tsl\/c)\/.+\.h$/.test(path) ||
    /^tensorflow\/include\/(tensorflow\/core|tsl)\/platform\/ctstring\w*\.h$/
      .test(path);
}

function wheel(name: string, version: string, sha256: string): Wheel {
  return { name, version, sha256 };
}
