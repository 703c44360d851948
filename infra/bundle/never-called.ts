// Parts that libraries load and our Lambdas never call. A bundle is compiled whole at each cold start, about 4 ms for 100 kB.
import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

/** zod describes schemas as JSON Schema, for generators; here they only check. */
const describers = /zod\/v4\/core\/(to-json-schema|json-schema-processors|json-schema-generator)\.js$/;
const undescribed =
  "const none = () => () => {}; exports.createToJSONSchemaMethod = none; exports.createStandardJSONSchemaMethod = none;";

/** The SDK names its version in the user agent, and brings the whole manifest for it. */
const manifests = /@aws-sdk\/client-[a-z-]+\/package\.json$/;

export const neverCalled: Plugin = {
  name: "never-called",
  setup(build) {
    build.onLoad({ filter: describers }, () => ({ contents: undescribed, loader: "js" }));
    build.onLoad({ filter: manifests }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, "utf8"));
      return { contents: JSON.stringify({ version }), loader: "json" };
    });
  },
};
