// What operators are told about updates is what the stacks are.
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { queueName, queueNames, tableNames } from "../../infra/names.ts";
import { listRemovableStacks } from "../../infra/removable-stacks.ts";
import { synthesize } from "../infra/support/synthesized.ts";
import { readRecordedStacks } from "../update/support/recorded-release.ts";

const page = await readFile("docs/upgrading.md", "utf8");
const readSection = (title: string): string => page.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? "";
const goingBack = readSection("Going back");
const restoring = readSection("Restoring a table");
const recorded = readRecordedStacks("dev");

describe("the page on upgrading", () => {
  it("names the commands that there are", async () => {
    const { scripts } = JSON.parse(await readFile("package.json", "utf8"));
    const named = [...page.matchAll(/npm run ([\w-]+)/g)].map(([, name = ""]) => name);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("names every stack, authorizer and queue that 0.1.0 does not know, to be deleted before going back to it", () => {
    const known = new Set(recorded.map(({ stackName }) => stackName));
    const unknown = listRemovableStacks({ stage: "dev", mcp: undefined }).filter((name) => !known.has(name));
    expect(unknown.length).toBeGreaterThan(0);
    for (const name of unknown) expect(goingBack).toContain(`\`${name.replace("patchbay-dev-", "")}\``);
    const queuesBefore = JSON.stringify(recorded);
    const queues = queueNames.filter((name) => !queuesBefore.includes(`"${queueName("dev", name)}"`));
    expect(queues.length).toBeGreaterThan(0);
    for (const name of queues) expect(goingBack).toContain(`${name.replace(/^webhooks(?=-(shopify|clio))/, "")}\``);
    const authorizers = synthesize()
      .filter(({ name }) => name.endsWith("-api"))
      .flatMap(({ resources }) => Object.values(resources))
      .filter(({ Type }) => Type === "AWS::ApiGatewayV2::Authorizer");
    expect(authorizers.length).toBeGreaterThan(0);
    for (const { Properties } of authorizers) expect(goingBack).toContain(`\`${Object(Properties).Name}\``);
  });

  it("says of every table with backups what a restore leaves out, as its template has it", () => {
    const tables = synthesize()
      .flatMap(({ resources }) => Object.values(resources))
      .filter(({ Type }) => Type === "AWS::DynamoDB::Table")
      .map(({ Properties }) => Object(Properties));
    const readTables = (isSet: (properties: Record<string, unknown>) => boolean) =>
      tableNames.filter((name) => tables.some((one) => one.TableName.endsWith(`-${name}`) && isSet(one)));
    const withBackups = readTables((one) => one.PointInTimeRecoverySpecification !== undefined);
    expect(withBackups).toEqual(["connections", "audit", "feed"]);
    const restorable = (names: readonly string[]) => names.filter((name) => withBackups.includes(name as never));
    expect(restorable(readTables((one) => one.TimeToLiveSpecification !== undefined))).toEqual(["audit", "feed"]);
    expect(restorable(readTables((one) => one.StreamSpecification !== undefined))).toEqual(["audit", "feed"]);
    expect(restoring).toContain("for `audit` and `feed` the expiry and the stream");
    expect(restoring).toContain("AttributeName=ttl");
    expect(restoring).toContain("StreamViewType=NEW_IMAGE");
  });
});
