import { probeDependencies } from "../lib/health/probe.ts";
import { adminEndpoint } from "../lib/http/endpoint.ts";
import { ok } from "../lib/http/response.ts";
import { version } from "../lib/version.ts";

export const handler = adminEndpoint({}, async () => {
  const dependencies = await probeDependencies();
  const isHealthy = dependencies.every(({ ok }) => ok);
  return ok({ status: isHealthy ? "ok" : "degraded", version, dependencies }, { statusCode: isHealthy ? 200 : 503 });
});
