/** Puts something else in place of the native binding. */
import type { Binding, NativeBackend } from "../native.ts";

/** What is put in place for one call. */
export interface StandIn {
  /** Calls of the binding; those that are missing are refused, but for the freeing of tensors. */
  readonly binding: Pick<Binding, "executeOp" | "createTensor" | "tensorDataSync">;
  /** Stands in for the backend's own. */
  readonly getInputTensorIds: NativeBackend["getInputTensorIds"];
  /** Told each tensor that is made of numbers. */
  readonly onWrite: (dataId: object) => void;
}

/** Runs `fn` with the stand-in in place, and puts everything back. */
export function withStandIn<T>(backend: NativeBackend, standIn: StandIn, fn: () => T): T {
  const { binding, getInputTensorIds, write } = backend;
  const { random } = Math;
  Object.assign(Math, { random: refuseToDraw });
  Object.assign(backend, {
    binding: { ...constantsOf(binding), ...standIn.binding },
    getInputTensorIds: standIn.getInputTensorIds,
    write(...made: Parameters<NativeBackend["write"]>) {
      const dataId = write.apply(backend, made);
      standIn.onWrite(dataId);
      return dataId;
    },
  });
  try {
    return fn();
  } finally {
    Object.assign(backend, { binding, getInputTensorIds, write });
    Object.assign(Math, { random });
  }
}

/** What is drawn while a step is recorded would be the same in every run of it. */
function refuseToDraw(): never {
  throw new TypeError(
    "Cannot record the step as it draws random numbers: draw them outside and put them into its batch",
  );
}

/** The binding's enumerations, such as `TF_ATTR_TYPE`, and what frees a tensor. */
function constantsOf(binding: Binding): Partial<Binding> {
  const names = Object.getOwnPropertyNames(binding) as (keyof Binding)[];
  const constants = names.filter((name) => typeof binding[name] !== "function");
  return {
    ...Object.fromEntries(constants.map((name) => [name, binding[name]])),
    deleteTensor: (id) => binding.deleteTensor(id),
  };
}
