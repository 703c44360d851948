import * as z from "zod";
import { mapInParallel } from "../../../concurrency.ts";
import { findProviderError, ProviderError, type ProviderFailure } from "../../../http/provider-error.ts";
import { failureToProblem } from "../../../http/provider-problem.ts";
import type { ApiAccess } from "../../../provider-client/request.ts";
import { getFromFigma } from "../api.ts";
import { type CachedProject, type CachedTeam, computeDueAt, daySeconds, file, isDenial, me } from "./team-cache.ts";

/** Figma gives a project's id as a text, and should give it a name. */
const id = z.union([z.string(), z.number()]).transform(String);
const projects = z.object({ projects: z.array(z.object({ id, name: z.string().default("Unnamed") })) });
type Project = z.output<typeof projects>["projects"][number];

const files = z.object({ files: z.array(file.extend({ name: z.string().default("Unnamed") })) });

/**
 * Requests at a time. Figma limits them per minute (25 to 100 per seat, rate-limits page): five at 200 ms each use that up in
 * seconds, so more would only reach the limit sooner. With fewer, a large team would take longer than an HTTP API's 30 s.
 */
const maxConcurrency = 5;

interface ReadOptions {
  /** An earlier reading: only projects that are missing or old in it are read. */
  readonly before?: CachedTeam | undefined;
  /** Whether to read all projects; those that fail keep the files of `before`. */
  readonly isForced?: boolean;
  /** After this no further project is read. Together with one request's own deadline it must fit into the caller's time. */
  readonly timeoutMs?: number;
  readonly clock?: () => number;
  /** Epoch seconds. */
  readonly now?: () => number;
}

/**
 * A team's projects with their files, and the user of the token. Figma pages neither list. A project whose files cannot be read
 * stays in the list; after a rate limit no further project is read.
 * @throws ProviderError if the token is refused, or if no project could be read
 */
export async function readTeamFiles(
  request: ApiAccess,
  teamId: string,
  {
    before,
    isForced = false,
    timeoutMs = 18_000,
    clock = () => performance.now(),
    now = () => Date.now() / 1000,
  }: ReadOptions = {},
): Promise<CachedTeam> {
  const until = clock() + timeoutMs;
  const [user, found] = await Promise.all([
    (!isForced && before?.user) || getFromFigma(request, "/v1/me", me),
    getFromFigma(request, `/v1/teams/${encodeURIComponent(teamId)}/projects`, projects),
  ]);
  const known = new Map(before?.projects.map((project) => [project.id, project]));
  const read = new Map<Project, CachedProject>();
  const failures: ProviderFailure[] = [];
  let stop: ProviderFailure | undefined;
  await mapInParallel(found.projects, maxConcurrency, async (project) => {
    const cached = known.get(project.id);
    if (!isForced && cached && computeDueAt(cached) > now())
      return read.set(project, { ...cached, name: project.name });
    if (stop === undefined && clock() >= until) stop = { kind: "transient", code: "out_of_time" };
    const outcome = stop === undefined ? await tryReadFiles(request, project) : { failure: stop };
    if ("files" in outcome) return read.set(project, { ...project, files: outcome.files, answeredAt: now() });
    if (stopsReading(outcome.failure)) stop ??= outcome.failure;
    failures.push(outcome.failure);
    return read.set(project, toUnreadProject(project, outcome.failure, cached, now()));
  });
  const hasAllFailed = failures.length === found.projects.length;
  const worst = hasAllFailed || stop?.kind === "token" ? (stop ?? failures[0]) : undefined;
  if (worst !== undefined) throw new ProviderError(worst);
  return {
    teamId,
    user,
    projects: found.projects.flatMap((project) => read.get(project) ?? []),
    ...toRetryAfter(failures),
  };
}

type FilesResult = { readonly files: CachedProject["files"] } | { readonly failure: ProviderFailure };

/** @throws ProviderError */
export async function readProjectFiles(request: ApiAccess, id: string): Promise<CachedProject["files"]> {
  return (await getFromFigma(request, `/v1/projects/${encodeURIComponent(id)}/files`, files)).files;
}

async function tryReadFiles(request: ApiAccess, { id }: Project): Promise<FilesResult> {
  try {
    return { files: await readProjectFiles(request, id) };
  } catch (error) {
    const failure = findProviderError(error);
    if (failure === undefined) throw error;
    return { failure };
  }
}

const stopsReading = ({ kind }: ProviderFailure): boolean => kind === "rate" || kind === "token";

/** After a temporary failure, files of an earlier reading are kept for one more day; after a denial they are not. */
function toUnreadProject(
  project: Project,
  failure: ProviderFailure,
  cached: CachedProject | undefined,
  now: number,
): CachedProject {
  const { code } = failureToProblem(failure, "Figma");
  if (isDenial(code)) return { ...project, files: [], answeredAt: now, code };
  if (cached?.answeredAt === undefined || cached.answeredAt <= now - 2 * daySeconds)
    return { ...project, files: [], code };
  return { ...project, files: cached.files, answeredAt: cached.answeredAt, code };
}

function toRetryAfter(failures: readonly ProviderFailure[]) {
  const limit = failures.find(({ kind }) => kind === "rate");
  const retryAfter = limit && failureToProblem(limit, "Figma").retryAfter;
  return retryAfter === undefined ? {} : { retryAfter };
}
