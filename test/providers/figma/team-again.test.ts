// A team's list that is loaded in several steps, each continuing from the cached part.
import "../../http/lambda-environment.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { findProviderError } from "../../../lib/http/provider-error.ts";
import {
  type CachedTeam,
  computeCacheSeconds,
  toTeamFiles,
  withProjectFiles,
} from "../../../lib/providers/figma/api/team-cache.ts";
import { readTeamFiles } from "../../../lib/providers/figma/api/team-files.ts";
import { figma } from "../../../lib/providers/figma/definition.ts";
import { json, startTestServer } from "../../support/test-server.ts";
import { withOrigin } from "../support/with-origin.ts";

const end = await startTestServer();
afterAll(() => end.close());

const day = 86_400;
const start = 1_800_000_000;
const user = { id: "7", handle: "Ada" };

let left = 0;
let edition = 1;
let refusals: Record<string, number> = {};
let ids: string[] = [];
beforeEach(() => {
  [left, edition, refusals, ids] = [1000, 1, {}, []];
  end.requests.length = 0;
});

const file = (id: string, of = edition) => ({ key: `key-${id}`, name: `Edition ${of}`, last_modified: "2026-10-01" });

/** A team with this many projects, whose seat may make `left` more requests. */
function team(projects: number): void {
  ids = Array.from({ length: projects }, (_, at) => String(at + 1));
  end.play = (response, asked) => {
    left -= 1;
    const id = /projects\/(\d+)\/files/.exec(asked.path)?.[1];
    const status = left < 0 ? 429 : (refusals[id ?? ""] ?? 200);
    const listed = { projects: ids.map((one) => ({ id: one, name: `Project ${one}` })) };
    const usual = id ? { files: [file(id)] } : asked.path === "/v1/me" ? user : listed;
    json(
      status === 200 ? usual : { status, err: "No" },
      status,
      status === 429 ? { "retry-after": "40" } : {},
    )(response, asked);
  };
}

const request = { provider: withOrigin(figma, end.url), token: "figu_fake", fetch };

/** Continues after some seconds, with a limit of requests. @returns what is cached, and which projects were requested */
async function read(before?: CachedTeam, { after = 0, allowed = 1000, isAnew = false } = {}) {
  end.requests.length = 0;
  left = allowed;
  const kept = await readTeamFiles(request, "1001", { before, isForced: isAnew, now: () => start + after });
  const asked = end.requests.flatMap(({ path }) => /projects\/(\d+)\/files/.exec(path)?.[1] ?? []);
  return { kept, asked, paths: end.requests.map(({ path }) => path), shown: toTeamFiles(kept) };
}

const listMissing = ({ projects }: CachedTeam) =>
  projects.filter(({ files }) => files.length === 0).map(({ id }) => id);
const editions = ({ projects }: CachedTeam) => projects.map(({ files }) => files[0]?.name.slice(-1) ?? "-").join("");

test("a team of sixty projects is read in a few runs of 24 requests, no project twice", async () => {
  team(60);
  let { kept, asked } = await read(undefined, { allowed: 24 });
  const answered = 22;
  expect([asked.length >= answered, listMissing(kept).length]).toEqual([true, 60 - answered]);
  let goes = 1;
  for (; listMissing(kept).length > 0; goes += 1) {
    const due = listMissing(kept);
    ({ kept, asked } = await read(kept, { after: 60 * goes, allowed: 24 }));
    expect(due).toEqual(expect.arrayContaining(asked));
  }
  expect(goes).toBe(3);
  expect(toTeamFiles(kept)).not.toHaveProperty("failed");
  expect(kept.projects.map(({ id }) => id)).toEqual(ids);
});

test("one that goes on asks neither who is asking nor for what it has, but for which projects there are", async () => {
  team(3);
  refusals = { "2": 500 };
  const first = await read();
  refusals = {};
  ids = ["4", "3", "2"];
  const { kept, paths } = await read(first.kept, { after: 60 });
  expect(paths.toSorted()).toEqual(["/v1/projects/2/files", "/v1/projects/4/files", "/v1/teams/1001/projects"]);
  expect([kept.projects.map(({ id }) => id), kept.user]).toEqual([ids, user]);
});

