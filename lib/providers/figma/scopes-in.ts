import { figma } from "./definition.ts";

const all = new Set([...figma.scopes, ...Object.values(figma.scopeAliases ?? {}).flat()]);

/**
 * The scopes that a refusal asks for, of those we know: "Invalid scope(s): … This endpoint requires the projects:read scope".
 * What comes before are the scopes the token has.
 */
export function scopesIn(text: string): string[] {
  const [, required = ""] = text.split(/requires?/i);
  return [...new Set(required.match(/\w+:\w+/g))].filter((scope) => all.has(scope));
}
