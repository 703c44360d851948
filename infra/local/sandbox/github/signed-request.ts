// Builds GitHub's webhook requests: signed, sent once, ten seconds to answer (docs.github.com/webhooks).
import { createHmac } from "node:crypto";
import { isSuccess, type RetryRules, type SignedRequest } from "../push/deliver.ts";
import { createGuid } from "./hooks.ts";

export const forgeries = ["signature", "secret", "body", "unsigned"] as const;
export type Forgery = (typeof forgeries)[number];

/** GitHub does not retry. */
const retryRules: RetryRules = { delaysSeconds: [], timeoutMs: 10_000, accepted: isSuccess, shouldRetry: () => false };

/** Where an event is delivered: a repository's hook, or the app's webhook. */
export interface Target {
  readonly hook: number;
  readonly url: string;
  readonly secret: string | undefined;
  readonly contentType: "json" | "form";
  readonly installationTarget: { readonly type: "repository" | "integration"; readonly id: number };
}

export interface Message {
  readonly event: string;
  /** The signed body: JSON, or a form for a hook with content type `form`. */
  readonly body: string;
  readonly guid?: string;
  readonly forge?: Forgery | undefined;
}

export const encodeBody = ({ contentType }: Pick<Target, "contentType">, payload: object): string => {
  const text = JSON.stringify(payload);
  return contentType === "json" ? text : new URLSearchParams({ payload: text }).toString();
};

export function signedGithubRequest(
  target: Target,
  { event, body, guid = createGuid(), forge }: Message,
): SignedRequest {
  return {
    event,
    url: target.url,
    body: forge === "body" ? `${body} ` : body,
    rules: retryRules,
    headers: () => ({
      accept: "*/*",
      "content-type": target.contentType === "json" ? "application/json" : "application/x-www-form-urlencoded",
      "user-agent": "GitHub-Hookshot/5a4dbe0",
      "x-github-delivery": guid,
      "x-github-event": event,
      "x-github-hook-id": String(target.hook),
      "x-github-hook-installation-target-id": String(target.installationTarget.id),
      "x-github-hook-installation-target-type": target.installationTarget.type,
      ...(target.secret === undefined || forge === "unsigned" ? {} : signatureHeaders(target.secret, body, forge)),
    }),
  };
}

function signatureHeaders(secret: string, body: string, forge: Forgery | undefined): Record<string, string> {
  const key = forge === "secret" ? "sandbox-github-other-secret" : secret;
  const mac = (algorithm: string) => {
    const hex = createHmac(algorithm, key).update(body).digest("hex");
    return forge === "signature" ? `${hex.startsWith("0") ? "1" : "0"}${hex.slice(1)}` : hex;
  };
  return { "x-hub-signature": `sha1=${mac("sha1")}`, "x-hub-signature-256": `sha256=${mac("sha256")}` };
}
