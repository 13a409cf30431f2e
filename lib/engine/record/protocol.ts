/** TensorFlow's protocol buffers, as the native package ships them: the one doorway to its classes. */

/** A protobuf map field. */
interface Entries<T> {
  set(key: string, value: T): unknown;
}

/** What is used of `AttrValue`. */
export interface AttrValue {
  setType(value: number): void;
  setI(value: number): void;
  setF(value: number): void;
  setB(value: boolean): void;
  setS(value: Uint8Array): void;
  setShape(value: unknown): void;
  setTensor(value: unknown): void;
}

interface NodeDef {
  setName(name: string): void;
  setOp(op: string): void;
  setInputList(inputs: readonly string[]): void;
  getAttrMap(): Entries<AttrValue>;
}

interface TensorProto {
  setDtype(dtype: number): void;
  setTensorShape(shape: unknown): void;
  setTensorContent(bytes: Uint8Array): void;
}

interface MetaGraph {
  setGraphDef(graph: unknown): void;
  setMetaInfoDef(info: unknown): void;
}

/** The classes that a recorded step is written with. */
export interface Protocol {
  readonly AttrValue: new () => AttrValue;
  readonly NodeDef: new () => NodeDef;
  readonly Tensor: new () => TensorProto;
  readonly TensorShape: {
    new (): { addDim(dim: unknown): void };
    readonly Dim: new () => { setSize(size: number): void };
  };
  readonly VersionDef: new () => { setProducer(version: number): void };
  readonly GraphDef: new () => {
    setNodeList(nodes: readonly unknown[]): void;
    setVersions(versions: unknown): void;
  };
  readonly MetaGraphDef: {
    new (): MetaGraph;
    readonly MetaInfoDef: new () => { setTagsList(tags: readonly string[]): void };
  };
  readonly SavedModel: new () => {
    setSavedModelSchemaVersion(version: number): void;
    setMetaGraphsList(graphs: readonly unknown[]): void;
    serializeBinary(): Uint8Array;
  };
}

let loaded: Protocol | undefined;

/** Loads the classes; the native engine does so when it starts, so that recording need not wait. */
export async function loadProtocol(): Promise<void> {
  loaded ??= (await import("npm:@tensorflow/tfjs-node-gpu@4.22.0/dist/proto/api_pb.js")).default;
}

/** The classes that {@linkcode loadProtocol} loaded. */
export function protocol(): Protocol {
  if (loaded) return loaded;
  throw new TypeError("Cannot record a step as the native engine is not in use");
}
