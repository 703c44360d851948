// Records what a release deploys, for the tests of updates from it; v0.1.0/README.md has every step.
// node test/update/record-release.ts <assembly of test> <its port base> <assembly of dev> <dist> <folder>
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RecordedStack, type Resource, readAssembly, type Template } from "./support/assembly.ts";
import { markPorts, packLambdas, recordedEntries } from "./support/recorded-release.ts";

const [test = "", portBase = "", dev = "", dist = "", folder = ""] = process.argv.slice(2);

/** Without paths in the CDK's app and hashes of bundles: both only say how a template was made. */
const strip = ({ Metadata: _, ...resource }: Resource): Resource =>
  resource.Type === "AWS::Lambda::Function" ? nameCode(resource) : resource;

/** The bundle of a Lambda is named after its entry, which its description says. */
function nameCode(resource: Resource): Resource {
  const { Description, Code } = resource.Properties;
  const S3Key = `${String(Description).replace("Patchbay ", "")}.zip`;
  return { ...resource, Properties: { ...resource.Properties, Code: { ...Object(Code), S3Key } } };
}

/** Most of a template, and nothing that makes CloudFormation replace or remove a resource. */
const bulk = new Set(["Policies", "Environment", "AssumeRolePolicyDocument", "Code", "DashboardBody"]);
const bulkTypes = new Set(["AWS::Lambda::Permission", "AWS::ApiGatewayV2::Integration"]);

const keepIdentity = (resource: Resource): Resource => ({
  ...resource,
  Properties: Object.fromEntries(Object.entries(resource.Properties).filter(([name]) => !bulk.has(name))),
});

/** One line for each resource, so that a reviewer sees which of them differ. */
function writeTemplate({ Resources, Description, Outputs }: Template): string {
  const lines = Object.entries(Resources).map(([id, resource]) => `${JSON.stringify(id)}:${JSON.stringify(resource)}`);
  return `{"Resources":{\n${lines.join(",\n")}\n},\n${JSON.stringify({ Description, Outputs }).slice(1)}\n`;
}

function writeStacks(stage: string, stacks: readonly RecordedStack[]): void {
  mkdirSync(join(folder, stage), { recursive: true });
  for (const { id, template } of stacks)
    writeFileSync(join(folder, stage, `${id}.json`), markPorts(writeTemplate(template), Number(portBase)));
  const order = stacks.map(({ template: _, ...stack }) => JSON.stringify(stack));
  writeFileSync(join(folder, stage, "stacks.json"), `[\n${order.join(",\n")}\n]\n`);
}

function shape(
  stacks: readonly RecordedStack[],
  change: (resource: Resource) => Resource | undefined,
): RecordedStack[] {
  return stacks.map((stack) => {
    const resources = Object.entries(stack.template.Resources).flatMap(([id, resource]) => {
      const changed = change(strip(resource));
      return changed ? [[id, changed] as const] : [];
    });
    return { ...stack, template: { ...stack.template, Resources: Object.fromEntries(resources) } };
  });
}

writeStacks(
  "test",
  shape(readAssembly(test), (resource) => resource),
);
writeStacks(
  "dev",
  shape(readAssembly(dev), (resource) => (bulkTypes.has(resource.Type) ? undefined : keepIdentity(resource))),
);
const sources = recordedEntries.map((entry) => [entry, readFileSync(join(dist, entry, "index.mjs"), "utf8")]);
writeFileSync(join(folder, "lambdas.json.br"), packLambdas(Object.fromEntries(sources)));
