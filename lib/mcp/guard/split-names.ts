/** Names that are written as words of a text. */
export const splitNames = (names: string): ReadonlySet<string> => new Set(names.trim().split(/\s+/));
