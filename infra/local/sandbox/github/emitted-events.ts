// The events that calls of the REST API cause (docs.github.com/webhooks/webhook-events-and-payloads).
import type { Emulator } from "../emulator.ts";
import type { GithubEvent } from "./events.ts";

export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly asked: Readonly<Record<string, unknown>>;
  readonly answer: Readonly<Record<string, unknown>>;
  /** Reads another resource with the caller's token. */
  read(path: string): Promise<Record<string, unknown>>;
  readonly sender: object;
}

type MakePayload = (call: ApiCall) => Promise<Omit<GithubEvent["payload"], "repository" | "sender">>;

interface Rule {
  readonly method: string;
  /** The path below /repos/{owner}/{repo}. */
  readonly path: RegExp;
  readonly event: string;
  readonly makePayload: MakePayload;
}

const describeChange: MakePayload = async ({ asked, answer }) => {
  const action = asked.state === "closed" ? "closed" : asked.state === "open" ? "reopened" : "edited";
  return { action, ...toIssueOrPull(answer) };
};

const rules: readonly Rule[] = [
  {
    method: "POST",
    path: /^\/issues$/,
    event: "issues",
    makePayload: async ({ answer }) => ({ action: "opened", issue: answer }),
  },
  { method: "PATCH", path: /^\/issues\/(\d+)$/, event: "issues", makePayload: describeChange },
  {
    method: "POST",
    path: /^\/issues\/(\d+)\/comments$/,
    event: "issue_comment",
    makePayload: async ({ path, answer, read }) => ({
      action: "created",
      issue: await read(path.replace(/\/comments$/, "")),
      comment: answer,
    }),
  },
  {
    method: "POST",
    path: /^\/pulls$/,
    event: "pull_request",
    makePayload: async ({ answer }) => ({ action: "opened", number: answer.number, pull_request: answer }),
  },
  { method: "PATCH", path: /^\/pulls\/(\d+)$/, event: "pull_request", makePayload: describeChange },
  {
    method: "POST",
    path: /^\/releases$/,
    event: "release",
    makePayload: async ({ answer }) => ({ action: "published", release: answer }),
  },
];

const toIssueOrPull = (answer: ApiCall["answer"]) =>
  "base" in answer ? { number: answer.number, pull_request: answer } : { issue: answer };

/** The event that a successful call causes, if any. */
export async function emittedEvent(call: ApiCall): Promise<GithubEvent | undefined> {
  const [, repository = "", below = ""] = /^(\/repos\/[^/]+\/[^/]+)(\/.*)$/.exec(call.path) ?? [];
  const rule = rules.find(({ method, path }) => method === call.method && path.test(below));
  if (!rule) return undefined;
  const made = await rule.makePayload(call);
  return { event: rule.event, payload: { ...made, repository: await call.read(repository), sender: call.sender } };
}

/** Creates a function that reads resources with a token of the emulator. */
export const createReader =
  (emulator: Emulator, token: string): ApiCall["read"] =>
  async (path) =>
    (await emulator.ask("GET", path, token)).json() as Promise<Record<string, unknown>>;
