// Which cached answers are stale after events that name no connection.
import { type CachedTeam, daySeconds } from "./api/team-cache.ts";

export const toFileResource = (fileKey: string): string => `file:${fileKey}`;
export const toTeamResource = (teamId: string): string => `team:${teamId}`;

type HasChanged = (resource: string) => boolean;

/** The rule for what is cached of one file. */
export const withoutChangedFile =
  (fileKey: string) =>
  <T>(answer: T, hasChanged: HasChanged): T | undefined =>
    hasChanged(toFileResource(fileKey)) ? undefined : answer;

/** A team's list, in which the projects with changed files are due; they keep their files in case they cannot be read again. */
export function withoutChangedProjects(team: CachedTeam, hasChanged: HasChanged): CachedTeam | undefined {
  if (hasChanged(toTeamResource(team.teamId))) return undefined;
  const projects = team.projects.map((project) => {
    const isChanged = project.files.some(({ key }) => hasChanged(toFileResource(key)));
    return isChanged ? { ...project, answeredAt: (project.answeredAt ?? 0) - daySeconds } : project;
  });
  return projects.every((project, at) => project === team.projects[at]) ? team : { ...team, projects };
}
