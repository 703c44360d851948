// Writes what a release deployed as a cloud assembly, for the CDK's command line to deploy.
import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ArtifactType } from "aws-cdk-lib/cloud-assembly-schema";
import { CloudAssemblyBuilder } from "aws-cdk-lib/cx-api";
import type { RecordedStack, Resource } from "./assembly.ts";
import { readRecordedLambdas, readRecordedStacks } from "./recorded-release.ts";

const environment = "aws://000000000000/us-east-1";
/** The bucket that `cdk bootstrap` makes in the emulated account. */
const bucketName = "cdk-hnb659fds-assets-000000000000-us-east-1";
/** What a Lambda answers whose bundle was not recorded. As a worker of a queue it takes every message. */
const missing = `export const handler = async () => ({ statusCode: 501, body: '{"message":"This Lambda was not recorded."}' });\n`;

/** @param directory is emptied before */
export function writeRecordedAssembly(directory: string, portBase: number): void {
  rmSync(directory, { recursive: true, force: true });
  const builder = new CloudAssemblyBuilder(directory);
  const sources = readRecordedLambdas();
  for (const stack of readRecordedStacks("test", portBase)) addStack(builder, stack, sources);
  builder.buildAssembly();
}

type Sources = Readonly<Record<string, string>>;

function addStack(builder: CloudAssemblyBuilder, { id, ...stack }: RecordedStack, sources: Sources): void {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(builder.outdir, path)), { recursive: true });
    writeFileSync(join(builder.outdir, path), text);
  };
  const entries = new Set(Object.values(stack.template.Resources).flatMap(listEntries));
  for (const entry of entries) write(`lambdas/${entry}/index.mjs`, sources[entry] ?? missing);
  const template = JSON.stringify(stack.template);
  const templateKey = `${createHash("sha256").update(template).digest("hex")}.json`;
  const [templateFile, file] = [`${id}.template.json`, `${id}.assets.json`];
  write(templateFile, template);
  const bundles = [...entries].map((entry) => toAsset(`${entry}.zip`, { path: `lambdas/${entry}`, packaging: "zip" }));
  const files = Object.assign(toAsset(templateKey, { path: templateFile, packaging: "file" }), ...bundles);
  write(file, JSON.stringify({ version: "36.0.0", files, dockerImages: {} }));
  builder.addArtifact(`${id}.assets`, { type: ArtifactType.ASSET_MANIFEST, properties: { file } });
  const stackTemplateAssetObjectUrl = `s3://${bucketName}/${templateKey}`;
  builder.addArtifact(id, {
    type: ArtifactType.AWS_CLOUDFORMATION_STACK,
    environment,
    properties: { templateFile, stackName: stack.stackName, stackTemplateAssetObjectUrl },
    dependencies: [...stack.dependsOn, `${id}.assets`],
  });
}

/** The entry whose bundle a Lambda runs. */
const listEntries = ({ Type, Properties }: Resource): string[] =>
  Type === "AWS::Lambda::Function" ? [String(Object(Properties.Code).S3Key).replace(/\.zip$/, "")] : [];

/** A file to upload. The CDK makes a file of the asset's id, too. */
const toAsset = (objectKey: string, source: { readonly path: string; readonly packaging: "zip" | "file" }) => ({
  [objectKey.replaceAll("/", "-")]: {
    source,
    destinations: { emulator: { bucketName, objectKey, region: "us-east-1" } },
  },
});
