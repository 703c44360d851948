// A team's list as it is kept, part by part, and as it is answered.
import * as z from "zod";

export const file = z.object({
  key: z.string(),
  name: z.string(),
  thumbnail_url: z.string().nullish(),
  last_modified: z.string(),
  version: z.string().nullish(),
});
type File = z.output<typeof file>;

export const me = z.object({ id: z.string(), email: z.string().optional(), handle: z.string() });

export const teamFiles = z.object({
  teamId: z.string(),
  projects: z.array(z.object({ id: z.string(), name: z.string(), files: z.array(file) })),
  user: me,
  /**
   * Projects that could not be read, and why, as one of our own error codes: they have no files above, or those of an earlier
   * reading. Absent when all were read.
   */
  failed: z.array(z.object({ id: z.string(), name: z.string(), code: z.string() })).optional(),
  /** Seconds, where Figma limits requests: what is missing can be asked for then. */
  retryAfter: z.number().optional(),
});
type TeamFiles = z.output<typeof teamFiles>;

export const cachedTeam = z.object({
  teamId: z.string(),
  user: me,
  projects: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      files: z.array(file),
      /** Epoch seconds at which Figma last showed its files, or said that it does not. */
      answeredAt: z.number().optional(),
      /** Why it could not be read. */
      code: z.string().optional(),
    }),
  ),
  retryAfter: z.number().optional(),
});
export type CachedTeam = z.output<typeof cachedTeam>;
export type CachedProject = CachedTeam["projects"][number];

/** The name under which a team's list is kept. */
export const teamCacheName = (teamId: string) => `team:${teamId}`;
export const parseTeamCacheName = (name: string): string | undefined => /^team:(\d+)$/.exec(name)?.[1];

/** What is kept, as its caller sees it. */
export function toTeamFiles({ projects, retryAfter, teamId, user }: CachedTeam): TeamFiles {
  const failed = projects.flatMap(({ id, name, code }) => (code === undefined ? [] : [{ id, name, code }]));
  const isLimited = failed.some(({ code }) => code === "rate_limited");
  return {
    teamId,
    projects: projects.map(({ id, name, files }) => ({ id, name, files })),
    user,
    ...(failed.length > 0 ? { failed } : {}),
    ...(isLimited && retryAfter !== undefined ? { retryAfter } : {}),
  };
}

/** The list with a project's files as they are now. @param now epoch seconds */
export function withProjectFiles(team: CachedTeam, id: string, files: File[], now: number): CachedTeam {
  const projects = team.projects.map((project) =>
    project.id === id ? { id, name: project.name, files, answeredAt: now } : project,
  );
  return { ...team, projects };
}

export const daySeconds = 86_400;
const hourSeconds = 3600;
const minuteSeconds = 60;

/** Codes of what Figma does not show: its answer, which will not be another one in a moment. */
const denialCodes: ReadonlySet<string> = new Set(["not_found", "insufficient_permissions"]);
export const isDenial = (code: string): boolean => denialCodes.has(code);

/** Epoch seconds from which a project is asked for once more; 0 for one that is missing. */
export function computeDueAt({ answeredAt, code }: CachedProject): number {
  if (answeredAt === undefined || (code !== undefined && !isDenial(code))) return 0;
  return answeredAt + (code === undefined ? daySeconds : hourSeconds);
}

/**
 * How long a list is served as it is, in seconds: until one of its projects is due. What is missing is not asked for at once:
 * that would spend the same limit.
 */
export function computeCacheSeconds({ projects }: CachedTeam, now = Date.now() / 1000): number {
  const due = projects.reduce((first, project) => Math.min(first, computeDueAt(project)), now + daySeconds);
  return Math.max(minuteSeconds, Math.floor(due - now));
}
