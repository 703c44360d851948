/**
 * Extracts the team id from what a user pastes: the URL of the team's page, such as
 * https://www.figma.com/files/team/1234567890/Acme or …/files/1234/team/5678, or the id itself.
 * @returns empty when there is no team id in it
 */
export function parseTeamId(pasted: string): string {
  return /^\s*(\d{1,32})\s*$/.exec(pasted)?.[1] ?? /\/team\/(\d{1,32})(?=[/?#\s]|$)/.exec(pasted)?.[1] ?? "";
}
