// Endpoints for services, alone or beside users and administrators. Each call is for one tenant.
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Problem } from "../errors.ts";
import type { ServiceRight } from "../service-entry.ts";
import type { NamedTenant } from "../store/named-tenant.ts";
import { auditRefusal, type Refusal } from "./audited-refusal.ts";
import type { User } from "./caller.ts";
import type { Contract } from "./contract.ts";
import {
  type AnswerRequest,
  answerSignedInUser,
  createEndpoint,
  type Origin,
  readRequest,
  type UserContract,
} from "./endpoint.ts";
import { chooseAdminTenant, chooseServiceTenant, nameService, requireOwnTenant } from "./named-tenant.ts";
import { withLimit } from "./rate-limit.ts";
import type { Response } from "./response.ts";
import { type CallingService, hasServiceToken, readCallingService } from "./service-caller.ts";

/** A service that may do what it asks for, at the one tenant of its call. */
export interface Service {
  readonly clientId: string;
  /** As the audit names it. */
  readonly actor: string;
  readonly tenant: NamedTenant;
  /** Ids of the providers whose connections it may use. */
  readonly providers: readonly string[];
}

/** @throws Problem forbidden, audited for the owner, for a provider that the service's entry does not name */
export async function requireProvider(
  { providers, actor }: Service,
  wanted: Pick<Refusal, "tenant" | "user" | "connection"> & { readonly provider: string },
  origin: Origin,
): Promise<void> {
  if (providers.includes(wanted.provider)) return;
  const { tenant, user, provider, connection } = wanted;
  const of = { tenant, user, provider, ...(connection === undefined ? {} : { connection }) };
  const detail = "This service may not use this provider.";
  throw await auditRefusal({ ...of, actor, reason: "foreign_provider", detail }, origin);
}

interface ServiceContract extends Contract {
  /** Refuses requests of browsers, which say where they come from: what is answered must not reach a page. */
  readonly backendOnly?: true;
}

/** An endpoint for services that have a right. */
export const serviceEndpoint = <S extends ServiceContract>(
  contract: S,
  right: ServiceRight | readonly ServiceRight[],
  answer: AnswerRequest<S, { service: Service }>,
) =>
  createEndpoint({ ...contract, ...serviceLimit, caller: "service" }, async (event) =>
    answerService({ contract, right, event }, answer),
  );

export type UserOrService =
  | { readonly user: User; readonly service?: undefined }
  | { readonly service: Service; readonly user?: undefined };

/** An endpoint for users, for what is theirs, and for services. */
export const userOrServiceEndpoint = <S extends UserContract>(
  contract: S,
  right: ServiceRight | readonly ServiceRight[],
  answer: AnswerRequest<S, UserOrService>,
) =>
  createEndpoint({ ...contract, ...serviceLimit, caller: "user-or-service" }, async (event) => {
    if (hasServiceToken(event)) return answerService({ contract, right, event }, answer);
    return answerSignedInUser(contract, event, async (request) => {
      await requireOwnTenant(request.user, request);
      return answer(request);
    });
  });

/** An endpoint for services and for administrators of the tenant that the call is for. */
export const serviceOrAdminEndpoint = <S extends UserContract>(
  contract: S,
  right: ServiceRight | readonly ServiceRight[],
  answer: AnswerRequest<S, UserOrService & { readonly tenant: NamedTenant }>,
) =>
  createEndpoint({ ...contract, ...serviceLimit, caller: "service-or-admin" }, async (event) => {
    if (!hasServiceToken(event)) return answerTenantAdmin(contract, event, answer);
    return answerService({ contract, right, event }, (request) =>
      answer({ ...request, tenant: request.service.tenant }),
    );
  });

/** An endpoint for administrators, for their own tenant; those of the stage name any in path or body. */
export const tenantAdminEndpoint = <S extends UserContract>(
  contract: S,
  answer: AnswerRequest<S, { readonly user: User; readonly tenant: NamedTenant }>,
) => createEndpoint({ ...contract, caller: "admin" }, async (event) => answerTenantAdmin(contract, event, answer));

/** For the OpenAPI document: services are always counted. */
const serviceLimit = { limit: () => undefined };

interface ServiceRequest<S> {
  readonly contract: S;
  readonly right: ServiceRight | readonly ServiceRight[];
  readonly event: APIGatewayProxyEventV2;
}

async function answerService<S extends ServiceContract>(
  { contract, right, event }: ServiceRequest<S>,
  answer: AnswerRequest<S, { service: Service }>,
): Promise<Response> {
  const rights = [right].flat();
  const calling = readCallingService(event, rights);
  if (contract.backendOnly && event.headers.origin !== undefined) throw noBrowsers();
  const limit = { name: "service", perMinute: calling.entry.perMinute, passesUncounted: !rights.includes("connect") };
  return withLimit(limit, toCounted(calling), async () => {
    const request = readRequest(contract, event);
    const tenant = await chooseServiceTenant(calling, request);
    const { clientId, providers } = calling.entry;
    return answer({ ...request, service: { clientId, actor: nameService(calling), tenant, providers } });
  });
}

const answerTenantAdmin = <S extends UserContract>(
  contract: S,
  event: APIGatewayProxyEventV2,
  answer: AnswerRequest<S, { readonly user: User; readonly tenant: NamedTenant }>,
) =>
  answerSignedInUser(contract, event, async (request) => {
    if (!request.user.isAdmin) throw new Problem("forbidden");
    return answer({ ...request, tenant: await chooseAdminTenant(request.user, request) });
  });

const noBrowsers = () => new Problem("forbidden", { detail: "Origin: this endpoint is not for browsers." });

/** Whom a service's requests are counted for. No token makes a user of this tenant. */
const toCounted = ({ entry }: CallingService) => ({ tenant: `s#${entry.issuer}`, user: entry.clientId });
