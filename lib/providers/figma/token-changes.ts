/** How many tokens were added, removed or changed between two trees of groups. */
export function changedTokens(before: object, after: object): number {
  const [old, fresh] = [tokensIn(before), tokensIn(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].filter((path) => old.get(path) !== fresh.get(path)).length;
}

/** Every token's content by its path. */
function tokensIn(group: object, path: readonly string[] = []): Map<string, string> {
  if ("$value" in group) return new Map([[JSON.stringify(path), JSON.stringify(group)]]);
  const inner = Object.entries(group).flatMap(([name, value]) =>
    typeof value === "object" && value !== null ? [...tokensIn(value, [...path, name])] : [],
  );
  return new Map(inner);
}
