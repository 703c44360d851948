import * as z from "zod";
import { probeDatabaseLambda } from "../lib/health/database.ts";
import { probeDependencies } from "../lib/health/probe.ts";
import { adminEndpoint } from "../lib/http/endpoint.ts";
import { ok } from "../lib/http/response.ts";
import { version } from "../lib/version.ts";

const about = "Whether each dependency answers, and how fast; 503 where one does not.";
const answer = () =>
  z.object({
    status: z.enum(["ok", "degraded"]),
    version: z.string(),
    dependencies: z.array(z.object({ name: z.string(), ok: z.boolean(), latencyMs: z.number() })),
  });

export const handler = adminEndpoint({ about, answer }, async () => {
  const dependencies = (await Promise.all([probeDependencies(), probeDatabaseLambda()])).flat();
  const isHealthy = dependencies.every(({ ok }) => ok);
  const status = isHealthy ? ("ok" as const) : ("degraded" as const);
  return ok({ status, version, dependencies }, { statusCode: isHealthy ? 200 : 503 });
});
