// Which paths of the domain are ours, for an edge that gives all others to the application.
import type { AliasRules } from "../aliases/rewrite-path.ts";
import type { Route } from "../route.ts";

const apiPattern = "/api/*";

/**
 * Path patterns of CloudFront: what is below /api, the other paths of the table, and their other names.
 * docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
 */
export function listOwnPatterns(routes: readonly Route[], { aliases }: AliasRules): string[] {
  const paths = routes.map(({ on }) => on.slice(on.indexOf(" ") + 1));
  const others = paths.filter((path) => !path.startsWith("/api/")).map((path) => path.replaceAll(/\{[^}]*\}/g, "*"));
  const names = aliases.map(({ name }) => name).filter((name) => !name.startsWith("/api/"));
  return [...new Set([apiPattern, ...others, ...names.flatMap((name) => [name, `${name}/*`])])];
}
