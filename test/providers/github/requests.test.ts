// Validation of clients' input before GitHub is called.
import "../../http/lambda-environment.ts";
import { describe, expect, test } from "vitest";
import { queryWord, time } from "../../../lib/providers/github/api/filters.ts";
import { issueChange, issueOrPull, newComment, newIssue } from "../../../lib/providers/github/api/issues.ts";
import {
  issueApiPath,
  issuePath,
  repositoryApiPath,
  repositoryPath,
} from "../../../lib/providers/github/api/repository-path.ts";

test.each([
  ["octo", "hello-world"],
  ["mona_acme", ".github"],
  ["A", "a..b"],
  ["a".repeat(39), "r".repeat(100)],
])("takes %s/%s for a repository", (owner, repo) => {
  expect(repositoryApiPath(repositoryPath.parse({ owner, repo }))).toBe(`/repos/${owner}/${repo}`);
});

const attacks = [
  "",
  ".",
  "..",
  "a/b",
  "..%2f",
  "%2e%2e",
  "a?x=1",
  "a#b",
  "a;b",
  "a\\b",
  "a b",
  "a\r\nb",
  "\0",
  "․․",
  "ä",
];

describe.each([...attacks, "r".repeat(101)])("%j", (name) => {
  test("is not a valid owner or repository name", () => {
    expect(repositoryPath.safeParse({ owner: name, repo: "r" }).error?.issues[0]?.path).toEqual(["owner"]);
    expect(repositoryPath.safeParse({ owner: "o", repo: name }).error?.issues[0]?.path).toEqual(["repo"]);
  });
});

test("refuses an owner's name of 40 letters", () => {
  expect(repositoryPath.safeParse({ owner: "o".repeat(40), repo: "r" }).success).toBe(false);
});

test.each(["0", "-1", "1.5", "01", "1e3", "1/2", "", "12345678901", "١"])(
  "takes %j for no issue's number",
  (number) => {
    expect(issuePath.safeParse({ owner: "o", repo: "r", number }).success).toBe(false);
  },
);

test("says where an issue is", () => {
  expect(issueApiPath(issuePath.parse({ owner: "o", repo: "r", number: "7" }))).toBe("/repos/o/r/issues/7");
});

test.each([
  ["title", {}],
  ["title", { title: " " }],
  ["title", { title: "x".repeat(257) }],
  ["body", { title: "T", body: "x".repeat(65_537) }],
  ["labels.0", { title: "T", labels: [""] }],
  ["labels", { title: "T", labels: Array(101).fill("l") }],
  ["assignees.0", { title: "T", assignees: ["../me"] }],
  ["assignees", { title: "T", assignees: Array(11).fill("a") }],
  ["milestone", { title: "T", milestone: 0 }],
])("a new issue's %s is refused for %j", (field, issue) => {
  expect(newIssue().safeParse(issue).error?.issues[0]?.path.join(".")).toBe(field);
});

test.each([
  ["", {}],
  ["state", { state: "gone" }],
  ["state_reason", { state_reason: "bored" }],
  ["", { number: 8 }],
])("a change's %s is refused for %j", (field, change) => {
  expect(issueChange().safeParse(change).error?.issues[0]?.path.join(".")).toBe(field);
});

test.each([{ body: null }, { milestone: null }, { labels: [] }, { state: "closed", state_reason: "not_planned" }])(
  "a change may be %j",
  (change) => {
    expect(issueChange().parse(change)).toEqual(change);
  },
);

test.each(["", " ", "x".repeat(65_537)])("a comment is not %.10j", (body) => {
  expect(newComment().safeParse({ body }).success).toBe(false);
});

test.each(["yesterday", "2026-01-01", "2026-01-01T00:00:00", "1"])("a time is not %j", (text) => {
  expect(time.safeParse(text).success).toBe(false);
});

test.each(["", "a\nb", "\0", "x".repeat(501)])("a word is not %.20j", (text) => {
  expect(queryWord.safeParse(text).success).toBe(false);
});

test("a pull request in the list of issues is told from one", () => {
  const common = { id: 1, number: 1, title: "T", state: "open", html_url: "https://github.com/o/r/pull/1" };
  const times = { created_at: "2026-01-01T00:00:00Z", updated_at: "2026-01-01T00:00:00Z" };
  const pull = issueOrPull().parse({ ...common, ...times, pull_request: { url: "https://api.github.com/x" } });
  expect(pull.pull_request).toEqual({});
  expect(issueOrPull().parse({ ...common, ...times })).not.toHaveProperty("pull_request");
});
