// A Lambda's code with a file of the stage beside it: `cdk deploy` uploads what changed, and nothing else.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Stack } from "aws-cdk-lib";
import { Function as Lambda, Runtime } from "aws-cdk-lib/aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createBundledCode, type StageFiles } from "../../infra/code.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "patchbay-code-"));
  const bundle = join(folder, "dist/mcp/query");
  mkdirSync(bundle, { recursive: true });
  writeFileSync(join(bundle, "index.mjs"), "export const handler = () => {};\n");
  writeFileSync(join(bundle, "parser.wasm"), "not really");
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The assets that a Lambda's code becomes: their files by the asset's name. */
function synthesizeCode(...all: (StageFiles | undefined)[]): Record<string, Record<string, string>> {
  const outdir = mkdtempSync(join(folder, "out-"));
  const app = new App({ outdir });
  const getCode = createBundledCode(join(folder, "dist"));
  for (const [index, files] of all.entries()) {
    new Lambda(new Stack(app, `stack-${index}`), "Lambda", {
      code: getCode("mcp/query", files),
      handler: "index.handler",
      runtime: Runtime.NODEJS_24_X,
    });
  }
  app.synth();
  const assets = readdirSync(outdir).filter((name) => name.startsWith("asset."));
  return Object.fromEntries(assets.map((asset) => [asset, readFiles(join(outdir, asset))]));
}

const readFiles = (asset: string) =>
  Object.fromEntries(readdirSync(asset).map((name) => [name, readFileSync(join(asset, name), "utf8")]));

test("code has the stage's file beside the bundle and whatever lies there", () => {
  const [files] = Object.values(synthesizeCode({ "mcp.json": "{}" }));
  expect(files).toEqual({
    "index.mjs": expect.stringContaining("handler"),
    "parser.wasm": "not really",
    "mcp.json": "{}",
  });
});

test("code without a file is the bundle as it is", () => {
  const [files] = Object.values(synthesizeCode(undefined));
  expect(Object.keys(files ?? {})).toEqual(["index.mjs", "parser.wasm"]);
});

test("the same file makes the same asset at each synth, and another file another one", () => {
  const first = synthesizeCode({ "mcp.json": "{}" });
  expect(Object.keys(synthesizeCode({ "mcp.json": "{}" }))).toEqual(Object.keys(first));
  expect(Object.keys(synthesizeCode({ "mcp.json": "{ }" }))).not.toEqual(Object.keys(first));
});

test("two files in one app make two assets", () => {
  const contents = Object.values(synthesizeCode({ "mcp.json": "a" }, { "mcp.json": "b" })).map(
    (files) => files["mcp.json"],
  );
  expect(contents.sort()).toEqual(["a", "b"]);
});
