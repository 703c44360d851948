// Whoever is woken by an alarm finds what to do.
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { certificateArn } from "../infra/edge/support/edge-stage.ts";
import { defineDatabaseStage } from "../infra/mcp/support/database-stage.ts";
import { exampleService, listResources, synthesize } from "../infra/support/synthesized.ts";

const runbook = await readFile("docs/runbook.md", "utf8");
const [, alarmsPart = ""] = /^## Alarms$([\s\S]*?)^## /m.exec(runbook) ?? [];
const sections = alarmsPart
  .split(/^### /m)
  .slice(1)
  .map((text) => ({ name: text.split("\n")[0] ?? "", text }));
/** With everything that adds alarms. */
const insights = { model: "amazon.nova-lite-v1:0", regions: ["eu-central-1"] };
const canary = { percent: 10, minutes: 10 };
const edge = { certificateArn };
const stacks = synthesize(defineDatabaseStage({}, { services: [exampleService], insights, canary, edge }));
const list = (type: string) => listResources(stacks, type).map(({ Properties }) => Object(Properties));

const readSection = (description: string): string => /See (\S+) in docs\/runbook\.md$/.exec(description)?.[1] ?? "";

describe("the runbook", () => {
  it("has a section for every alarm, and an alarm for every section", () => {
    const named = list("AWS::CloudWatch::Alarm").map(({ AlarmDescription }) => readSection(AlarmDescription));
    expect(named).not.toContain("");
    expect(sections.map(({ name }) => name).toSorted()).toEqual([...new Set(named)].toSorted());
  });

  it.each(sections)("says of $name what it means, how to see it, what to do and how it ends", ({ text }) => {
    const parts = [...text.matchAll(/^\*\*(.+?)\*\*/gm)].map(([, part]) => part);
    expect(parts).toEqual(["What it means.", "How to see it.", "What to do.", "How to know that it is over."]);
  });

  it("names every saved query", () => {
    const names = list("AWS::Logs::QueryDefinition").map(
      ({ Name }) => String(Name).split("/")[1]?.replace(/-\d$/, "") ?? "",
    );
    const generic = names.map((name) =>
      /^one-request-of-(?!starts|callbacks|the-rest)/.test(name) ? "one-request-of-<provider>" : name,
    );
    expect(generic.length).toBeGreaterThan(10);
    expect(generic.filter((name) => !runbook.includes(name))).toEqual([]);
  });
});
