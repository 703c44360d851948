// Updating the cloud under test, and going back, in the steps that an operator takes.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { z } from "zod";
import { type CallAws, createAwsCaller } from "../../../infra/aws/call-aws.ts";
import { callQuery, listMembers, readChild } from "../../../infra/aws/call-query.ts";
import { clearStaleThrottles } from "../../../infra/aws/stale-throttles.ts";
import { stageDirectory } from "../../../infra/local/directories.ts";
import { emulatorCredentials } from "../../../infra/local/emulator.ts";
import { deployStacks, runCdk, type StackOptions } from "../../../infra/local/stacks.ts";
import { httpApiName, stackName } from "../../../infra/names.ts";
import { listRemovableStacks } from "../../../infra/removable-stacks.ts";
import { routes } from "../../../infra/routes.ts";
import { readStacks } from "../../../infra/status/read-stacks.ts";
import { cloud } from "../../support/cloud.ts";
import { readAssembly, type Template } from "./assembly.ts";
import { readRecordedStacks } from "./recorded-release.ts";

/** Signed calls of the operator's commands, to the emulator. */
function callEmulator() {
  Object.assign(process.env, emulatorCredentials, { AWS_ENDPOINT_URL: cloud().awsEndpoint });
  return createAwsCaller(emulatorCredentials.AWS_REGION);
}

const listOptions = (): StackOptions => {
  const { stage, portBase, awsEndpoint: endpoint } = cloud();
  return { stage, portBase, endpoint };
};

/** What `npm run deploy` of today does with the stacks. @returns the route keys whose throttle was deleted */
export async function deployToday(): Promise<string[]> {
  const keys = routes.map(({ on }) => on);
  const cleared = await clearStaleThrottles(callEmulator(), httpApiName(cloud().stage), keys);
  await deployStacks(listOptions());
  return cleared;
}

/** What `npm run deploy` of v0.1.0 did. */
export const deployRecorded = (): Promise<unknown> =>
  deployStacks({ ...listOptions(), assembly: join(stageDirectory(cloud().stage), "v0.1.0") });

/** Deploys a cloud assembly of today's stacks. */
export const deployAssembly = (assembly: string): Promise<unknown> => deployStacks({ ...listOptions(), assembly });

/** Takes the restored tables of an assembly into the stack of the data: `cdk import`. */
export async function importTables(assembly: string): Promise<void> {
  const data = readAssembly(assembly).find(({ id }) => id === "Data");
  const restored = Object.entries(data?.template.Resources ?? {}).filter(([id]) => id.startsWith("restored"));
  const mapping = restored.map(([id, { Properties }]) => [id, { TableName: Properties.TableName }]);
  const file = join(assembly, "resource-mapping.json");
  writeFileSync(file, JSON.stringify(Object.fromEntries(mapping)));
  await runCdk(listOptions(), "import", ["Data", "--app", assembly, "--resource-mapping", file]);
}

/** Updates one stack of the stage with a template. */
export async function updateStack(name: string, template: Template): Promise<void> {
  const [callAws, stack] = [callEmulator(), stackName(cloud().stage, name)];
  const parameters = { StackName: stack, TemplateBody: JSON.stringify(template) };
  const capability = { "Capabilities.member.1": "CAPABILITY_NAMED_IAM" };
  const service = { service: "cloudformation", action: "UpdateStack", version: "2010-05-15" } as const;
  await callQuery(callAws, { ...service, parameters: { ...parameters, ...capability } });
  const isUpdated = async () =>
    (await readStacks(callAws, cloud().stage)).some((one) => one.name === stack && one.status === "UPDATE_COMPLETE");
  await vi.waitUntil(isUpdated, { timeout: 60_000, interval: 200 });
}

/** The tables that the stack of the data has. */
export async function readOwnedTables(): Promise<string[]> {
  const result = await callQuery(callEmulator(), {
    service: "cloudformation",
    action: "ListStackResources",
    version: "2010-05-15",
    parameters: { StackName: stackName(cloud().stage, "data") },
  });
  return listMembers(result, "StackResourceSummaries")
    .filter((resource) => readChild(resource, "ResourceType") === "AWS::DynamoDB::Table")
    .map((resource) => readChild(resource, "PhysicalResourceId") ?? "");
}

/** Deploys v0.1.0 where a later release is deployed: the files of these tests share a cloud, in any order. */
export async function startFromRecorded(): Promise<void> {
  const known = readRecordedStacks("test").length;
  if ((await readStacks(callEmulator(), cloud().stage)).length === known) return;
  await prepareGoingBack();
  await deployRecorded();
}

/** What docs/upgrading.md has an operator do before v0.1.0 is deployed over a later release. */
export async function prepareGoingBack(): Promise<void> {
  const callAws = callEmulator();
  await callApi(callAws, "PATCH", "stages/%24default", { stageVariables: { verdicts: "" } });
  await clearStaleThrottles(callAws, httpApiName(cloud().stage), []);
  const known = readRecordedStacks("test").map(({ stackName }) => stackName);
  for (const name of listRemovableStacks({ stage: cloud().stage, mcp: undefined }).filter(
    (one) => !known.includes(one),
  ))
    await deleteStack(callAws, name);
}

/** What docs/upgrading.md has an operator do after going back, before the next update. */
export async function deleteRetainedAuthorizers(): Promise<string[]> {
  const callAws = callEmulator();
  const { items } = authorizersSchema.parse(await callApi(callAws, "GET", "authorizers"));
  const retained = items.filter(({ name }) => ["users", "users-verdict", "pubsub"].includes(name));
  for (const { authorizerId } of retained) await callApi(callAws, "DELETE", `authorizers/${authorizerId}`);
  return retained.map(({ name }) => name);
}

const authorizersSchema = z.object({ items: z.array(z.object({ authorizerId: z.string(), name: z.string() })) });

async function callApi(callAws: CallAws, method: "GET" | "PATCH" | "DELETE", path: string, body?: object) {
  const request = { service: "apigateway", method, path: `/v2/apis/${cloud().apiId}/${path}` } as const;
  const { status, text } = await callAws(body ? { ...request, body: JSON.stringify(body) } : request);
  if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${text}`);
  return text ? JSON.parse(text) : undefined;
}

async function deleteStack(callAws: CallAws, stack: string): Promise<void> {
  const body = new URLSearchParams({ Action: "DeleteStack", Version: "2010-05-15", StackName: stack }).toString();
  const { status, text } = await callAws({ service: "cloudformation", method: "POST", path: "/", body });
  if (status >= 300) throw new Error(`DeleteStack answered ${status}: ${text}`);
  const isGone = async () => (await readStacks(callAws, cloud().stage)).every(({ name }) => name !== stack);
  await vi.waitUntil(isGone, { timeout: 60_000, interval: 200 });
}
