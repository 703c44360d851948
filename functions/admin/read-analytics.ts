import * as z from "zod";
import { fileReadsSchema, pickMostRead } from "../../lib/analytics/most-read.ts";
import { providerSummarySchema, summarizeProviders } from "../../lib/analytics/summary.ts";
import { adminEndpoint } from "../../lib/http/endpoint.ts";
import { ok } from "../../lib/http/response.ts";
import { chooseVisibleTenant } from "../../lib/http/visible-tenant.ts";
import { listFileReads } from "../../lib/store/file-reads.ts";
import { readStanding } from "../../lib/store/standing.ts";
import { listUsage, toDay } from "../../lib/store/usage.ts";

const dayMs = 86_400_000;

const query = z.object({
  days: z.coerce.number().int().min(1).max(90).default(7),
  tenant: z.string().min(1).max(256).optional(),
});

const about =
  "What happened at each provider in the last days, today included (UTC), and the ten files that were read most.";
const answer = () =>
  z.object({
    days: z.number().int(),
    providers: z.array(providerSummarySchema()),
    files: z.array(fileReadsSchema()),
  });

export const handler = adminEndpoint({ about, query, answer }, async ({ user, query: { days, tenant: asked } }) => {
  const tenant = chooseVisibleTenant(user, asked);
  const [first, last] = [toDay(Date.now() - (days - 1) * dayMs), toDay(Date.now())];
  const [rows, standing, files] = await Promise.all([
    listUsage(tenant, first, last),
    readStanding(tenant),
    tenant === undefined ? [] : listFileReads(tenant, first, last),
  ]);
  return ok({ days, providers: summarizeProviders(rows, standing), files: pickMostRead(files) });
});
