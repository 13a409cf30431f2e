import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { buildName, requirements, TENSORFLOW, wheelsOf } from "../../lib/engine/parts.ts";
import { runProgram } from "../../lib/engine/programs.ts";
import { zip } from "./_zip.ts";

Deno.test("requirements() pins every wheel to one version and one sha256", () => {
  for (const variant of ["cpu", "gpu"] as const) {
    const lines = requirements(wheelsOf(variant)).trimEnd().split("\n");
    equal(lines.length, wheelsOf(variant).length);
    for (const line of lines) match(line, /^[\w-]+==\d[\w.]* --hash=sha256:[0-9a-f]{64}$/);
    equal(new Set(lines.map((line) => line.split("sha256:")[1])).size, lines.length);
  }
});

Deno.test("wheelsOf() has the same TensorFlow with and without CUDA", () => {
  deepEqual(wheelsOf("cpu").map(({ name }) => name), ["tensorflow-cpu"]);
  deepEqual([wheelsOf("cpu")[0]!.version, wheelsOf("gpu")[0]!.version], [TENSORFLOW, TENSORFLOW]);
  equal(wheelsOf("gpu").slice(1).every(({ name }) => /^nvidia-.*-cu12$/.test(name)), true);
});

Deno.test("buildName() tells builds of other variants and versions apart", () => {
  match(buildName("cpu"), new RegExp(`^tensorflow-${TENSORFLOW}-cpu-r\\d+$`));
  match(buildName("gpu"), new RegExp(`^tensorflow-${TENSORFLOW}-gpu-r\\d+$`));
});

Deno.test({
  name: "pip refuses a wheel whose sha256 is not the one of requirements()",
  ignore: !await hasPip(),
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "fastslow-pip-" });
    try {
      const wheel = zip({
        "tiny-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        "tiny-1.0.dist-info/WHEEL":
          "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "tiny-1.0.dist-info/RECORD": "",
      });
      await Deno.writeFile(join(folder, "tiny-1.0-py3-none-any.whl"), wheel);
      const right = createHash("sha256").update(wheel).digest("hex");
      await download(folder, right);
      await rejects(download(folder, right.replace(/^./, (digit) => digit === "0" ? "1" : "0")), {
        name: "NativeUnavailable",
        message: /^python3 failed to .*: ERROR: THESE PACKAGES DO NOT MATCH THE HASHES/,
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

async function download(folder: string, sha256: string) {
  const list = join(folder, "requirements.txt");
  await Deno.writeTextFile(list, requirements([{ name: "tiny", version: "1.0", sha256 }]));
  // deno-fmt-ignore
  await runProgram("python3", [
    "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-index",
    "--find-links", folder, "--require-hashes", "--requirement", list, "--no-deps",
    "--dest", join(folder, "out"),
  ], { purpose: "download a wheel" });
}

async function hasPip(): Promise<boolean> {
  return await runProgram("python3", ["-m", "pip", "--version"], { purpose: "try pip" })
    .then(() => true, () => false);
}
