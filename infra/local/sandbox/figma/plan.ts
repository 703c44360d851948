// The plan and seat of all accounts, and Figma's latency. POST /_sandbox/plan changes them, GET shows them.
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { type Answer, jsonAnswer } from "../exchange.ts";

const planSchema = z.strictObject({
  tier: z.enum(["enterprise", "org", "pro", "starter"]),
  seat: z.enum(["full", "view"]),
  /** Whether variables can be read. */
  enterprise: z.boolean(),
  /** The status with which variables are refused otherwise. */
  variablesRefusal: z.union([z.literal(401), z.literal(403)]),
  /** The maximum number of requests per token; null: unlimited. */
  limit: z.int().nonnegative().nullable(),
  /** `Retry-After` of a request above the limit, in seconds. */
  retryAfter: z.int().nonnegative(),
  /** Delay of every answer in milliseconds. */
  latencyMs: z.int().nonnegative(),
});
type Settings = z.output<typeof planSchema>;

const seededPlan: Settings = {
  tier: "enterprise",
  seat: "full",
  enterprise: true,
  variablesRefusal: 403,
  limit: null,
  retryAfter: 30,
  latencyMs: 0,
};

export type Plan = ReturnType<typeof createPlan>;

export function createPlan() {
  let settings = seededPlan;
  let load = { requests: 0, atOnce: 0, mostAtOnce: 0 };
  const used = new Map<string, number>();
  return {
    get settings() {
      return settings;
    },
    change(to: unknown): Settings {
      const changes = Object.entries(planSchema.partial().parse(to)).filter(([, value]) => value !== undefined);
      settings = { ...settings, ...Object.fromEntries(changes) };
      used.clear();
      return settings;
    },
    /** `GET /_sandbox/load`: the number of requests, and the maximum of concurrent ones. */
    load: () => ({ requests: load.requests, mostAtOnce: load.mostAtOnce }),
    /** Counts a request, delays it, and refuses it above the limit. */
    async pass(token: string, answer: () => Answer): Promise<Answer> {
      const counted = load;
      counted.requests += 1;
      counted.atOnce += 1;
      counted.mostAtOnce = Math.max(counted.mostAtOnce, counted.atOnce);
      try {
        if (settings.latencyMs > 0) await wait(settings.latencyMs);
        const calls = (used.get(token) ?? 0) + 1;
        used.set(token, calls);
        return settings.limit !== null && calls > settings.limit ? rateLimitAnswer(settings) : answer();
      } finally {
        counted.atOnce -= 1;
      }
    },
    clear(): void {
      settings = seededPlan;
      load = { requests: 0, atOnce: 0, mostAtOnce: 0 };
      used.clear();
    },
  };
}

/** developers.figma.com/docs/rest-api/rate-limits */
function rateLimitAnswer({ tier, seat, retryAfter }: Settings): Answer {
  return jsonAnswer({ status: 429, err: "Rate limit exceeded" }, 429, {
    "retry-after": String(retryAfter),
    "x-figma-plan-tier": tier,
    "x-figma-rate-limit-type": seat === "view" ? "low" : "high",
    "x-figma-upgrade-link": "https://www.figma.com/files/settings?upgrade=1",
  });
}
