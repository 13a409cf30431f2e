/** Hands a graph to libtensorflow, which takes it as a SavedModel. */
import { join } from "node:path";
import type { Binding } from "../native.ts";
import { protocol } from "./protocol.ts";

/** Version of the graph format that nodes are written in. */
const PRODUCER = 1882;
/** Tag under which a graph is found in its SavedModel. */
const TAG = "serve";

/** A graph as the bytes of a SavedModel. */
export function savedModel(nodes: readonly unknown[]): Uint8Array {
  const pb = protocol();
  const versions = new pb.VersionDef();
  versions.setProducer(PRODUCER);
  const graph = new pb.GraphDef();
  graph.setNodeList(nodes);
  graph.setVersions(versions);
  const info = new pb.MetaGraphDef.MetaInfoDef();
  info.setTagsList([TAG]);
  const meta = new pb.MetaGraphDef();
  meta.setGraphDef(graph);
  meta.setMetaInfoDef(info);
  const model = new pb.SavedModel();
  model.setSavedModelSchemaVersion(1);
  model.setMetaGraphsList([meta]);
  return model.serializeBinary();
}

/**
 * Loads a SavedModel from its bytes and returns the id of its session. libtensorflow reads it from a folder, which is
 * gone again when this returns.
 */
export function loadGraph(binding: Binding, bytes: Uint8Array): number {
  const folder = Deno.makeTempDirSync({ prefix: "fastslow-step-" });
  try {
    Deno.writeFileSync(join(folder, "saved_model.pb"), bytes);
    return binding.loadSavedModel(folder, TAG);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
