/** Shortens scopes that are URLs, such as Google's, to their last part: "gmail.send". */
export function formatScope(scope: string): string {
  return /^https:\/\//.test(scope) ? (scope.split("/").filter(Boolean).at(-1) ?? scope) : scope;
}
