/** How many tokens were added, removed or changed between two trees of groups. */
export function countChangedTokens(before: object, after: object): number {
  const [old, fresh] = [collectTokens(before), collectTokens(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].filter((path) => old.get(path) !== fresh.get(path)).length;
}

/** Every token's content by its path. */
function collectTokens(group: object, path: readonly string[] = []): Map<string, string> {
  if ("$value" in group) return new Map([[JSON.stringify(path), JSON.stringify(group)]]);
  const inner = Object.entries(group).flatMap(([name, value]) =>
    typeof value === "object" && value !== null ? [...collectTokens(value, [...path, name])] : [],
  );
  return new Map(inner);
}
