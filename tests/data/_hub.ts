/** A hub of the tests' own, on this machine, and a cache for it. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { HubSettings } from "../../lib/data/mod.ts";

/** What the hub does to whoever asks; it may be changed while it runs. */
export interface Manners {
  /** Answers every request with this status. */
  status?: number;
  /** Error code beside the status, as the hub names it. */
  code?: string;
  /** Token without which it answers 401. */
  token?: string;
  /** Bytes after which a download breaks off, while `cuts` lasts. */
  cutAt?: number;
  /** How many downloads break off yet. */
  cuts?: number;
  /** Whether it knows no ranges. */
  rangeless?: boolean;
  /** Flips the first byte of files. */
  alters?: boolean;
  /** Commit that `main` stands for. */
  main: string;
  /** Milliseconds before a file is sent. */
  slowness?: number;
}

/** A hub and what it was asked. */
export interface Hub extends AsyncDisposable {
  readonly manners: Manners;
  /** Requests so far, as `METHOD path [range]`. */
  readonly asked: string[];
  /** Tokens that were shown to the hub, and to the other host that large files lie on. */
  readonly shown: { readonly hub: string[]; readonly store: string[] };
  /** Settings that lead here, with a cache of their own. */
  readonly settings: HubSettings;
  /** Folder of the cache. */
  readonly cache: string;
}

export const FIRST = "1".repeat(40);
export const SECOND = "2".repeat(40);

/** Weights as a model might have them, too many to come in one piece. */
export const WEIGHTS = Uint8Array.from({ length: 200_000 }, (_, i) => i * 31 % 251);

/** A model, and what is not fetched of it. */
export const MODEL = {
  "config.json": '{"model_type": "gpt2"}',
  "tokenizer.json": "{}",
  "model.safetensors": WEIGHTS,
  "pytorch_model.bin": "never",
  "README.md": "never",
};

type Files = Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>;

/** Starts a hub with one repository, `org/name`, a model and a dataset at once; both commits have the same files unless given. */
export async function startHub(files: Files, { second = files, ...given }: {
  readonly second?: Files;
  readonly token?: string;
} = {}): Promise<Hub> {
  const manners: Manners = { main: FIRST, ...given };
  const root = await Deno.makeTempDir();
  const asked: string[] = [];
  const shown = { hub: [] as string[], store: [] as string[] };
  const commits: Record<string, Files> = { [FIRST]: files, [SECOND]: second };
  const bytesOf = (commit: string, path: string) => encoded(commits[commit]![path]!);
  const store = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    shown.store.push(request.headers.get("Authorization") ?? "");
    const [, commit, ...path] = new URL(request.url).pathname.split("/");
    return sent(bytesOf(commit!, path.join("/")), request, manners);
  });
  const hub = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      const range = request.headers.get("Range");
      asked.push(`${request.method} ${decodeURIComponent(pathname)}${range ? ` ${range}` : ""}`);
      const token = request.headers.get("Authorization") ?? "";
      shown.hub.push(token);
      const { status, code } = manners;
      if (status !== undefined) {
        return new Response(null, { status, headers: code ? { "X-Error-Code": code } : {} });
      }
      if (manners.token && token !== `Bearer ${manners.token}`) {
        return new Response(null, { status: 401 });
      }
      const [, , rest] = /^\/(api\/)?(?:models\/|datasets\/)?org\/name\/(.*)$/.exec(pathname) ?? [];
      const [verb, named = "", ...path] = (rest ?? "").split("/").map(decodeURIComponent);
      if (verb === "revision") {
        const sha = named === "main" ? manners.main : commits[named] ? named : undefined;
        if (sha) return Response.json({ _id: "1", id: "org/name", sha, private: false });
        return new Response(null, { status: 404, headers: { "X-Error-Code": "RevisionNotFound" } });
      }
      if (verb === "tree") return Response.json(listed(commits[named]!));
      if (verb !== "resolve") return new Response(null, { status: 404 });
      if (manners.slowness) await new Promise((go) => setTimeout(go, manners.slowness));
      const name = path.join("/");
      if (!isLarge(name)) return sent(bytesOf(named, name), request, manners);
      return Response.redirect(`http://127.0.0.1:${store.addr.port}/${named}/${name}`, 302);
    },
  );
  const cache = join(root, "hub");
  return {
    manners,
    asked,
    shown,
    cache,
    settings: { endpoint: `http://127.0.0.1:${hub.addr.port}`, cache, offline: false },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([hub.shutdown(), store.shutdown()]);
      await Deno.remove(root, { recursive: true });
    },
  };
}

/** What git, or sha256 for large files, makes of a content. */
export function digest(path: string, content: string | Uint8Array<ArrayBuffer>): string {
  const bytes = encoded(content);
  return isLarge(path)
    ? createHash("sha256").update(bytes).digest("hex")
    : createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

function sent(bytes: Uint8Array<ArrayBuffer>, request: Request, manners: Manners): Response {
  const [, from] = /^bytes=(\d+)-$/.exec(request.headers.get("Range") ?? "") ?? [];
  const isPart = from !== undefined && !manners.rangeless;
  const part = bytes.slice(isPart ? Number(from) : 0);
  if (manners.alters) part[0]! ^= 1;
  const headers = { "Content-Length": `${part.length}` };
  const init = { status: isPart ? 206 : 200, headers };
  const { cutAt = Infinity, cuts = 0 } = manners;
  if (cuts === 0 || part.length <= cutAt) return new Response(part, init);
  manners.cuts = cuts - 1;
  let isSent = false;
  const body = new ReadableStream<Uint8Array>({
    // What is cut off at once never leaves the machine.
    async pull(stream) {
      if (!isSent) stream.enqueue(part.subarray(0, cutAt));
      else {
        await new Promise((go) => setTimeout(go, 50));
        stream.close();
      }
      isSent = true;
    },
  });
  return new Response(body, init);
}

function listed(files: Files) {
  return Object.entries(files).map(([path, content]) => ({
    type: "file",
    path,
    size: encoded(content).length,
    oid: isLarge(path) ? "0".repeat(40) : digest(path, content),
    ...(isLarge(path) && { lfs: { oid: digest(path, content), size: 0, pointerSize: 100 } }),
  }));
}

const isLarge = (path: string) => /\.(safetensors|parquet|bin)$/.test(path);

function encoded(content: string | Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}
