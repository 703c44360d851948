// Authorization codes: single use, short-lived, bound to client, redirect URI and PKCE challenge.
import { createHash } from "node:crypto";

export interface Approval {
  readonly account: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** Scopes requested for the person, where a provider separates them from the app's (Slack). */
  readonly userScopes: readonly string[];
  readonly challenge: string | null;
  /** The authorization request, for parameters that only one provider reads. */
  readonly request: URLSearchParams;
}

export type CodeResult =
  | { readonly state: "valid"; readonly approval: Approval }
  | { readonly state: "unknown" | "used" | "expired" };

export type Codes = ReturnType<typeof createCodes>;

export function createCodes(lifetimeSeconds: number, now: () => number = Date.now) {
  const approvals = new Map<string, { approval: Approval; expiresAt: number; used: boolean }>();
  return {
    keep(code: string, approval: Approval): void {
      approvals.set(code, { approval, expiresAt: now() + lifetimeSeconds * 1000, used: false });
    },
    take(code: string): CodeResult {
      const found = approvals.get(code);
      if (!found) return { state: "unknown" };
      if (found.used) return { state: "used" };
      found.used = true;
      return found.expiresAt <= now() ? { state: "expired" } : { state: "valid", approval: found.approval };
    },
    clear: () => approvals.clear(),
  };
}

/** RFC 7636 section 4.6, S256 only. An approval without a challenge accepts any verifier, or none. */
export function verifierMatches(approval: Approval, verifier: string | null): boolean {
  if (approval.challenge === null) return true;
  if (verifier === null) return false;
  return createHash("sha256").update(verifier).digest("base64url") === approval.challenge;
}
