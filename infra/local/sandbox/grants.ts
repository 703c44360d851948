// Users' grants and their tokens: lifetimes, rotation, reuse detection, revocation.
import { randomBytes } from "node:crypto";

export interface Grant {
  readonly id: number;
  readonly account: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Slack has separate grants for the bot and the person. */
  readonly kind: "bot" | "user";
  /** The emulator's token for this grant. */
  readonly inner: string;
  revoked: boolean;
}

export type TokenState = "valid" | "expired" | "revoked" | "unknown";
export type RedeemResult = { readonly grant: Grant } | { readonly refused: "unknown" | "revoked" | "reused" };
export type Grants = ReturnType<typeof createGrants>;

interface AccessToken {
  readonly grant: Grant;
  expiresAt: number;
  revoked: boolean;
}

/** @param getTokenBytes the length that tokens are padded to; null: none */
export function createGrants(getTokenBytes: () => number | null, now: () => number = Date.now) {
  let all: Grant[] = [];
  const access = new Map<string, AccessToken>();
  const refresh = new Map<string, { readonly grant: Grant; used: boolean }>();

  const pad = (token: string): string => token.padEnd(getTokenBytes() ?? 0, "-padding");

  return {
    open(granted: Omit<Grant, "id" | "revoked">): Grant {
      const grant: Grant = { ...granted, id: all.length + 1, revoked: false };
      all.push(grant);
      return grant;
    },
    /** `lifetime` is in seconds; null: never expires. */
    issueAccess(grant: Grant, issued: string, lifetime: number | null): string {
      const token = pad(issued);
      const expiresAt = lifetime === null ? Number.POSITIVE_INFINITY : now() + lifetime * 1000;
      access.set(token, { grant, expiresAt, revoked: false });
      return token;
    },
    issueRefresh(grant: Grant, issued: string): string {
      const token = pad(issued);
      refresh.set(token, { grant, used: false });
      return token;
    },
    checkToken(token: string): { tokenState: TokenState; grant?: Grant } {
      const found = access.get(token);
      if (!found) return { tokenState: "unknown" };
      if (found.revoked || found.grant.revoked) return { tokenState: "revoked", grant: found.grant };
      return { tokenState: found.expiresAt <= now() ? "expired" : "valid", grant: found.grant };
    },
    redeem(token: string, rules: { rotation: boolean; reuseDetection: boolean }): RedeemResult {
      const found = refresh.get(token);
      if (!found) return { refused: "unknown" };
      if (found.grant.revoked) return { refused: "revoked" };
      if (rules.rotation && found.used) {
        found.grant.revoked = rules.reuseDetection;
        return { refused: "reused" };
      }
      found.used = true;
      return { grant: found.grant };
    },
    /** The grant of an access or refresh token, also of an expired or revoked one. */
    findByToken: (token: string): Grant | undefined => access.get(token)?.grant ?? refresh.get(token)?.grant,
    revokeAccess(matches: (grant: Grant, token: string) => boolean): void {
      for (const [token, entry] of access) if (matches(entry.grant, token)) entry.revoked = true;
    },
    revoke(matches: (grant: Grant) => boolean): void {
      for (const grant of all) if (matches(grant)) grant.revoked = true;
    },
    expireAccess(): void {
      for (const entry of access.values()) entry.expiresAt = Math.min(entry.expiresAt, now());
    },
    list: (): readonly Grant[] => all,
    clear(): void {
      all = [];
      access.clear();
      refresh.clear();
    },
  };
}

/** A token with the provider's prefix and 30 random bytes. */
export function createToken(prefix: string): string {
  return `${prefix}${randomBytes(30).toString("base64url")}`;
}
