// A steady load that begins when no Lambda process is running. `npm run load -- step` runs it at 50 requests a second for a minute.
import { loadavg } from "node:os";
import { beforeAll, expect, test } from "vitest";
import { asUser, type Browser, createBrowser } from "../support/api.ts";
import { connectInBrowser } from "../support/flow.ts";
import { endLambdas } from "./end-lambdas.ts";
import { askAtPace, describeTimes } from "./pace.ts";

const perSecond = Number(process.env.PATCHBAY_LOAD_RATE ?? 10);
const seconds = Number(process.env.PATCHBAY_LOAD_SECONDS ?? 5);

let user: Browser;
beforeAll(async () => {
  user = await asUser({ sub: "step-ada", org: "acme" });
  for (const provider of ["slack", "gmail", "calendar", "github"] as const) await connectInBrowser(user, provider);
});

const paths = {
  connections: "/api/integrations",
  Slack: "/api/v2/slack/channels",
  Gmail: "/api/v2/gmail/messages?limit=5",
  Calendar: "/api/v2/calendar/events?limit=5",
  GitHub: "/api/integrations/github/repositories?limit=5",
} as const;

test(`answers ${perSecond} requests a second without a 5xx, cold starts included`, { timeout: 600_000 }, async () => {
  const ended = await endLambdas();
  const before = loadavg()[0]?.toFixed(1);
  const ask = Object.entries(paths).map(([name, path]) => [name, () => user.get(path)] as const);
  const asked = await askAtPace(
    { health: () => createBrowser().get("/api/health"), ...Object.fromEntries(ask) },
    { perSecond, seconds },
  );
  console.log(
    `${ended} Lambdas without a process, ${perSecond} requests a second for ${seconds} s, load average ${before} before\n${describeTimes(asked)}`,
  );
  expect(asked).toHaveLength(perSecond * seconds);
  const failed = asked.filter(({ status }) => status === 0 || status >= 500);
  expect(failed.map(({ endpoint, status, ms }) => `${endpoint} ${status} after ${Math.round(ms)} ms`)).toEqual([]);
});
