// How long a common question takes, and whether that tells one tenant what another has asked.
import { expect, test } from "vitest";
import { createUser, type TestUser } from "../integrations/support/test-user.ts";
import { addNote } from "../support/note.ts";

/** Each user may ask thirty questions a minute. */
const perUser = 25;
const maxRounds = 6;
const maxMedianMs = 60;

async function timeQuestion(user: TestUser, query: string, cached = false): Promise<number> {
  const startedAt = performance.now();
  const { status, json } = await user.post("/api/mcp/query", { query });
  const ms = performance.now() - startedAt;
  expect({ query, status, cached: Object(json).cached }).toEqual({ query, status: 200, cached });
  return ms;
}

const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

async function timeRound(): Promise<{ asked: number; kept: number }> {
  const user = await createUser();
  const asked: number[] = [];
  const half = Math.floor(perUser / 2);
  for (let days = 1; days <= half; days++)
    asked.push(await timeQuestion(user, `how many users joined in the last ${days} days`));
  const kept: number[] = [];
  for (let days = 1; days <= half; days++)
    kept.push(await timeQuestion(user, `how many users joined in the last ${days} days`, true));
  return { asked: median(asked), kept: median(kept) };
}

test("half of the warm common questions are answered within 60 ms", { timeout: 300_000 }, async () => {
  const warm = await createUser();
  for (let days = 1; days <= 5; days++) await timeQuestion(warm, `how many users joined in the last ${days} days`);
  let [asked, kept] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < 3 || (round < maxRounds && asked > maxMedianMs); round++) {
    const times = await timeRound();
    [asked, kept] = [Math.min(asked, times.asked), Math.min(kept, times.kept)];
  }
  await addNote(`a warm common question: p50 ${asked.toFixed(1)} ms, from what is kept ${kept.toFixed(1)} ms`);
  expect(asked).toBeLessThanOrEqual(maxMedianMs);
});

test("a question that another tenant has asked before takes as long as a new one", { timeout: 300_000 }, async () => {
  let [before, never] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < 4; round++) {
    const times = await timeTenants(40 + round * 24);
    [before, never] = [Math.min(before, times.before), Math.min(never, times.never)];
  }
  await addNote(`asked by another tenant before: p50 ${before.toFixed(1)} ms; never asked: p50 ${never.toFixed(1)} ms`);
  expect(Math.min(before, never) / Math.max(before, never)).toBeGreaterThan(0.75);
});

/** Medians of a tenant's questions, half of which another tenant has just asked. */
async function timeTenants(firstDay: number): Promise<{ before: number; never: number }> {
  const [theirs, ours] = [await createUser("acme"), await createUser("globex")];
  const [before, never]: [number[], number[]] = [[], []];
  for (let days = firstDay; days < firstDay + 12; days++) {
    const shared = `users who joined in the last ${days} days`;
    await timeQuestion(theirs, shared);
    // In turn, so that a busy moment of the machine falls on both.
    if (days % 2) before.push(await timeQuestion(ours, shared));
    never.push(await timeQuestion(ours, `users who joined in the last ${days + 12} days`));
    if (days % 2 === 0) before.push(await timeQuestion(ours, shared));
  }
  return { before: median(before), never: median(never) };
}