test("what is older than a day is asked for again, and what is not is left", async () => {
  team(3);
  refusals = { "3": 500 };
  const first = await read();
  refusals = {};
  const second = await read(first.kept, { after: day - 600 });
  expect(second.asked).toEqual(["3"]);
  expect((await read(second.kept, { after: day })).asked.toSorted()).toEqual(["1", "2"]);
});

test("a project that Figma does not show is asked for again after an hour, and loses the files it had", async () => {
  team(2);
  const first = await read();
  refusals = { "1": 404 };
  const second = await read(first.kept, { after: day });
  expect([listMissing(second.kept), second.shown.failed]).toEqual([
    ["1"],
    [{ id: "1", name: "Project 1", code: "not_found" }],
  ]);
  expect((await read(second.kept, { after: day + 3599 })).asked).toEqual([]);
  expect((await read(second.kept, { after: day + 3600 })).asked).toEqual(["1"]);
});

test("a refresh asks for all; cut short by a limit it keeps the files it could not read, and names them", async () => {
  team(30);
  const first = await read();
  edition = 2;
  const second = await read(first.kept, { after: 600, allowed: 12, isAnew: true });
  expect(second.paths).toContain("/v1/me");
  expect(editions(second.kept).replaceAll("1", "")).toBe("2".repeat(10));
  expect([second.shown.failed?.length, second.shown.retryAfter]).toEqual([20, 40]);
  const third = await read(second.kept, { after: 660 });
  expect([third.asked.length, editions(third.kept)]).toEqual([20, "2".repeat(30)]);
  expect(third.shown).not.toHaveProperty("failed");
});

test("a refresh that reads nothing is an error, so that what is kept stays", async () => {
  team(3);
  const { kept } = await read();
  const refused = await read(kept, { allowed: 2, isAnew: true }).catch(findProviderError);
  expect(refused).toMatchObject({ kind: "rate", retryAfterSeconds: 40 });
});

test("one that goes on and reads nothing more shows what there is", async () => {
  team(30);
  const first = await read(undefined, { allowed: 12 });
  const second = await read(first.kept, { after: 60, allowed: 1 });
  expect(second.shown).toEqual(first.shown);
});

test("cached files are served through a limit for one more day, and no longer", async () => {
  team(1);
  refusals = {};
  const first = await read();
  team(2);
  refusals = { "1": 500 };
  const second = await read(first.kept, { after: 2 * day - 1 });
  expect(listMissing(second.kept)).toEqual([]);
  expect(listMissing((await read(second.kept, { after: 2 * day, isAnew: true })).kept)).toEqual(["1"]);
});

const keptTeam = (...projects: { answeredAt?: number; code?: string }[]): CachedTeam => ({
  teamId: "1",
  user,
  projects: projects.map((project, at) => ({ id: String(at), name: "n", files: [file("1")], ...project })),
});

test.each([
  [day, "it has no projects", keptTeam()],
  [day, "all was read now", keptTeam({ answeredAt: start })],
  [
    day - 600,
    "the first project was read ten minutes ago",
    keptTeam({ answeredAt: start }, { answeredAt: start - 600 }),
  ],
  [3600, "one is not shown", keptTeam({ answeredAt: start, code: "not_found" }, { answeredAt: start })],
  [60, "one is missing", keptTeam({ answeredAt: start, code: "not_found" }, { code: "rate_limited" })],
  [60, "one has old files", keptTeam({ answeredAt: start - 600, code: "provider_unavailable" })],
  [60, "one has just grown old", keptTeam({ answeredAt: start - day })],
])("is served for %i seconds when %s", (seconds, _, team) => {
  expect(computeCacheSeconds(team, start)).toBe(seconds);
});

test("a project that was read alone is no longer missing", () => {
  const mended = withProjectFiles(
    keptTeam({ code: "rate_limited" }, { answeredAt: start }),
    "0",
    [file("0")],
    start + 5,
  );
  expect(mended.projects[0]).toEqual({ id: "0", name: "n", files: [file("0")], answeredAt: start + 5 });
  expect(toTeamFiles(mended)).not.toHaveProperty("failed");
});
