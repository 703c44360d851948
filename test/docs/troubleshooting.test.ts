// docs/troubleshooting.md has every outcome of a flow, every code of an error and every notice, and no others.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { problemStatuses } from "../../infra/openapi/problems.ts";
import { listNotices } from "../../infra/secrets/notices.ts";
import { readDocument } from "./support/read-documents.ts";

const { text } = await readDocument("docs/troubleshooting.md");

/** The text under a heading, up to the next of the same rank or a higher one. */
function readSection(heading: string): string {
  const [, marks = "", rest = ""] = new RegExp(`^(#+) ${heading}$([\\s\\S]*)`, "m").exec(text) ?? [];
  return rest.split(new RegExp(`^#{1,${marks.length}} `, "m"))[0] ?? "";
}

/** The first cells of a section's table that are code, each with the cell after it. */
const listRows = (section: string): [string, string][] =>
  [...section.matchAll(/^\| `([^`]+)` \| ([^|]*) \|/gm)].map(([, name = "", next = ""]) => [name, next.trim()]);

test("it has every outcome of a flow", async () => {
  const [, union = ""] =
    /export type CallbackError =([^;]+);/.exec(await readFile("lib/oauth/flow-error.ts", "utf8")) ?? [];
  const outcomes = [...union.matchAll(/"(\w+)"/g)].map(([, outcome]) => outcome);
  expect(outcomes).toHaveLength(10);
  expect(listRows(readSection("When a flow comes back")).map(([name]) => name)).toEqual(outcomes);
});

test("it has every code of an error, with its status", () => {
  const rows = listRows(readSection("Codes of errors")).map(([code, status]) => [code, Number(status)] as const);
  expect(Object.fromEntries(rows)).toEqual(problemStatuses);
  expect(rows).toHaveLength(Object.keys(problemStatuses).length);
});

/** A line of .env for each kind of notice. */
const examples = [
  ...[
    "REDIS_URL",
    "TOKEN_ENCRYPTION_KEY",
    "GMAIL_REFRESH_TOKEN",
    "MCP_FIGMA_ENABLED",
    "MCP_POSTGRES_HOST",
    "MCP_TIMEOUT_MS",
  ],
  ...["ZENDESK_API_KEY", "ZENDESK_TOKEN_URL", "NOBODY_KNOWS"],
];

test("it has every notice about a line that is ignored", () => {
  const notices = listNotices(Object.fromEntries(examples.map((name) => [name, "value"])), []);
  const said = notices.map((notice) => notice.replace(/: [A-Z_]+\.$/, ""));
  expect(said).toHaveLength(examples.length);
  const written = listRows(readSection("Notices of npm run secrets")).map(([notice]) => notice);
  expect(written.filter((notice) => notice.startsWith("Ignored, ")).toSorted()).toEqual(said.toSorted());
  expect(written).toContain(listNotices({ odd: "a", "-odd": "b" }, [])[0]);
});

test("it has an example for every reason that the command knows", async () => {
  const { otherLines } = await import("../../infra/secrets/other-lines.ts");
  const unused = otherLines.filter(
    ({ names }, index) => !examples.some((name) => names.test(name) && firstMatch(name) === index),
  );
  expect(unused).toEqual([]);
  function firstMatch(name: string): number {
    return otherLines.findIndex(({ names }) => names.test(name));
  }
});

test("it has what people look for by name", () => {
  const named = ["Invalid state", "Insufficient permissions", "A signature fails", "Refresh failing"];
  const others = ["The callback and WEBHOOK_BASE_URL", "A connector finds no token"];
  for (const heading of [...named, ...others]) expect.soft(readSection(heading).length, heading).toBeGreaterThan(200);
});
