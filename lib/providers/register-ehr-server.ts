// Registers a FHIR server for a tenant. A server gets our client's secret and says where users sign in, so only the operator decides
// which ones there are: a tenant's administrator may name what is bound to the tenant already.
import { createHash } from "node:crypto";
import { findEhrServer, isForTenant } from "../ehr/servers.ts";
import { Problem } from "../errors.ts";
import type { User } from "../http/caller.ts";
import type { Origin } from "../http/endpoint.ts";
import { findProviderError } from "../http/provider-error.ts";
import { createProviderFetch } from "../oauth/client.ts";
import { locateProvider } from "../oauth/locate.ts";
import { writeAudit } from "../store/audit.ts";
import { saveEhrServer } from "../store/ehr-servers.ts";
import { type NamedTenant, toStoredTenant } from "../store/named-tenant.ts";
import { findEhr } from "./ehr.ts";
import { getProvider } from "./index.ts";

interface NewServer {
  readonly provider: string;
  readonly fhirBaseUrl: string;
  readonly hosts: readonly string[];
}

interface Registration {
  readonly user: User;
  readonly tenant: NamedTenant;
  readonly origin: Pick<Origin, "ip" | "requestId">;
}

/** @returns the registration's id @throws Problem forbidden, audited; invalid_request for what is no SMART server */
export async function registerServer(by: Registration, server: NewServer): Promise<string> {
  const tenant = toStoredTenant(by.tenant);
  const known = await findEhrServer(server.fhirBaseUrl);
  const isBound = known?.provider === server.provider && isForTenant(known, tenant);
  if (!isBound && !by.user.isStageAdmin) throw await refuse(by, server);
  await checkServer(server);
  if (!isBound) {
    const { ip, requestId } = by.origin;
    const row = { ...server, hosts: [...server.hosts], tenant, registeredAt: Math.floor(Date.now() / 1000) };
    await saveEhrServer(row, by.user, { actor: by.user.user, ip, requestId });
  }
  return createHash("sha256").update(`${tenant}\n${server.fhirBaseUrl}`).digest("base64url").slice(0, 22);
}

async function refuse({ user, tenant, origin }: Registration, { provider, fhirBaseUrl }: NewServer): Promise<Problem> {
  const { ip, requestId } = origin;
  const who = { tenant: toStoredTenant(tenant), user: user.user, actor: user.user, ip, requestId };
  const isEhr = findEhr(provider) !== undefined;
  await writeAudit({
    ...who,
    ...(isEhr ? { provider } : {}),
    host: fhirBaseUrl,
    action: "service_refused",
    reason: "foreign_host",
  });
  return new Problem("forbidden", { detail: "fhirBaseUrl: the operator has not bound this server to your tenant." });
}

/** Asks the server, at a public address, whether it offers what is needed. */
async function checkServer({ provider: id, fhirBaseUrl, hosts }: NewServer): Promise<void> {
  const ehr = findEhr(id);
  if (ehr === undefined) throw rejectField("provider", "is no EHR");
  const endpoints = { authorize: fhirBaseUrl, token: fhirBaseUrl, api: fhirBaseUrl };
  const located = locateProvider(getProvider(id), { params: { fhirBaseUrl }, endpoints });
  try {
    await ehr.checkServer(fhirBaseUrl, hosts, createProviderFetch(located, fetch, { deadlineMs: 5000 }));
  } catch (error) {
    const failure = findProviderError(error);
    if (failure === undefined) throw error;
    if (failure.code === "egress_refused") throw rejectField("fhirBaseUrl", "is not on the public internet");
    if (failure.kind === "transient" || failure.kind === "rate")
      throw new Problem("provider_unavailable", {
        detail: "The FHIR server does not answer.",
        retryAfter: 5,
        cause: error,
      });
    throw rejectField(
      "fhirBaseUrl",
      "is no SMART server that can be used here: its discovery document lacks something",
    );
  }
}

const rejectField = (field: string, what: string) =>
  new Problem("invalid_request", { detail: `${field}: ${what}.`, members: { field } });
