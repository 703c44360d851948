// Who takes part in the recording, and what all of its steps need.
import { expect } from "vitest";
import type { ProviderId } from "../../../lib/provider-ids.ts";
import type { Answer, Browser } from "../../support/api.ts";
import { connectInBrowser } from "../../support/flow.ts";
import { sandbox } from "../../support/sandbox.ts";

export const org = "compat";
export const tenant = `c#${org}`;
/** Who they are in their tokens. */
export const people = { ada: "compat-ada", ben: "compat-ben", cleo: "compat-cleo", dan: "compat-dan" } as const;

export const file = "FigHome000000000000001";

export const key = (name: string) => ({ "idempotency-key": `compat-${name}` });

export function expectSuccess(answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(`Answered ${answer.status}: ${answer.text}`);
  return answer;
}

export async function connectAccount(user: Browser, provider: ProviderId): Promise<void> {
  const { location } = await connectInBrowser(user, provider);
  expect(location?.searchParams.get("status"), location?.href).toBe("success");
}

export const push = (name: "slack" | "github" | "google" | "figma", event: Record<string, unknown>) =>
  sandbox(name).push({ retry: false, ...event });
