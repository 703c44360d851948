// An endpoint moves to another stack, in two deployments: a name and a route key are free only once their first stack has given
// them up. Whoever moves the row in infra/routes deploys a commit without it first (docs/upgrading.md).
import { beforeAll, expect, test } from "vitest";
import { getAssemblyDirectory } from "../../infra/local/stacks.ts";
import { asUser, type Browser } from "../support/api.ts";
import { cloud } from "../support/cloud.ts";
import { readAssembly, type Template } from "./support/assembly.ts";
import { deployToday, updateStack } from "./support/deployments.ts";
import { findBrokenUpdates } from "./support/update-rules.ts";

// Of a small stack: a template that is sent as it is may have 51,200 bytes.
const entry = "crm/list-connectors";
const path = "/api/crm/connectors";
let user: Browser;
let from: Template;
let to: Template;
let moved: Template["Resources"];

/** Small enough to be sent as they are: 51,200 bytes without what the CDK notes about its constructs. */
const find = (id: string): Template => {
  const stack = readAssembly(getAssemblyDirectory(cloud().stage)).find((one) => one.id === id);
  if (stack === undefined) throw new Error(`There is no stack ${id}.`);
  const resources = Object.entries(stack.template.Resources).map(([id, { Metadata: _, ...resource }]) => [
    id,
    resource,
  ]);
  return { ...stack.template, Resources: Object.fromEntries(resources) };
};
const remove = (template: Template): Template => ({
  ...template,
  Resources: Object.fromEntries(Object.entries(template.Resources).filter(([id]) => !(id in moved))),
});
const add = (template: Template): Template => ({ ...template, Resources: { ...template.Resources, ...moved } });

beforeAll(async () => {
  await deployToday();
  user = await asUser({ sub: "moving-ada", org: "moving", role: "admin" });
  [from, to] = [find("crm"), find("ehr")];
  const isPart = (id: string) => id.includes(entry.replaceAll(/[/-]/g, "")) || id.startsWith("GETapicrmconnectors");
  moved = Object.fromEntries(Object.entries(from.Resources).filter(([id]) => isPart(id)));
});

test("moving it in one deployment would be refused", () => {
  const types = Object.values(moved).map(({ Type }) => Type.split("::").at(-1));
  expect(types).toEqual(expect.arrayContaining(["LogGroup", "Role", "Function", "Integration", "Permission", "Route"]));
  const [before, after] = [
    [from, to],
    [remove(from), add(to)],
  ].map((templates) =>
    templates.map((template, at) => ({ stackName: `patchbay-test-${at === 0 ? "crm" : "ehr"}`, template })),
  );
  const broken = findBrokenUpdates(before ?? [], after ?? []).filter((sentence) => sentence.includes("moves from"));
  expect(broken.map((sentence) => sentence.split(" moves from")[0]).sort()).toEqual([
    "AWS::Lambda::Function patchbay-test-crm-list-connectors",
    "AWS::Logs::LogGroup /aws/lambda/patchbay-test-crm-list-connectors",
    "http GET /api/crm/connectors",
  ]);
});

test("the first deployment takes it away, and leaves the rest of its stack as it is", async () => {
  expect((await user.get(path)).status).toBe(200);
  await updateStack("crm", remove(from));
  expect((await user.get(path)).status).toBe(404);
  expect((await user.post("/api/crm/connectors", {})).status).toBe(400);
});

test("the second one brings it back from the other stack", async () => {
  await updateStack("ehr", add(to));
  const answer = await user.get(path);
  expect(answer.status, answer.text).toBe(200);
  expect(answer.json).toMatchObject({ connectors: [] });
});

test("it moves home the same way", async () => {
  await updateStack("ehr", to);
  expect((await user.get(path)).status).toBe(404);
  await updateStack("crm", from);
  expect((await user.get(path)).status).toBe(200);
});
