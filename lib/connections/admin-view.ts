// A connection as administrators see it: whose it is and how it is, nothing of its tokens.
import * as z from "zod";
import type { Connection } from "../store/connection.ts";
import { readTokenSubject } from "../store/owner.ts";
import { type ShownStatus, shownStatuses } from "../store/shown-status.ts";
import { describeStatus } from "./connection-status.ts";
import { toConnectionView } from "./connection-view.ts";

/** Schema of `toAdminConnectionView`. */
export const adminConnectionSchema = () =>
  z
    .object({
      id: z.string(),
      tenant: z.string().optional().describe("Shown to administrators of the stage."),
      user: z.string().describe("As their token names them."),
      email: z.string().optional().describe("As the provider has it, where it says."),
      provider: z.string(),
      providerUsername: z.string().nullable(),
      accountName: z.string(),
      scopes: z.array(z.string()),
      status: z
        .enum(shownStatuses)
        .describe("`expired` must be connected again, `disconnected` was revoked at the provider."),
      connectedAt: z.iso.datetime().nullable(),
      lastUsed: z.iso.datetime().nullable(),
      expiresAt: z.iso
        .datetime()
        .nullable()
        .describe("When its access token ends; it is renewed where that is possible."),
      lastError: z
        .string()
        .nullable()
        .describe("Why it must be connected again, or `refresh_refused` while refreshes are refused: a code."),
    })
    .meta({ id: "ConnectionOfTenant", description: "A user's account at a provider, as administrators see it." });

/** @param withTenant whether to name its tenant, for those who see several @param now epoch seconds */
export function toAdminConnectionView(
  connection: Connection,
  withTenant: boolean,
  now: number = Date.now() / 1000,
): z.output<ReturnType<typeof adminConnectionSchema>> {
  const view = toConnectionView(connection, [], now);
  const { id, provider, providerUsername, accountName, scopes, status, connectedAt, lastUsed, expiresAt } = view;
  const email = readEmail(connection);
  return {
    id,
    ...(withTenant ? { tenant: connection.tenant } : {}),
    user: view.userId,
    ...(email === undefined ? {} : { email }),
    provider,
    providerUsername,
    accountName,
    scopes,
    status,
    connectedAt,
    lastUsed,
    expiresAt,
    lastError: readLastError(connection) ?? null,
  };
}

function readEmail({ profile }: Connection): string | undefined {
  const { email } = profile;
  return typeof email === "string" ? email : undefined;
}

function readLastError({ status, lostReason, refreshRefusals = {} }: Connection): string | undefined {
  if (status !== "active") return lostReason;
  return Object.keys(refreshRefusals).length > 0 ? "refresh_refused" : undefined;
}

export interface ConnectionFilter {
  /** Part of the user's id, the e-mail address or the name at the provider, in any case. */
  readonly q?: string | undefined;
  readonly status?: ShownStatus | undefined;
}

/** What a filter asks for; undefined for everything. @param now epoch seconds */
export function createConnectionFilter({ q, status }: ConnectionFilter, now: number = Date.now() / 1000) {
  if (q === undefined && status === undefined) return undefined;
  const part = q?.toLowerCase();
  return (connection: Connection): boolean => {
    const texts = [readTokenSubject(connection), readEmail(connection), connection.username];
    const isNamed = part === undefined || texts.some((text) => text?.toLowerCase().includes(part));
    return isNamed && (status === undefined || describeStatus(connection, now) === status);
  };
}
