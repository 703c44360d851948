// Figma's errors as ours: developers.figma.com/docs/rest-api/errors and /rate-limits
import * as z from "zod";
import type { ProviderFailure } from "../../http/provider-error.ts";
import { classifyByStatus, type ErrorResponse } from "../../http/provider-json.ts";
import { figma } from "./definition.ts";

/** Two shapes: `{status, err}` on most routes, `{error: true, status, message}` on the others. */
const errorBody = () => z.object({ err: z.string().optional(), message: z.string().optional() });

/** It may be the token that is refused, or only what was asked with it. */
export const doubtedTokenCode = "token_doubted";

/** The code of a refusal that asking for less would help. */
export const requestTooLargeCode = "asked_too_much";

/**
 * Figma answers 403 for a token it does not accept, and 403 for a file it does not show: the text tells them apart where it is
 * known (developers.figma.com/docs/rest-api/errors). 401 comes from the routes of variables alone, and says neither
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
  if (/scope/i.test(text)) return { kind: "scope", code: "http_403", missingScopes: scopesIn(text) };
  return { kind: "token", code: doubtedTokenCode };
}

const allScopes = new Set([...figma.scopes, ...Object.values(figma.scopeAliases ?? {}).flat()]);

/**
 * The scopes that a refusal asks for, of those we know: "Invalid scope(s): … This endpoint requires the projects:read scope".
 * What comes before are the scopes the token has.
 */
function scopesIn(text: string): string[] {
  const [, required = ""] = text.split(/requires?/i);
  return [...new Set(required.match(/\w+:\w+/g))].filter((scope) => allScopes.has(scope));
}

/** developers.figma.com/docs/rest-api/rate-limits: `X-Figma-Plan-Tier`. */
const planTiers = ["enterprise", "org", "pro", "starter", "student"];

const lowSeatDetail =
  "Figma allows a View or Collab seat, and files in a Starter plan, a few requests only. Try again later, or ask for a Dev or Full seat.";

/** Its members: `limitType`, `planTier` and `upgradeUrl`, where Figma gave them and they are what they should be. */
function parseRateLimit(headers: Headers): Pick<ProviderFailure, "told"> {
  const type = headers.get("x-figma-rate-limit-type") ?? "";
  const plan = headers.get("x-figma-plan-tier") ?? "";
  const members = {
    ...(["low", "high"].includes(type) ? { limitType: type } : {}),
    ...(planTiers.includes(plan) ? { planTier: plan } : {}),
    ...parseUpgradeUrl(headers.get("x-figma-upgrade-link") ?? ""),
  };
  return { told: { members, ...(type === "low" ? { detail: lowSeatDetail } : {}) } };
}

/** A browser is sent there, so it must be Figma's own. */
function parseUpgradeUrl(link: string): { upgradeUrl?: string } {
  const url = URL.parse(link);
  return url?.origin === "https://www.figma.com" && url.username === "" ? { upgradeUrl: url.href } : {};
}
