// What `npm run status -- --verify` asks of a deployed stage.
import { z } from "zod";
import { challenges } from "./challenges.ts";
import { type Check, requestTimeoutMs } from "./run-checks.ts";

interface VerifyOptions {
  readonly publicBaseUrl: string;
  /** A user's access token; with one of an administrator everything can be asked. */
  readonly token?: string | undefined;
  /** The API's own address, where the stage's edge closes it. */
  readonly closedAddress?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv;
  readonly request?: typeof fetch;
}

const healthSchema = z.object({
  status: z.string(),
  dependencies: z.array(z.object({ name: z.string(), ok: z.boolean() })).default([]),
});

/** The health endpoints, with a token what users and administrators read, and the challenges whose secret the environment has. */
export function listChecks({
  publicBaseUrl,
  token,
  closedAddress,
  environment = process.env,
  request = fetch,
}: VerifyOptions): Check[] {
  const read = async (path: string, bearer?: string) => {
    const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    const signal = AbortSignal.timeout(requestTimeoutMs);
    return request(`${publicBaseUrl}${path}`, { headers, signal, redirect: "manual" });
  };
  const health = (path: string, bearer?: string): Check => ({
    name: `GET ${path}`,
    run: async () => requireHealth(await read(path, bearer)),
  });
  const list = {
    name: "GET /api/integrations",
    run: async () => requireSuccess(await read("/api/integrations", token)),
  };
  return [
    health("/api/health"),
    health("/api/v1/webhooks/health"),
    ...(token === undefined ? [] : [list, health("/api/health/deep", token)]),
    ...(closedAddress === undefined ? [] : [createClosedCheck(closedAddress, request)]),
    ...challenges.flatMap(({ variable, createCheck }) => {
      const secret = environment[variable];
      return secret ? [createCheck({ publicBaseUrl, secret, request })] : [];
    }),
  ];
}

/** Past the edge nobody is answered, neither a health check nor the page. */
const createClosedCheck = (address: string, request: typeof fetch): Check => ({
  name: `GET ${address}/api/health is refused`,
  async run() {
    const { status } = await request(`${address}/api/health`, {
      signal: AbortSignal.timeout(requestTimeoutMs),
      redirect: "manual",
    });
    if (status !== 403) throw new Error(`answered ${status}: the API is open beside its edge`);
  },
});

function requireSuccess({ status }: Response): void {
  if (status === 200) return;
  throw new Error(`answered ${status}${hints[status] ?? ""}`);
}

const hints: Readonly<Record<number, string>> = {
  401: ": the token is not accepted, or has expired",
  403: ": the token is not an administrator's",
};

/** Names what does not work; a failing deep check is a 503 with the same body. */
async function requireHealth(response: Response): Promise<void> {
  const parsed = healthSchema.safeParse(await response.json().catch(() => undefined));
  const failing = parsed.data?.dependencies.filter(({ ok }) => !ok).map(({ name }) => name) ?? [];
  if (failing.length > 0) throw new Error(`these do not answer: ${failing.join(", ")}`);
  requireSuccess(response);
  if (parsed.data?.status === "ok") return;
  throw new Error(parsed.data ? `says ${parsed.data.status}` : "answered something else than our API");
}
