/** Scopes that are addresses, as Google's are, read by their last part: "gmail.send". */
export function formatScope(scope: string): string {
  return /^https:\/\//.test(scope) ? (scope.split("/").filter(Boolean).at(-1) ?? scope) : scope;
}
