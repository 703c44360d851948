// Figma's errors as ours: developers.figma.com/docs/rest-api/errors and /rate-limits
import * as z from "zod";
import type { ProviderFailure } from "../../http/provider-error.ts";
import { classifyByStatus, type ErrorResponse } from "../../http/provider-json.ts";
import { figma } from "./definition.ts";

/** Most routes answer `{status, err}`, the others `{error: true, status, message}`. */
const errorBody = () => z.object({ err: z.string().optional(), message: z.string().optional() });

/** The code of a refusal of which it is unclear whether the token or only the request is refused. */
export const doubtedTokenCode = "token_doubted";

/** The code of a refusal because too much was requested at once. */
export const requestTooLargeCode = "asked_too_much";

/**
 * Figma answers 403 both for an invalid token and for a file that it does not show; some texts tell them apart
 * (developers.figma.com/docs/rest-api/errors). 401 comes only from the variables routes and may mean either
 * (github.com/figma/rest-api-spec, `getLocalVariables`).
 */
export function toFigmaFailure(refusal: ErrorResponse): ProviderFailure {
  const standard = classifyByStatus(refusal);
  const { err, message } = errorBody().safeParse(refusal.body).data ?? {};
  const text = err ?? message ?? "";
  if (refusal.status === 429) return { ...standard, ...parseRateLimit(refusal.headers) };
  if (refusal.status === 400 && /too large|time(d )?out/i.test(text))
    return { kind: "permanent", code: requestTooLargeCode };
  if (refusal.status !== 401 && refusal.status !== 403) return standard;
  if (/invalid token|token expired/i.test(text)) return { kind: "token", code: "http_403" };
  if (/scope/i.test(text)) return { kind: "scope", code: "http_403", missingScopes: parseMissingScopes(text) };
  return { kind: "token", code: doubtedTokenCode };
}

const allScopes = new Set([...figma.scopes, ...Object.values(figma.scopeAliases ?? {}).flat()]);

/**
 * The known scopes that an error text requires: "Invalid scope(s): … This endpoint requires the projects:read scope".
 * The scopes before "requires" are those that the token has.
 */
function parseMissingScopes(text: string): string[] {
  const [, required = ""] = text.split(/requires?/i);
  return [...new Set(required.match(/\w+:\w+/g))].filter((scope) => allScopes.has(scope));
}

/** developers.figma.com/docs/rest-api/rate-limits: `X-Figma-Plan-Tier`. */
const planTiers = ["enterprise", "org", "pro", "starter", "student"];

const lowSeatDetail =
  "Figma allows a View or Collab seat, and files in a Starter plan, a few requests only. Try again later, or ask for a Dev or Full seat.";

/** `limitType`, `planTier` and `upgradeUrl` for our answer, as far as Figma sent valid ones. */
function parseRateLimit(headers: Headers): Pick<ProviderFailure, "problemOverrides"> {
  const type = headers.get("x-figma-rate-limit-type") ?? "";
  const plan = headers.get("x-figma-plan-tier") ?? "";
  const members = {
    ...(["low", "high"].includes(type) ? { limitType: type } : {}),
    ...(planTiers.includes(plan) ? { planTier: plan } : {}),
    ...parseUpgradeUrl(headers.get("x-figma-upgrade-link") ?? ""),
  };
  return { problemOverrides: { members, ...(type === "low" ? { detail: lowSeatDetail } : {}) } };
}

/** Our pages link to it, so it must be on Figma's own site. */
function parseUpgradeUrl(link: string): { upgradeUrl?: string } {
  const url = URL.parse(link);
  return url?.origin === "https://www.figma.com" && url.username === "" ? { upgradeUrl: url.href } : {};
}
