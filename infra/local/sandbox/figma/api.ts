// The part of Figma's data API that the sandbox implements.

import { type Answer, type Exchange, jsonAnswer, readBearer } from "../exchange.ts";
import type { Grant } from "../grants.ts";
import type { State } from "../state.ts";
import { type Comments, listComments, postComment } from "./comments.ts";
import { buildFileAnswer, findFile, listNodeIds, type PlacedFile } from "./document.ts";
import { figmaError, figmaErrorWithMessage } from "./errors.ts";
import { listPublished, localVariables } from "./library.ts";
import { buildPictureUrl, formats } from "./pictures.ts";
import type { Plan } from "./plan.ts";
import { projects, teams, users } from "./seed.ts";
import { listVersions } from "./versions.ts";
import type { Webhooks } from "./webhooks.ts";
import { answerWebhooks } from "./webhooks-api.ts";

export interface FigmaApi {
  readonly state: State;
  readonly webhooks: Webhooks;
  readonly comments: Comments;
  readonly plan: Plan;
  readonly origin: string;
}

interface Route {
  /** Default: GET. */
  readonly methods?: readonly string[];
  readonly path: RegExp;
  /** One of them is enough; `files:read` is deprecated but still works. */
  readonly scopes: readonly string[];
  answer(grant: Grant, id: string, exchange: Exchange, api: FigmaApi): Answer;
}

const webhookPath = /^\/v2\/webhooks(?:\/(\d+(?:\/requests)?))?$/;

const routes: readonly Route[] = [
  {
    path: /^\/v1\/me$/,
    scopes: ["current_user:read", "files:read"],
    answer: ({ account }) => jsonAnswer(users[account]),
  },
  { path: /^\/v1\/teams\/([^/]+)\/projects$/, scopes: ["projects:read", "files:read"], answer: listTeamProjects },
  { path: /^\/v1\/projects\/([^/]+)\/files$/, scopes: ["projects:read", "files:read"], answer: listProjectFiles },
  { path: /^\/v1\/files\/([^/]+)$/, scopes: ["file_content:read", "files:read"], answer: answerFile },
  { path: /^\/v1\/images\/([^/]+)$/, scopes: ["file_content:read", "files:read"], answer: answerImages },
  {
    path: /^\/v1\/files\/([^/]+)\/versions$/,
    scopes: ["file_versions:read", "files:read"],
    answer: withFile((file, exchange, { origin }) => listVersions(file, exchange, origin)),
  },
  {
    path: /^\/v1\/files\/([^/]+)\/components$/,
    scopes: ["library_content:read", "files:read"],
    answer: withFile((file, _, { origin }) => listPublished("components", file, origin)),
  },
  {
    path: /^\/v1\/files\/([^/]+)\/component_sets$/,
    scopes: ["library_content:read", "files:read"],
    answer: withFile((file, _, { origin }) => listPublished("component_sets", file, origin)),
  },
  {
    path: /^\/v1\/files\/([^/]+)\/variables\/local$/,
    scopes: ["file_variables:read"],
    answer: withFile((file, _, { plan }) => localVariables(file, plan)),
  },
  {
    path: /^\/v1\/files\/([^/]+)\/comments$/,
    scopes: ["file_comments:read", "files:read"],
    answer: ({ account }, key, _, { comments }) => listComments(comments, account, key),
  },
  {
    methods: ["POST"],
    path: /^\/v1\/files\/([^/]+)\/comments$/,
    scopes: ["file_comments:write"],
    answer: ({ account }, key, exchange, { comments, webhooks }) =>
      postComment({ comments, emitEvent: (event) => webhooks.emit(event) }, account, key, exchange),
  },
  { path: webhookPath, scopes: ["webhooks:read", "webhooks:write"], answer: answerHooks },
  { methods: ["POST", "PUT", "DELETE"], path: webhookPath, scopes: ["webhooks:write"], answer: answerHooks },
];

/** An invalid or expired token is answered with 403, never 401: figma/rest-api-spec. */
export function answerApi(api: FigmaApi, exchange: Exchange): Answer {
  const { tokenState, grant } = api.state.grants.checkToken(readBearer(exchange) ?? "");
  if (tokenState === "expired") return figmaError(403, "Token expired");
  if (tokenState !== "valid" || !grant) return figmaError(403, "Invalid token");
  for (const { methods = ["GET"], path, scopes, answer } of routes) {
    const match = methods.includes(exchange.method) ? path.exec(exchange.path) : null;
    if (!match) continue;
    if (!scopes.some((scope) => grant.scopes.includes(scope))) {
      return figmaError(403, `Invalid scope. This endpoint requires the ${scopes[0]} scope`);
    }
    return answer(grant, decodeURIComponent(match[1] ?? ""), exchange, api);
  }
  return figmaError(404, "Not found");
}

function answerHooks(grant: Grant, rest: string, exchange: Exchange, { webhooks }: FigmaApi): Answer {
  return answerWebhooks(webhooks, grant, exchange, rest === "" ? [] : rest.split("/"));
}

function listTeamProjects({ account }: Grant, id: string): Answer {
  const team = teams[id];
  if (!team?.members.includes(account)) return figmaError(404, "Not found");
  const inTeam = projects.filter((project) => project.team === id);
  return jsonAnswer({ name: team.name, projects: inTeam.map((project) => ({ id: project.id, name: project.name })) });
}

function listProjectFiles({ account }: Grant, id: string, _: Exchange, { origin }: FigmaApi): Answer {
  const project = projects.find((candidate) => candidate.id === id);
  if (!project || !teams[project.team]?.members.includes(account)) return figmaError(404, "Not found");
  const files = project.files.map(({ key, name, last_modified }) => ({
    key,
    name,
    thumbnail_url: buildPictureUrl(origin, key),
    last_modified,
  }));
  return jsonAnswer({ name: project.name, files });
}

/** Finds the file, and answers 404 if the account may not see it. */
function withFile(answer: (file: PlacedFile, exchange: Exchange, api: FigmaApi) => Answer): Route["answer"] {
  return ({ account }, key, exchange, api) => {
    const file = findFile(key);
    return file && teams[file.team]?.members.includes(account)
      ? answer(file, exchange, api)
      : figmaError(404, "Not found");
  };
}

function answerFile(grant: Grant, key: string, exchange: Exchange, api: FigmaApi): Answer {
  return withFile((file, { query }, { origin }) => {
    const depth = query.get("depth");
    if (depth !== null && !/^[1-9]\d*$/.test(depth))
      return figmaErrorWithMessage(400, "depth must be a positive integer");
    const ids = query.get("ids")?.split(",") ?? [];
    return jsonAnswer(buildFileAnswer(file, { depth: depth === null ? undefined : Number(depth), ids }, origin));
  })(grant, key, exchange, api);
}

/** The URL of a node that is not in the file is null. */
function answerImages(grant: Grant, key: string, exchange: Exchange, api: FigmaApi): Answer {
  return withFile((file, { query }, { origin }) => {
    const ids = query.get("ids")?.split(",") ?? [];
    const format = formats.find((one) => one === (query.get("format") ?? "png"));
    const scale = Number(query.get("scale") ?? 1);
    if (ids.length === 0 || format === undefined || !(scale >= 0.01 && scale <= 4)) {
      return figmaError(400, "Invalid parameters");
    }
    const present = listNodeIds(file);
    const url = (id: string) => (present.has(id) ? buildPictureUrl(origin, `${key}-${id}`, format) : null);
    return jsonAnswer({ err: null, images: Object.fromEntries(ids.map((id) => [id, url(id)])) });
  })(grant, key, exchange, api);
}
