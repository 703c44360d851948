// GitHub's REST API: checks tokens before it forwards to the emulator, which treats any token as the default user's.
import type { Emulator } from "../emulator.ts";
import { type Answer, type Exchange, jsonAnswer, readBearer, tryParseJson } from "../exchange.ts";
import type { Grant } from "../grants.ts";
import type { State } from "../state.ts";
import { createReader, emittedEvent } from "./emitted-events.ts";
import { patchAnswer } from "./emulator-patches.ts";
import { answerConditionally } from "./etag.ts";
import type { GithubEvents } from "./events.ts";
import { notFound } from "./hook-request.ts";
import type { Hooks } from "./hooks.ts";
import { answerHooks } from "./hooks-api.ts";
import type { LargeRepository } from "./large-repository.ts";
import type { Limits } from "./limits.ts";
import { toEmulatorTarget, withLinks } from "./links.ts";

export interface GithubApi {
  readonly state: State;
  readonly emulator: Emulator;
  readonly hooks: Hooks;
  readonly events: GithubEvents;
  readonly origin: string;
  readonly limits: Limits;
  readonly largeRepository: LargeRepository;
}

export async function answerApi(api: GithubApi, exchange: Exchange): Promise<Answer> {
  if (!exchange.headers["user-agent"]) {
    const message = "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.";
    return { status: 403, headers: { "content-type": "text/html" }, body: message };
  }
  const token = readBearer(exchange);
  if (token === undefined) return api.emulator.forward(exchange, { headers: { authorization: undefined } });
  const { tokenState, grant } = api.state.grants.checkToken(token);
  if (tokenState !== "valid" || !grant) return jsonAnswer({ message: "Bad credentials", status: "401" }, 401);
  if (exchange.path === "/rate_limit") return api.limits.answerRateLimit(grant);
  await api.largeRepository.ensureSeeded(exchange.path);
  const answer = (await answerRepositoryHooks(api, grant, exchange)) ?? (await callApi(api, grant, exchange));
  const counted = api.limits.countRequest(grant, answerConditionally(exchange, token, answer));
  return { ...counted, headers: { ...counted.headers, "x-oauth-scopes": grant.scopes.join(", ") } };
}

async function callApi({ emulator, events, origin }: GithubApi, grant: Grant, exchange: Exchange): Promise<Answer> {
  const { inner } = grant;
  const changes = { target: toEmulatorTarget(exchange), headers: { authorization: `Bearer ${inner}` } };
  const bare = await patchAnswer(emulator, grant, exchange, await emulator.forward(exchange, changes));
  const answer = withLinks(exchange, origin, bare);
  const { method, path } = exchange;
  if (method === "GET" || answer.status >= 300 || !answer.body?.length) return answer;
  const read = createReader(emulator, inner);
  const [asked, answered] = [parseObject(exchange.body), parseObject(answer.body)];
  const event = await emittedEvent({ method, path, asked, answer: answered, read, sender: await read("/user") });
  if (event) events.emit(event);
  return answer;
}

/** Undefined when the path is not a webhook's. Users who may not administer the repository get 404. */
async function answerRepositoryHooks(api: GithubApi, grant: Grant, exchange: Exchange): Promise<Answer | undefined> {
  const [, repository, rest] = /^\/repos\/([^/]+\/[^/]+)\/hooks(?:\/(.*))?$/.exec(exchange.path) ?? [];
  if (repository === undefined) return undefined;
  const writes = exchange.method !== "GET";
  const enough = ["repo", "admin:repo_hook", ...(writes ? ["write:repo_hook"] : ["write:repo_hook", "read:repo_hook"])];
  if (!grant.scopes.some((scope) => enough.includes(scope))) return notFound();
  const administers = await api.emulator.ask("GET", `/repos/${repository}/hooks?per_page=1`, grant.inner);
  if (!administers.ok) return notFound();
  return answerHooks({ ...api, exchange, repository, rest: rest?.split("/") ?? [] });
}

function parseObject(body: Buffer | string): Record<string, unknown> {
  const parsed = tryParseJson(body);
  return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
}
