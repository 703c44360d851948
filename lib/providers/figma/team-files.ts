import * as z from "zod";
import { failed, failureOf, type ProviderFailure, problemOf } from "../../http/provider-failure.ts";
import { inParallel } from "../../live/in-parallel.ts";
import type { ApiAccess } from "../../oauth/provider-call.ts";
import { figmaGet } from "./api.ts";

const projects = z.object({ projects: z.array(z.object({ id: z.coerce.string(), name: z.string() })) });
type Project = z.output<typeof projects>["projects"][number];

const file = z.object({
  key: z.string(),
  name: z.string(),
  thumbnail_url: z.string().nullish(),
  last_modified: z.string(),
  version: z.string().nullish(),
});
const files = z.object({ files: z.array(file) });
const me = z.object({ id: z.string(), email: z.string().optional(), handle: z.string() });

export const teamFiles = z.object({
  teamId: z.string(),
  projects: z.array(z.object({ id: z.string(), name: z.string(), files: z.array(file) })),
  user: me,
  /** Projects whose files are missing above, and why, as one of our own error codes. Absent when nothing is missing. */
  failed: z.array(z.object({ id: z.string(), name: z.string(), code: z.string() })).optional(),
  /** Seconds, where Figma limits requests: what is missing can be asked for then. */
  retryAfter: z.number().optional(),
});
export type TeamFiles = z.output<typeof teamFiles>;

/** The name under which a team's list is kept. */
export const teamName = (teamId: string) => `team:${teamId}`;
export const teamIdIn = (name: string): string | undefined => /^team:(\d+)$/.exec(name)?.[1];

/**
 * Requests under way at a time. Figma counts this kind by the minute (25 to 100 for a seat, rate-limits page): five at 200 ms
 * spend that in seconds, so more would only meet the limit sooner; fewer would take a large team past the 30 s of an HTTP API.
 */
const atOnce = 5;

interface Pace {
  /** Milliseconds after which no further project is asked for. With a request's own deadline it must fit the caller's time. */
  readonly forMs?: number;
  readonly clock?: () => number;
}

/**
 * A team's projects with their files, and who is asking. Figma pages neither list. A project whose files cannot be read keeps
 * its place; after a limit none is asked for any more.
 * @throws ProviderFailure when the token is refused, or not one project could be read
 */
export async function readTeamFiles(
  request: ApiAccess,
  teamId: string,
  { forMs = 18_000, clock = () => performance.now() }: Pace = {},
): Promise<TeamFiles> {
  const until = clock() + forMs;
  const [user, found] = await Promise.all([
    figmaGet(request, "/v1/me", me),
    figmaGet(request, `/v1/teams/${encodeURIComponent(teamId)}/projects`, projects),
  ]);
  const read = new Map<Project, z.output<typeof file>[]>();
  const missing = new Map<Project, ProviderFailure>();
  let stop: ProviderFailure | undefined;
  await inParallel(atOnce, found.projects, async (project) => {
    if (stop === undefined && clock() >= until) stop = { class: "transient", code: "out_of_time" };
    if (stop !== undefined) return missing.set(project, stop);
    const outcome = await filesOf(request, project);
    if ("files" in outcome) return read.set(project, outcome.files);
    if (endsAll(outcome.failure)) stop ??= outcome.failure;
    return missing.set(project, outcome.failure);
  });
  const worst = read.size === 0 || stop?.class === "token" ? (stop ?? [...missing.values()][0]) : undefined;
  if (worst !== undefined) throw failed(worst);
  const listed = found.projects.map((project) => ({ ...project, files: read.get(project) ?? [] }));
  return { teamId, projects: listed, user, ...whatFailed(found.projects, missing) };
}

type Outcome = { readonly files: z.output<typeof file>[] } | { readonly failure: ProviderFailure };

/** @throws ProviderFailure */
export async function readProjectFiles(request: ApiAccess, id: string): Promise<z.output<typeof file>[]> {
  return (await figmaGet(request, `/v1/projects/${encodeURIComponent(id)}/files`, files)).files;
}

async function filesOf(request: ApiAccess, { id }: Project): Promise<Outcome> {
  try {
    return { files: await readProjectFiles(request, id) };
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    return { failure };
  }
}

const endsAll = ({ class: kind }: ProviderFailure): boolean => kind === "rate" || kind === "token";

function whatFailed(all: readonly Project[], missing: ReadonlyMap<Project, ProviderFailure>) {
  if (missing.size === 0) return {};
  const problems = all.flatMap((project) => {
    const failure = missing.get(project);
    return failure === undefined ? [] : [{ project, problem: problemOf(failure, "Figma") }];
  });
  const limit = problems.find(({ problem }) => problem.code === "rate_limited");
  return {
    failed: problems.map(({ project: { id, name }, problem }) => ({ id, name, code: problem.code })),
    ...(limit?.problem.retryAfter === undefined ? {} : { retryAfter: limit.problem.retryAfter }),
  };
}

const day = 86_400;
const hour = 3600;
const minute = 60;

/** How long an answer is kept, in seconds. What may be there a moment later is hardly kept: once more would spend the same limit. */
export function teamFilesLifetime({ failed: missing = [] }: TeamFiles): number {
  if (missing.length === 0) return day;
  return missing.every(({ code }) => code === "not_found" || code === "insufficient_permissions") ? hour : minute;
}
