// Whatever must never be written down: collected while flows run, looked for afterwards.
import { providerNames } from "../../../infra/local/sandbox/state.ts";
import type { Answer, Browser } from "../../support/api.ts";
import { sandbox } from "../../support/sandbox.ts";
import { getCode, getState } from "./callback.ts";

export function createSecretCollector() {
  const found = new Set(providerNames.map((name) => `sandbox-${name}-secret`));
  const keep = (...secrets: (string | null | undefined)[]) => {
    // Shorter strings would be met by chance.
    for (const secret of secrets) if (secret && secret.length >= 12) found.add(secret);
  };
  return {
    found: () => [...found],
    keep,
    /** State and code of a callback URL, in each spelling. */
    callback(url: URL): URL {
      keep(getState(url), getCode(url), encodeURIComponent(getCode(url)));
      return url;
    },
    /** The handle that a callback's answer carries. */
    answer(answer: Answer): Answer {
      keep(answer.location?.hash.split("=")[1]);
      return answer;
    },
    cookies(browser: Browser): void {
      for (const pair of browser.cookies.header("/")?.split("; ") ?? []) keep(pair.split("=")[1]);
    },
    /** Every token that a provider gave out or was shown. */
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

/** Which kinds of secrets stand in a text, shortened: a failing test must not print them in full either. */
export function findSecrets(text: string, secrets: readonly string[]): string[] {
  return secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret.slice(0, 8)}…`);
}

/** How the sandbox's tokens look, for those that nobody happened to show. */
export const looksLikeToken =
  /ya29\.sandbox-|1\/\/sandbox-|figur?_[\w-]{20}|xox[bpe]-[\w-]{10}|xoxe\.|gh[oru]_\w{10}|eyJ[\w-]+\.eyJ/;
