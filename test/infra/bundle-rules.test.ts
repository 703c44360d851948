// The rules that leave parts of dependencies out of the bundles match the dependencies' source text. A release with other
// text must fail here or in the build instead of making every bundle larger unnoticed.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build, type Plugin, transform } from "esbuild";
import { expect, test } from "vitest";
import { withoutStandardCharsets } from "../../infra/bundle/charset-tables.ts";
import { environmentCredentials, lazyBuiltins, nothingOnDemand } from "../../infra/bundle/lambda-only.ts";
import { neverCalled, requireDescribers } from "../../infra/bundle/stub-unused.ts";
import { trimSchemas, trimSdkSchemas } from "../../infra/bundle/trim-sdk-schemas.ts";

const probe = `
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
export const handler = async () => [await new DynamoDBClient({}).send(new GetItemCommand({})), z.string().parse("")];`;

async function bundleProbe(plugins: Plugin[], contents = probe): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd(), loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    mainFields: ["module", "main"],
    plugins,
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

const whole = await bundleProbe([]);

test.each([
  ["credentials of other places", [environmentCredentials], "fromTokenFile"],
  ["event streams", [nothingOnDemand], "header name exceeds 255 bytes"],
  ["error classes that nobody names", [await trimSdkSchemas([])], "GlobalTableNotFoundException extends"],
  ["zod's writer of JSON Schema", [neverCalled], "json-schema.org/draft/2020-12"],
  ["the SDK's manifests", [neverCalled], '"@aws-sdk/credential-provider-node": '],
])("leaves out %s", async (_, plugins, sign) => {
  expect(whole.includes(sign)).toBe(true);
  const bundled = await bundleProbe(plugins);
  expect(bundled.includes(sign)).toBe(false);
  expect(bundled.length).toBeLessThan(whole.length - 4000);
});

/** What a bundle exports by default. */
async function importBundle(bundled: string): Promise<unknown> {
  const banner = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
  const file = join(await mkdtemp(join(tmpdir(), "bundle-rules-")), "bundle.mjs");
  await writeFile(file, banner + bundled);
  const { default: value } = await import(file);
  await rm(dirname(file), { recursive: true });
  return value;
}

test("keeps only the charset tables that mails need besides those of TextDecoder", async () => {
  const decode = `import iconv from "iconv-lite";
    const labels = ["cp850", "cp437", "cp862", "maccenteuro", "utf-7"];
    export default labels.map((label) => iconv.decode(Buffer.from([0x2b, 0x2d, 0x6d]), label));`;
  const bundled = await bundleProbe([withoutStandardCharsets], decode);
  expect(await importBundle(bundled)).toEqual(["+-m", "+-m", "+-m", "+-m", "+m"]);
  expect(bundled.length).toBeLessThan((await bundleProbe([], decode)).length - 200_000);
});

test("loads Node's modules only when they are used", async () => {
  expect(await bundleProbe([lazyBuiltins])).not.toMatch(/^import .* from "node:http"/m);
  expect(whole).toMatch(/^import .* from "(node:)?https?"/m);
});

test("has all of Node's modules, however they are named and used", async () => {
  const use = `import os, { EOL } from "node:os"; import * as path from "path"; import { EventEmitter } from "node:events";
    class Emitter extends EventEmitter {}
    const names = Object.getOwnPropertyNames(require("os"));
    export default [os.EOL === EOL, path.join("a", "b"), new Emitter().listenerCount("x"), names.includes("platform")];`;
  expect(await importBundle(await bundleProbe([lazyBuiltins], use))).toEqual([true, "a/b", 0, true]);
});

test("fails the build when the SDK registers its errors in another way", () => {
  const named = new Set(["B"]);
  const known = "n0_registry.registerError(A$, A);\nn0_registry.registerError(B$, B);";
  expect(trimSchemas("schemas_0.js", known, named)).toBe("\nn0_registry.registerError(B$, B);");
  expect(() => trimSchemas("schemas_0.js", "registry.add(A);", named)).toThrow(/another way/);
});

test("drops what the SDK declares and our operations do not use", async () => {
  const declared =
    'const _e = "error";\nconst n0 = "ns";\nvar unused = [1, n0, { [_e]: _e }];\nexport var used = [n0];\n';
  const registered = "n0_registry.registerError(A$, A);";
  const trimmed = trimSchemas("schemas_0.js", `${declared}${registered}`, new Set());
  const { code } = await transform(trimmed, { treeShaking: true, format: "esm" });
  expect(trimmed).toContain('{ "error": _e }');
  expect(code).not.toContain("unused");
});

test("fails the build when zod no longer contains the replaced text", () => {
  expect(() => requireDescribers("to-json-schema.js", "export const other = 1;")).toThrow(/createToJSONSchemaMethod/);
});
