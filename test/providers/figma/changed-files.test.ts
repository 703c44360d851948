import { expect, test } from "vitest";
import { computeDueAt, daySeconds } from "../../../lib/providers/figma/api/team-cache.ts";
import { withoutChangedFile, withoutChangedProjects } from "../../../lib/providers/figma/changed-files.ts";

const file = (key: string) => ({ key, name: key, last_modified: "2026-01-01T00:00:00Z" });
const now = 1_800_000_000;
const team = {
  teamId: "1",
  user: { id: "7", handle: "Ada" },
  projects: [
    { id: "a", name: "A", files: [file("K1"), file("K2")], answeredAt: now },
    { id: "b", name: "B", files: [file("K3")], answeredAt: now },
  ],
};
const createMatcher =
  (...resources: string[]) =>
  (resource: string) =>
    resources.includes(resource);

test("a list without a changed file is as it was", () => {
  expect(withoutChangedProjects(team, createMatcher("file:K9", "team:2"))).toBe(team);
});

test("only the project of a changed file is due, and keeps its files until it is read", () => {
  const left = withoutChangedProjects(team, createMatcher("file:K2"));
  expect(left?.projects.map((project) => computeDueAt(project))).toEqual([now, now + daySeconds]);
  expect(left?.projects[0]?.files).toEqual(team.projects[0]?.files);
});

test("nothing is left of the list of a changed team", () => {
  expect(withoutChangedProjects(team, createMatcher("team:1"))).toBeUndefined();
});

test("nothing is left of what is cached of a changed file", () => {
  expect(withoutChangedFile("K1")({ components: [] }, createMatcher("file:K1"))).toBeUndefined();
  expect(withoutChangedFile("K1")("answer", createMatcher("file:K2"))).toBe("answer");
});
