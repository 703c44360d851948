// Writes the rules of a stage's aliases for the servers in front of the API.
import { join } from "node:path";
import { buildSync } from "esbuild";
import type { AliasRules } from "./rewrite-path.ts";

/** The text of a CloudFront Function (runtime cloudfront-js-2.0, viewer request): plain script, with `handler` at its top level. */
export function generateEdgeFunction(rules: AliasRules): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, "edge-function.ts")],
    bundle: true,
    format: "esm",
    write: false,
    define: { stageRules: JSON.stringify(rules) },
    // Its syntax is that of ES 5 with const and let; esbuild refuses what it cannot write so.
    target: "es5",
    supported: { "const-and-let": true },
    legalComments: "none",
  });
  // The runtime knows no modules.
  return (outputFiles[0]?.text ?? "").replace(/\nexport \{[^}]*\};\n$/, "\n").replaceAll(/^\/\/ .*\n/gm, "");
}
