import { cpSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AssetHashType, DockerImage } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";

/** Files that a Lambda gets beside its bundle: their text by name. */
export type StageFiles = Readonly<Record<string, string>>;

/** Returns the code of an entry such as `integrations/list`, with files of the stage beside it. */
export type GetCode = (entry: string, files?: StageFiles) => Code;

/**
 * Takes code from the bundles that `npm run build` wrote.
 * @throws Error in one sentence when an entry was not built
 */
export const createBundledCode =
  (folder: string): GetCode =>
  (entry, files = {}) => {
    const bundle = join(folder, entry);
    if (!existsSync(join(bundle, "index.mjs")))
      throw new Error(`There is no bundle of functions/${entry}.ts: run npm run build first.`);
    return Object.keys(files).length === 0 ? Code.fromAsset(bundle) : addFiles(bundle, files);
  };

/** The same bundle is another asset in each stage whose files differ. The CDK copies it; no container is started. */
function addFiles(bundle: string, files: StageFiles): Code {
  const tryBundle = (output: string) => {
    cpSync(bundle, output, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(output, name), text);
    return true;
  };
  return Code.fromAsset(bundle, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry("none"),
      local: { tryBundle },
      // The CDK keeps what it has bundled under a key that knows nothing of the function.
      environment: { files: JSON.stringify(files) },
    },
  });
}

/** Stands in for all code where templates are not deployed: a clean clone has no bundles. */
export const createPlaceholderCode = (): GetCode => () => Code.fromInline("export const handler = () => {};");
