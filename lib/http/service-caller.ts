// Who a service is, by the claims of its verified token and the stage's entry for it.
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { config } from "../config.ts";
import { Problem } from "../errors.ts";
import { findEntryName, readClaim } from "../jwt/entries.ts";
import { unnamed } from "../jwt-entry.ts";
import type { ServiceEntry, ServiceRight } from "../service-entry.ts";
import { readVerifiedToken } from "./caller.ts";

/** A service whose token matches an entry. */
export interface CallingService {
  readonly entry: ServiceEntry;
  /** The issuer of its users by its name in the stage's list; undefined for the first. */
  readonly usersEntry: string | undefined;
}

type ValidToken = ReturnType<typeof readVerifiedToken>;

/**
 * The service of a request: issuer, client claim and scope match an entry that has one of the rights, and the token is no person's.
 * @throws Problem unauthenticated without a verified token that is valid now; forbidden for everybody else
 */
export function readCallingService(
  event: APIGatewayProxyEventV2,
  rights: readonly ServiceRight[],
  now: () => number = Date.now,
): CallingService {
  const token = readVerifiedToken(event, now);
  const entry = token.isService ? findServiceEntry(token) : undefined;
  if (entry === undefined) throw new Problem("forbidden", { detail: "This endpoint is for services." });
  if (!rights.some((right) => entry.may.includes(right)))
    throw new Problem("forbidden", { detail: "This service has not the right for this." });
  return { entry, usersEntry: entry.usersOf === undefined ? readOwnEntry(token) : findEntryName(entry.usersOf) };
}

/** Whether the token of a request is a service's, listed or not: it is no user's then. */
export const hasServiceToken = (event: APIGatewayProxyEventV2, now: () => number = Date.now): boolean =>
  readVerifiedToken(event, now).isService;

function findServiceEntry({ payload, rules }: ValidToken): ServiceEntry | undefined {
  // A token without an issuer matches no entry of a service.
  if (rules.audience === unnamed) return undefined;
  const found = config("SERVICES").SERVICES.find(
    ({ issuer, clientClaim, clientId }) =>
      readClaim(payload, "iss") === issuer && readClaim(payload, clientClaim) === clientId,
  );
  return found && isNoPerson(payload, rules.userClaim, found.clientId) ? found : undefined;
}

/** RFC 9068 section 2.2: in a token without a resource owner, `sub` names the client. */
const isNoPerson = (payload: unknown, userClaim: string, clientId: string): boolean =>
  readClaim(payload, "sub") === clientId || readClaim(payload, userClaim) === undefined;

const readOwnEntry = ({ rules }: ValidToken) => (rules.sameUsers ? undefined : rules.name);
