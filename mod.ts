/**
 * Online preference optimisation of language models: OFS-DPO, COFS-DPO and the losses that they are compared with.
 *
 * Call `await ensureEngine()` once; nothing else is needed.
 *
 * @module
 */
export {
  type Adapter,
  initAdapter,
  loraBank,
  type LoraConfig,
  loraScale,
  mergeAdapter,
} from "./lib/adapter/mod.ts";
export type {
  Branch,
  EncodedPair,
  Key,
  Matrix,
  Objective,
  Observation,
  Pair,
  PairBatch,
  PairLogps,
  PairScores,
  PreferenceLoss,
  Row,
  Scalar,
  Tensor,
  Tensors,
  TensorTree,
  Vector,
} from "./lib/base/mod.ts";
export { key } from "./lib/base/mod.ts";
export {
  type ChaseLosses,
  chaseLosses,
  type ChaseOptions,
  fastSlow,
  type FastSlowOptions,
  gap,
  type GapOptions,
  type Rates,
  ratesFollowRoles,
  ratesStay,
} from "./lib/chase/mod.ts";
export {
  type Completion,
  type JsonRecord,
  type LineOptions,
  type ParseOptions,
  readAll,
  type ReadAllOptions,
  readCompletions,
  readPairs,
  type SourcedCompletion,
  type SourcedPair,
} from "./lib/data/mod.ts";
export {
  compile,
  type Compiled,
  type CompileOptions,
  type Device,
  type Engine,
  type EngineName,
  type EngineOptions,
  ensureEngine,
  type Step,
} from "./lib/engine/mod.ts";
export {
  type BatchTensors,
  batchTensors,
  logps,
  pairLogps,
  type PairLogpsOptions,
} from "./lib/logprobs/mod.ts";
export {
  cdpo,
  type CdpoOptions,
  dpo,
  type DpoOptions,
  hinge,
  type HingeOptions,
  ipo,
  type IpoOptions,
  makeLoss,
  preferenceObjective,
  supervisedObjective,
} from "./lib/losses/mod.ts";
export {
  type Activation,
  generate,
  generateIds,
  type GenerateOptions,
  initModel,
  type LayerCache,
  type Linear,
  type Model,
  type ModelConfig,
  parseConfig,
  plainLinear,
  type SampleOptions,
} from "./lib/model/mod.ts";
export {
  type AdamOptions,
  adamw,
  type AdamwOptions,
  chain,
  clipByNorm,
  type Optimiser,
  type Rate,
  rmsprop,
  type RmspropOptions,
  sgd,
  type SgdOptions,
  warmupCosine,
  type WarmupCosineOptions,
  warmupStableDecay,
  type WarmupStableDecayOptions,
} from "./lib/optim/mod.ts";
export {
  type AddedTokenJson,
  batchPairs,
  type BatchPairsOptions,
  type BpeJson,
  type BpeModelJson,
  type ByteLevelJson,
  type CutCounts,
  type DecodeOptions,
  type DropCounts,
  encodeCompletions,
  type EncodedPairs,
  type EncodeOptions,
  encodePairs,
  loadTokenizer,
  type Tokenizer,
  trainBpe,
  type TrainBpeOptions,
} from "./lib/tokens/mod.ts";
export {
  loadModel,
  type MethodOptions,
  objectiveOf,
  readAdapter,
  saveModel,
  train,
  type TrainOptions,
  type TrainResult,
  writeAdapter,
} from "./lib/train/mod.ts";
