// A sandbox provider for one test file, on a free port, reset before each test.
import { afterAll, beforeAll, beforeEach } from "vitest";
import { type RunningProvider, startProvider } from "../../../../infra/local/sandbox/start.ts";
import type { ProviderName } from "../../../../infra/local/sandbox/state.ts";

export const redirectUri = "http://localhost:6600/callback";

type Form = Readonly<Record<string, string>>;
export type Body = Readonly<Record<string, unknown>>;

export interface SandboxAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

export function useProvider(name: ProviderName) {
  let running: RunningProvider | undefined;
  beforeAll(async () => {
    running = await startProvider(name, 0);
  });
  beforeEach(async () => {
    await control("POST", "reset");
  });
  afterAll(async () => running?.close());

  const url = (path: string) => new URL(path, running?.url).href;
  const control = async (method: string, what: string, body?: unknown) =>
    readAnswer(
      await fetch(url(`/_sandbox/${what}`), { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    );

  return {
    url,
    control,
    behave: (behaviour: Body) => control("PUT", "behaviour", behaviour),
    script: (script: Body) => control("POST", "scripts", script),
    get: async (path: string, headers: Form = {}) =>
      readAnswer(await fetch(url(path), { headers, redirect: "manual" })),
    asBearer: async (path: string, token: unknown, form?: Form) =>
      readAnswer(await fetch(url(path), { headers: { authorization: `Bearer ${token}` }, ...formRequest(form) })),
    form: async (path: string, form: Form, headers: Form = {}) =>
      readAnswer(await fetch(url(path), { headers, ...formRequest(form) })),
    /** The URL that the authorize page redirects to after the user has approved, or given another answer. */
    async consent(path: string, query: Form, answer: Form = { _approve: "1" }): Promise<URL> {
      const asked = new URLSearchParams({
        client_id: `sandbox-${name}-client`,
        redirect_uri: redirectUri,
        response_type: "code",
        state: "s",
        ...query,
        ...answer,
      });
      const { headers, text } = await this.get(`${path}?${asked}`);
      const location = headers.get("location");
      if (location === null) throw new Error(`No redirect: ${text}`);
      return new URL(location);
    },
  };
}

function formRequest(form: Form | undefined): RequestInit {
  return form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) };
}

async function readAnswer(answer: Response): Promise<SandboxAnswer> {
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
  return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : {} };
}
