// Collects the secrets of flows, to check that none of them was logged or stored in plain text.
import { providerNames } from "../../../infra/local/sandbox/state.ts";
import type { Answer, Browser } from "../../support/api.ts";
import { sandbox } from "../../support/sandbox.ts";
import { getCode, getState } from "./callback.ts";

export function createSecretCollector() {
  const found = new Set(providerNames.map((name) => `sandbox-${name}-secret`));
  const keep = (...secrets: (string | null | undefined)[]) => {
    // Shorter strings could match by chance.
    for (const secret of secrets) if (secret && secret.length >= 12) found.add(secret);
  };
  return {
    found: () => [...found],
    keep,
    /** Collects state and code of a callback URL, encoded and decoded. */
    callback(url: URL): URL {
      keep(getState(url), getCode(url), encodeURIComponent(getCode(url)));
      return url;
    },
    /** Collects the confirmation handle of a callback's answer. */
    answer(answer: Answer): Answer {
      keep(answer.location?.hash.split("=")[1]);
      return answer;
    },
    cookies(browser: Browser): void {
      for (const pair of browser.cookies.header("/")?.split("; ") ?? []) keep(pair.split("=")[1]);
    },
    /** Collects every token that a provider issued or received. */
    async tokens(): Promise<void> {
      for (const name of providerNames) {
        for (const grant of await sandbox(name).grants()) keep("inner" in grant ? String(grant.inner) : undefined);
        for (const { headers, body } of await sandbox(name).requests()) {
          keep(
            ...String(headers.authorization ?? "")
              .split(" ")
              .slice(1),
          );
          const form = new URLSearchParams(body);
          keep(...["token", "refresh_token", "code", "code_verifier"].map((field) => form.get(field)));
          keep(/"access_token":"([^"]+)"/.exec(body)?.[1]);
        }
      }
    },
  };
}

/** The secrets found in a text, shortened: a failing test must not print them in full. */
export function findSecrets(text: string, secrets: readonly string[]): string[] {
  return secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret.slice(0, 8)}…`);
}

/** Matches the sandbox's tokens, for those that were not collected. */
export const looksLikeToken =
  /ya29\.sandbox-|1\/\/sandbox-|figur?_[\w-]{20}|xox[bpe]-[\w-]{10}|xoxe\.|gh[oru]_\w{10}|eyJ[\w-]+\.eyJ|00D\w{12}!|5Aep861|(CM-)?na1-[\w-]{20}/;
