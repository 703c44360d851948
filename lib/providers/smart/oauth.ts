// The OAuth part that EHRs share: SMART App Launch 2.2. https://hl7.org/fhir/smart-app-launch/app-launch.html

import { isFhirBaseUrl } from "../../ehr/fhir-base-url.ts";
import { findEhrServer, findOnlyServer } from "../../ehr/servers.ts";
import { Problem } from "../../errors.ts";
import type { Account, AccountReader, Endpoints, Provider, TokenResponse } from "../../oauth/definition.ts";
import { discoverEndpoints } from "./discovery.ts";
import {
  keepLaunchContext,
  type LaunchContext,
  launchContextSchema,
  readIdToken,
  toReference,
} from "./launch-context.ts";
import { coversScope, withoutLaunch } from "./scopes.ts";

/** Every address is the server's own: discovery tells the rest (`discover`). */
const endpoints: Endpoints = { authorize: "{fhirBaseUrl}", token: "{fhirBaseUrl}", api: "{fhirBaseUrl}" };

/**
 * Refresh tokens rotate at some servers and not at others. Access tokens should live five minutes where a server does not say. Who
 * signs in picks a patient where the launch did not bring one.
 */
const smartOAuth = {
  category: "health",
  endpoints,
  scopes: ["openid", "fhirUser", "profile", "launch/patient", "patient/Patient.rs", "offline_access"],
  scopeSeparator: " ",
  coversScope,
  pkce: true,
  clientAuth: "basic",
  clientCredentials: { scopes: ["system/Patient.rs"], clientAuth: "private-key-jwt" },
  params: ["fhirBaseUrl"],
  parseParam: (_name: string, value: string) => (isFhirBaseUrl(value) ? value : undefined),
  assumedLifetime: 300,
  rotatesRefreshTokens: true,
  renewAfterDays: 14,
  token: launchContextSchema,
  standardize: standardizeAnswer,
  readProfile: keepLaunchContext,
} as const;

function standardizeAnswer(answer: Record<string, unknown>): Record<string, unknown> {
  const read = readIdToken(answer);
  return typeof read.scope === "string" ? { ...read, scope: withoutLaunch(read.scope) } : read;
}

export interface SmartEhr extends Pick<Provider, "id" | "displayName" | "description"> {
  /** Hosts that its servers' endpoints may be on beside the server's own. */
  readonly authorizationHosts: readonly string[];
}

/** The definition of an EHR. */
export const createSmartProvider = ({
  authorizationHosts,
  ...ehr
}: SmartEhr): Provider<ReturnType<typeof launchContextSchema>> => ({
  ...ehr,
  ...smartOAuth,
  ...defaultServer(ehr.id),
  authorizeParametersFor,
  account: readSmartAccount,
  async discover({ params: { fhirBaseUrl = "" } }, fetch) {
    const server = await findEhrServer(fhirBaseUrl);
    if (server?.provider !== ehr.id) throw unregisteredProblem(ehr.displayName);
    return discoverEndpoints({ fhirBaseUrl, hosts: [...authorizationHosts, ...server.hosts] }, fetch);
  },
});

function defaultServer(id: string): Pick<Provider, "paramDefaults"> {
  const fhirBaseUrl = findOnlyServer(id);
  return fhirBaseUrl === undefined ? {} : { paramDefaults: { fhirBaseUrl } };
}

function unregisteredProblem(name: string): Problem {
  const field = "params.fhirBaseUrl";
  const detail = `${field}: is not a server of ${name} that is registered here`;
  return new Problem("invalid_request", { detail, members: { field } });
}

/** `aud` says which server the token is for, so that a forged server cannot be sent a token of a real one. */
function authorizeParametersFor({ params, endpoints }: Pick<AccountReader, "endpoints" | "params">) {
  const { fhirBaseUrl = "", launch } = params;
  if (endpoints.authorize === fhirBaseUrl)
    throw new Problem("invalid_request", {
      detail: "params.fhirBaseUrl: nobody can sign in to this server; it serves systems only",
      members: { field: "params.fhirBaseUrl" },
    });
  return { aud: fhirBaseUrl, ...(launch === undefined ? {} : { launch }) };
}

/** The person at this server; where nobody signed in, the server itself. No request is made for it. */
async function readSmartAccount(
  { fhirUser, subject, fullName, patient }: TokenResponse & LaunchContext,
  { params: { fhirBaseUrl = "" } }: AccountReader,
): Promise<Account> {
  const patientReference = patient && `Patient/${patient}`;
  const reference = fhirUser && toReference(fhirUser);
  const who = reference ?? subject ?? patientReference;
  const host = new URL(fhirBaseUrl).host;
  return {
    id: who === undefined ? fhirBaseUrl : `${fhirBaseUrl}/${who}`,
    name: fullName ?? reference ?? patientReference ?? host,
    username: host,
  };
}
