import "../../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import { toTeamFiles } from "../../../lib/providers/figma/api/team-cache.ts";
import { readTeamFiles } from "../../../lib/providers/figma/api/team-files.ts";
import { figma } from "../../../lib/providers/figma/definition.ts";
import { json, type Play, startTestServer } from "../../support/test-server.ts";
import { withOrigin } from "../support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());

const file = (id: string) => ({ key: `key-${id}`, name: `File ${id}`, last_modified: "2026-10-01T00:00:00Z" });
const user = { id: "7", handle: "Ada", email: "ada@example.com" };

let special: Record<string, Play> = {};
let underWay = 0;
let maxAtOnce = 0;
beforeEach(() => {
  special = {};
  end.requests.length = 0;
  maxAtOnce = 0;
});

/** A team with this many projects and a file in each; every request takes `ms` milliseconds. */
function team(projects: number, ms = 0): void {
  const ids = Array.from({ length: projects }, (_, at) => String(at + 1));
  end.play = (response, asked) => {
    underWay += 1;
    maxAtOnce = Math.max(maxAtOnce, underWay);
    response.on("close", () => {
      underWay -= 1;
    });
    const id = /projects\/(\d+)\/files/.exec(asked.path)?.[1];
    const listed = { projects: ids.map((one) => ({ id: Number(one), name: `Project ${one}` })) };
    const usual = id ? { files: [file(id)] } : asked.path === "/v1/me" ? user : listed;
    const play = special[id ?? ""] ?? json(usual);
    setTimeout(() => play(response, asked), ms);
  };
}

const read = async (pace = {}) =>
  toTeamFiles(await readTeamFiles({ provider: withOrigin(figma, end.url), token: "figu_fake", fetch }, "1001", pace));
const readRefusal = async () => findProviderError(await read().catch((error: unknown) => error));
const errorAnswer = (status: number, err: string, headers = {}) => json({ status, err }, status, headers);
const listRequests = (part: string) => end.requests.filter(({ path }) => path.includes(part));

test("lists projects in Figma's order, with their files and who asks", async () => {
  team(7);
  const found = await read();
  expect(found.projects.map(({ id }) => id)).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
  expect(found.projects[0]).toEqual({ id: "1", name: "Project 1", files: [file("1")] });
  expect([found.teamId, found.user]).toEqual(["1001", user]);
  expect(Object.keys(found).sort()).toEqual(["files", "projects", "teamId", "user"]);
  expect(found.files).toEqual(found.projects.map(({ id, name }) => ({ ...file(id), project: { id, name } })));
});

test("five requests are under way at a time, and no more", async () => {
  team(23, 100);
  await read();
  expect(maxAtOnce).toBe(5);
  expect(listRequests("/files")).toHaveLength(23);
});

test("a slow project does not delay the others", async () => {
  team(20, 10);
  let others = 0;
  const slow: Play = (response, request) => {
    const look = setInterval(() => {
      others = listRequests("/files").length - 1;
      if (others < 19) return;
      clearInterval(look);
      json({ files: [] })(response, request);
    }, 5);
  };
  special = { "1": slow };
  await read();
  expect(others).toBe(19);
});

test("a project that cannot be read keeps its place and is named with our own word for why", async () => {
  team(6);
  special = {
    "2": errorAnswer(404, "Not found"),
    "3": errorAnswer(403, "You have no access to this <script>"),
    "4": errorAnswer(500, "Oops"),
    "5": json({ files: "none" }),
  };
  const found = await read();
  expect(found.projects.map(({ files }) => files.length)).toEqual([1, 0, 0, 0, 0, 1]);
  expect(found.failed).toEqual([
    { id: "2", name: "Project 2", code: "not_found" },
    { id: "3", name: "Project 3", code: "insufficient_permissions" },
    { id: "4", name: "Project 4", code: "provider_unavailable" },
    { id: "5", name: "Project 5", code: "provider_error" },
  ]);
});

test("a limit in the middle stops the requests, and all that is missing is named", async () => {
  team(30, 5);
  special = { "12": errorAnswer(429, "Rate limit exceeded", { "retry-after": "40" }) };
  const found = await read();
  expect(listRequests("/files").length).toBeLessThan(18);
  expect(found.retryAfter).toBe(40);
  const missing = found.projects.filter(({ files }) => files.length === 0).map(({ id }) => id);
  expect(missing.length).toBeGreaterThan(12);
  expect(found.failed?.map(({ id }) => id)).toEqual(missing);
  expect(new Set(found.failed?.map(({ code }) => code))).toEqual(new Set(["rate_limited"]));
});

test("when time is up no further project is asked for", async () => {
  team(30);
  let now = 0;
  const found = await read({ timeoutMs: 10, clock: () => (now += 1) });
  expect(listRequests("/files").length).toBeLessThan(11);
  expect(found.failed?.at(-1)).toEqual({ id: "30", name: "Project 30", code: "provider_unavailable" });
});

test("a refused token is an error, and stops the requests", async () => {
  team(30, 5);
  special = { "3": errorAnswer(403, "Token expired") };
  expect(await readRefusal()).toMatchObject({ kind: "token" });
  expect(listRequests("/files").length).toBeLessThan(12);
});

test.each([
  ["absent", 404, "Not found", {}],
  ["rate", 429, "Rate limit exceeded", { "retry-after": "40" }],
  ["scope", 403, "No access", {}],
])("when no project can be read it is an error of class %s", async (expected, status, text, headers) => {
  team(3);
  special = Object.fromEntries(["1", "2", "3"].map((id) => [id, errorAnswer(status, text, headers)]));
  expect(await readRefusal()).toMatchObject({ kind: expected });
});

test("a team without projects is no error", async () => {
  team(0);
  expect((await read()).projects).toEqual([]);
});
