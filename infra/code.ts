import { existsSync } from "node:fs";
import { join } from "node:path";
import { Code } from "aws-cdk-lib/aws-lambda";

/** Returns the code of an entry such as `integrations/list`. */
export type GetCode = (entry: string) => Code;

/**
 * Takes code from the bundles that `npm run build` wrote.
 * @throws Error in one sentence when an entry was not built
 */
export const createBundledCode =
  (folder: string): GetCode =>
  (entry) => {
    const bundle = join(folder, entry);
    if (existsSync(join(bundle, "index.mjs"))) return Code.fromAsset(bundle);
    throw new Error(`There is no bundle of functions/${entry}.ts: run npm run build first.`);
  };

/** Stands in for all code where templates are not deployed: a clean clone has no bundles. */
export const createPlaceholderCode = (): GetCode => () => Code.fromInline("export const handler = () => {};");
