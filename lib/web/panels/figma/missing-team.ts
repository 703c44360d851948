import type { Failure } from "../../api/failure.ts";

/** Says of a refusal to show a team what is wrong with it; other failures stay as they are. */
export function describeMissingTeam(failure: Failure, teamId: string): Failure {
  if (failure.code !== "not_found") return failure;
  return {
    ...failure,
    code: "team_not_found",
    title: `Figma shows this account no team ${teamId}`,
    detail: "Check the address, and whether this Figma account is a member of the team.",
  };
}

export const isMissingTeam = (failure: Failure | undefined): failure is Failure => failure?.code === "team_not_found";
