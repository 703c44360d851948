// A team's list of projects and files: its cached form and its answer.
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

const project = z.object({ id: z.string(), name: z.string() });

export const teamFiles = z.object({
  /** Null if no team was named, neither in the query nor in the settings. */
  teamId: z.string().nullable(),
  projects: z.array(project.extend({ files: z.array(file) })),
  /** The files of all projects. */
  files: z.array(file.extend({ project })),
  user: me,
  /** What to do without a team. */
  hint: z.string().optional(),
  /**
   * Projects that could not be read, each with one of our own error codes. They have no files above, or those of an earlier
   * reading. Absent if all were read.
   */
  failed: z.array(z.object({ id: z.string(), name: z.string(), code: z.string() })).optional(),
  /** Seconds after which the missing projects can be requested, if Figma's rate limit was reached. */
  retryAfter: z.number().optional(),
});
type TeamFiles = z.output<typeof teamFiles>;

const fileExample = {
  key: "FigHome000000000000001",
  name: "Home page",
  thumbnail_url: "https://s3-alpha.figma.com/thumbnails/1",
  last_modified: "2026-11-20T08:00:00Z",
};
const projectExample = { id: "2001", name: "Website" };

export const teamFilesExample: TeamFiles = {
  teamId: "1001",
  projects: [{ ...projectExample, files: [fileExample] }],
  files: [{ ...fileExample, project: projectExample }],
  user: { id: "7", handle: "Ada", email: "ada@example.com" },
};

export const cachedTeam = z.object({
  teamId: z.string(),
  user: me,
  projects: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      files: z.array(file),
      /** Epoch seconds of Figma's last answer about its files, also if that was a denial. */
      answeredAt: z.number().optional(),
      /** Why it could not be read. */
      code: z.string().optional(),
    }),
  ),
  retryAfter: z.number().optional(),
});
export type CachedTeam = z.output<typeof cachedTeam>;
export type CachedProject = CachedTeam["projects"][number];

/** The cache name of a team's list. */
export const teamCacheName = (teamId: string) => `team:${teamId}` as const;
export const parseTeamCacheName = (name: string): string | undefined => /^team:(\d+)$/.exec(name)?.[1];

/** The answer for a cached list. */
export function toTeamFiles({ projects, retryAfter, teamId, user }: CachedTeam): TeamFiles {
  const failed = projects.flatMap(({ id, name, code }) => (code === undefined ? [] : [{ id, name, code }]));
  const isLimited = failed.some(({ code }) => code === "rate_limited");
  return {
    teamId,
    projects: projects.map(({ id, name, files }) => ({ id, name, files })),
    files: projects.flatMap(({ id, name, files }) => files.map((one) => ({ ...one, project: { id, name } }))),
    user,
    ...(failed.length > 0 ? { failed } : {}),
    ...(isLimited && retryAfter !== undefined ? { retryAfter } : {}),
  };
}

const hint =
  "Figma cannot list your teams. Pass teamId (it stands in the URL of the team's page) or set it in the settings.";

/** The answer where no team is named. */
export const toFilesWithoutTeam = (user: z.output<typeof me>): TeamFiles => ({
  teamId: null,
  projects: [],
  files: [],
  user,
  hint,
});

/** The cache name of whose account it is. */
export const accountCacheName = "account:me";

/** A copy of the list with new files for one project. @param now epoch seconds */
export function withProjectFiles(team: CachedTeam, id: string, files: File[], now: number): CachedTeam {
  const projects = team.projects.map((project) =>
    project.id === id ? { id, name: project.name, files, answeredAt: now } : project,
  );
  return { ...team, projects };
}

export const daySeconds = 86_400;
const hourSeconds = 3600;
const minuteSeconds = 60;

/** Codes for projects that Figma does not show. Unlike other failures, they will not change in a moment. */
const denialCodes: ReadonlySet<string> = new Set(["not_found", "insufficient_permissions"]);
export const isDenial = (code: string): boolean => denialCodes.has(code);

/** Epoch seconds from which a project is read again; 0 for a project that could not be read. */
export function computeDueAt({ answeredAt, code }: CachedProject): number {
  if (answeredAt === undefined || (code !== undefined && !isDenial(code))) return 0;
  return answeredAt + (code === undefined ? daySeconds : hourSeconds);
}

/**
 * Seconds for which a list is served from the cache: until one of its projects is due, but at least a minute. Reading missing
 * projects again at once would only reach the same rate limit.
 */
export function computeCacheSeconds({ projects }: CachedTeam, now = Date.now() / 1000): number {
  const due = projects.reduce((first, project) => Math.min(first, computeDueAt(project)), now + daySeconds);
  return Math.max(minuteSeconds, Math.floor(due - now));
}
