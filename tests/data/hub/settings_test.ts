import { deepEqual, equal } from "node:assert/strict";
import { join } from "node:path";
import { hubSettings } from "../../../lib/data/mod.ts";

Deno.test("hubSettings() heeds the variables of Hugging Face, in their order", async () => {
  const home = await Deno.makeTempDir();
  await Deno.mkdir(join(home, "hf"));
  await Deno.writeTextFile(join(home, "hf/token"), "hf_stored\n");
  const of = (variables: Record<string, string>) =>
    hubSettings((name) => ({ HOME: home, ...variables })[name]);
  equal(of({}).cache, join(home, ".cache/huggingface/hub"));
  equal(of({ XDG_CACHE_HOME: "/x" }).cache, "/x/huggingface/hub");
  equal(of({ HF_HOME: "~/hf", XDG_CACHE_HOME: "/x" }).cache, join(home, "hf/hub"));
  equal(of({ HF_HUB_CACHE: "/c", HF_HOME: "/h" }).cache, "/c");
  equal(of({ HF_HOME: join(home, "hf") }).token, "hf_stored");
  equal(of({ HF_HOME: join(home, "hf"), HF_TOKEN: "hf_given" }).token, "hf_given");
  equal(of({ HF_TOKEN_PATH: "~/hf/token" }).token, "hf_stored");
  equal(of({ HF_TOKEN: "hf_\r\nbroken \n" }).token, "hf_broken");
  equal(of({}).token, undefined);
  equal(of({ HF_ENDPOINT: "https://mirror.example/" }).endpoint, "https://mirror.example");
  deepEqual(["1", "true", "0", ""].map((HF_HUB_OFFLINE) => of({ HF_HUB_OFFLINE }).offline), [
    true,
    true,
    false,
    false,
  ]);
  await Deno.remove(home, { recursive: true });
});
