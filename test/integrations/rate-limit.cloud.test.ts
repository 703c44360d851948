import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { problemAnswer } from "./support/connections.ts";
import { createUser, type TestUser } from "./support/test-user.ts";

/** Limits count per minute of the clock: what is counted must not fall into two of them. */
async function earlyInTheMinute(): Promise<void> {
  const into = (Date.now() / 1000) % 60;
  if (into > 30) await wait((61 - into) * 1000);
}

async function startTenTimes(user: TestUser) {
  await earlyInTheMinute();
  const answers = [];
  for (let at = 0; at < 10; at++) answers.push(await user.get("/api/integrations/figma/auth"));
  return answers;
}

test("refuses the eleventh start of a minute and says when to come back", async () => {
  const user = await createUser();
  const answers = await startTenTimes(user);
  const eleventh = await user.get("/api/integrations/figma/auth");
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  expect(eleventh).toMatchObject(problemAnswer(429, "rate_limited"));
  expect(Number(eleventh.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(Number(eleventh.headers.get("retry-after"))).toBeLessThanOrEqual(60);
});

test("counts the starts of all providers and surfaces together", async () => {
  const user = await createUser();
  await startTenTimes(user);
  expect((await user.get("/api/integrations/github/auth")).status).toBe(429);
  expect((await user.get("/api/v1/oauth/slack/start")).status).toBe(429);
});

test("tells with each start how many are left", async () => {
  await earlyInTheMinute();
  const user = await createUser();
  await user.get("/api/integrations/figma/auth");
  const { headers } = await user.get("/api/integrations/figma/auth");
  expect(headers.get("ratelimit-limit")).toBe("10");
  expect(headers.get("ratelimit-remaining")).toBe("8");
  expect(Number(headers.get("ratelimit-reset"))).toBeLessThanOrEqual(60);
});

test("tells a refused start that none is left", async () => {
  const user = await createUser();
  await startTenTimes(user);
  const { headers } = await user.get("/api/integrations/figma/auth");
  expect(headers.get("ratelimit-limit")).toBe("10");
  expect(headers.get("ratelimit-remaining")).toBe("0");
});

test("does not count one user's starts against another user of the tenant", async () => {
  const [user, colleague] = [await createUser(), await createUser()];
  await startTenTimes(user);
  expect((await colleague.get("/api/integrations/figma/auth")).status).toBe(200);
});

test("counts no reads", async () => {
  const user = await createUser();
  await startTenTimes(user);
  const { status, headers } = await user.get("/api/integrations");
  expect(status).toBe(200);
  expect(headers.has("ratelimit-limit")).toBe(false);
});
