// esbuild plugin that stubs library code our Lambdas never call. Each cold start compiles the whole bundle: about 4 ms per 100 kB.
import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

/** zod's JSON Schema conversion; Lambdas only validate. Saves (zod 4.6) 16 to 19 kB of a bundle with zod. */
const describerFiles = /zod\/v4\/core\/(to-json-schema|json-schema-processors|json-schema-generator)\.js$/;
/** What the rest of zod imports from those files. */
const describerNames = ["createToJSONSchemaMethod", "createStandardJSONSchemaMethod"];
const describerStub = `const none = () => () => {}; ${describerNames.map((name) => `exports.${name} = none;`).join(" ")}`;

/** The SDK reads its version for the user agent from its whole package.json. Saves (SDK 3.1169) 5 kB for each client. */
const sdkManifestFiles = /@aws-sdk\/client-[a-z-]+\/package\.json$/;

/**
 * The validator of what users fill in for an MCP server, which ours asks for nothing. Saves (SDK 2.4) 153 kB. esbuild fails when the
 * SDK wants more of the file.
 */
const validatorFile = /^@modelcontextprotocol\/server\/_shims$/;
const validatorStub = 'export class DefaultJsonSchemaValidator {} export { default as process } from "node:process";';

export const neverCalled: Plugin = {
  name: "never-called",
  setup(build) {
    build.onResolve({ filter: validatorFile }, ({ path }) => ({ path, namespace: "stub" }));
    build.onLoad({ filter: validatorFile, namespace: "stub" }, () => ({ contents: validatorStub, loader: "js" }));
    build.onLoad({ filter: describerFiles }, async ({ path }) => {
      if (path.endsWith("to-json-schema.js")) requireDescribers(path, await readFile(path, "utf8"));
      return { contents: describerStub, loader: "js" };
    });
    build.onLoad({ filter: sdkManifestFiles }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, "utf8"));
      return { contents: JSON.stringify({ version }), loader: "json" };
    });
  },
};

/** @throws when zod no longer exports what the stub replaces; otherwise a bundle would fail only at run time */
export function requireDescribers(path: string, source: string): void {
  const missing = describerNames.filter((name) => !new RegExp(`export const ${name}\\b`).test(source));
  if (missing.length > 0)
    throw new Error(`${path} has no ${missing.join(", ")}, which infra/bundle/stub-unused.ts replaces.`);
}
