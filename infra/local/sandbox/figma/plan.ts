// What the plan and the seat of an account allow, and how fast Figma is: POST /_sandbox/plan changes it, GET shows it.
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { type Answer, jsonAnswer } from "../exchange.ts";

const planSchema = z.strictObject({
  tier: z.enum(["enterprise", "org", "pro", "starter"]),
  seat: z.enum(["full", "view"]),
  /** Whether variables are shown. */
  enterprise: z.boolean(),
  /** How they are refused where they are not. */
  variablesRefusal: z.union([z.literal(401), z.literal(403)]),
  /** Requests that each token may make; null for any number. */
  limit: z.int().nonnegative().nullable(),
  /** Seconds that a request above the limit is told to wait. */
  retryAfter: z.int().nonnegative(),
  /** Milliseconds that every answer takes. */
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
      const given = Object.entries(planSchema.partial().parse(to)).filter(([, value]) => value !== undefined);
      settings = { ...settings, ...Object.fromEntries(given) };
      used.clear();
      return settings;
    },
    /** `GET /_sandbox/load`: how many requests there were, and how many were under way at once at the most. */
    load: () => ({ requests: load.requests, mostAtOnce: load.mostAtOnce }),
    /** Lets a request take its time and counts it. */
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
