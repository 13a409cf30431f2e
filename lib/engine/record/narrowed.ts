/** bfloat16 copies of frozen tensors: made once, shared by all recordings that use them. */
import { cast } from "../cast.ts";
import type { NativeBackend, TensorId } from "../native.ts";
import type { DataId } from "./recorder.ts";
import { DTYPE } from "./values.ts";

/** A copy, and how many recordings hold it. */
interface Copy {
  readonly id: TensorId;
  holders: number;
}

const copies = new Map<DataId, Copy>();

/** Holds bfloat16 copies of the given data and returns what lets go of them. */
export function holdNarrowed(backend: NativeBackend, wanted: readonly DataId[]): () => void {
  const missing = wanted.filter((dataId) => !copies.has(dataId));
  const made = castAll(backend, missing);
  missing.forEach((dataId, i) => copies.set(dataId, { id: made[i]!, holders: 0 }));
  for (const dataId of wanted) copies.get(dataId)!.holders++;
  return () => {
    for (const dataId of wanted) {
      const copy = copies.get(dataId)!;
      if (--copy.holders > 0) continue;
      backend.binding.deleteTensor(copy.id);
      copies.delete(dataId);
    }
  };
}

/** The copy that is held of some data. */
export function narrowedId(dataId: DataId): TensorId {
  return copies.get(dataId)!.id;
}

function castAll(backend: NativeBackend, data: readonly DataId[]): TensorId[] {
  const ids = backend.getInputTensorIds(data.map((dataId) => ({ dataId })));
  return ids.map((id) => cast(backend.binding, id, DTYPE.float32, DTYPE.bfloat16));
}
