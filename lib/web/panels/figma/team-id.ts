/**
 * The number of a team out of what a person pastes: the address of the team's page, such as
 * https://www.figma.com/files/team/1234567890/Acme or …/files/1234/team/5678, or the bare number.
 * @returns empty when there is none in it
 */
export function parseTeamId(pasted: string): string {
  return /^\s*(\d{1,32})\s*$/.exec(pasted)?.[1] ?? /\/team\/(\d{1,32})(?=[/?#\s]|$)/.exec(pasted)?.[1] ?? "";
}
