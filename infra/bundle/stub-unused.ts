// Parts that libraries load and our Lambdas never call. A bundle is compiled whole at each cold start, about 4 ms for 100 kB.
import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

/** zod describes schemas as JSON Schema, for generators; here they only check. Gain (zod 4.6): 16 to 19 kB of a bundle with zod. */
const describerFiles = /zod\/v4\/core\/(to-json-schema|json-schema-processors|json-schema-generator)\.js$/;
/** What the rest of zod takes from those files. */
const described = ["createToJSONSchemaMethod", "createStandardJSONSchemaMethod"];
const describerStub = `const none = () => () => {}; ${described.map((name) => `exports.${name} = none;`).join(" ")}`;

/** The SDK names its version in the user agent, and brings the whole manifest for it. Gain (SDK 3.1169): 5 kB for each client. */
const sdkManifestFiles = /@aws-sdk\/client-[a-z-]+\/package\.json$/;

export const neverCalled: Plugin = {
  name: "never-called",
  setup(build) {
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

/** @throws when zod no longer has what is replaced: a bundle would otherwise fail only when it runs */
export function requireDescribers(path: string, source: string): void {
  const missing = described.filter((name) => !new RegExp(`export const ${name}\\b`).test(source));
  if (missing.length > 0)
    throw new Error(`${path} has no ${missing.join(", ")}, which infra/bundle/never-called.ts replaces.`);
}
