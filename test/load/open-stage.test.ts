// What `npm run load -- --stage` asks and refuses before it sends anything.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { writeCallers } from "./mix/callers.ts";
import { phases } from "./mix/phases.ts";
import { openStage } from "./mix/tested.ts";

const token = "not-a-real-token";
const customers = { token: "not-a-real-service-token", tenant: "acme", phone: "+14155551212" };
const before = process.env.PATCHBAY_STAGE;

let directory: string;
let tokens: string;
let printed: string[];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "load-stage-"));
  tokens = join(directory, "tokens.csv");
  await writeCallers(
    tokens,
    Array.from({ length: 10 }, () => ({ token, customers })),
  );
});
beforeEach(() => {
  printed = [];
  vi.spyOn(console, "log").mockImplementation((line) => void printed.push(String(line)));
});
afterEach(() => {
  vi.restoreAllMocks();
  if (before === undefined) delete process.env.PATCHBAY_STAGE;
  else process.env.PATCHBAY_STAGE = before;
});
afterAll(() => rm(directory, { recursive: true }));

const open = (isConfirmed: boolean, name = "dev", file: string | undefined = tokens) =>
  openStage({ name, tokens: file, isConfirmed, leftOut: [], phases });

test("shows the stage's host and whose account it is in, and asks nobody when it is confirmed", async () => {
  const tested = await open(true);
  expect(tested).toMatchObject({ origin: "https://app.example.com", place: "stage dev", tokensFile: tokens });
  expect(printed).toEqual(["Stage dev: app.example.com, its file names no account, 10 users"]);
});

test("sends nothing where nobody can confirm it", async () => {
  await expect(open(false)).rejects.toThrow("Nobody can be asked here: add --yes.");
  expect(printed.join()).not.toContain(token);
});

test("takes no stage of the local cloud, and none without tokens", async () => {
  await expect(open(true, "local")).rejects.toThrow('The stage "local" is reserved');
  await expect(openStage({ name: "dev", tokens: undefined, isConfirmed: true, leftOut: [], phases })).rejects.toThrow(
    "Whose tokens?",
  );
  await expect(open(true, "dev", join(directory, "none.csv"))).rejects.toThrow("cannot be read");
});
