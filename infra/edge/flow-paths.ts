// Which paths begin and end flows, for the firewall. It sees a request before its alias is replaced, so it knows those names too.
import { isProviderId } from "../../lib/provider-ids.ts";
import type { AliasRules } from "../aliases/rewrite-path.ts";
import type { Route } from "../route.ts";

/** AWS WAF takes expressions of 512 characters: docs.aws.amazon.com/waf/latest/developerguide/limits.html */
const maxExpressionLength = 512;

/** Those that write the state of a flow, and those that use it up. */
export const listStartPaths = (routes: readonly Route[]): string[] =>
  listPaths(routes.filter(({ permissions }) => permissions.includes("states:write")));

export const listCallbackPaths = (routes: readonly Route[]): string[] =>
  listPaths(routes.filter(({ caller }) => caller === "state"));

/** Receivers of webhooks: what they get is signed, so it is not judged by its words. */
export const listReceiverPaths = (routes: readonly Route[]): string[] =>
  listPaths(routes.filter(({ isReceiver }) => isReceiver));

/** Paths with `*` in the place of a provider or a variable. */
const listPaths = (routes: readonly Route[]): string[] => [
  ...new Set(
    routes.map(({ on }) =>
      on
        .slice(on.indexOf(" ") + 1)
        .split("/")
        .map(generalize)
        .join("/"),
    ),
  ),
];

const generalize = (segment: string): string => (isProviderId(segment) || segment.startsWith("{") ? "*" : segment);

/** Regular expressions that together match the paths, under every name that they have. */
export function writePathExpressions(paths: readonly string[], { aliases }: AliasRules): string[] {
  const named = paths.flatMap((path) => [path, ...aliases.flatMap((alias) => rename(path, alias))]);
  const pieces = [...new Set(named)].map(toExpression);
  const expressions: string[] = [];
  let current = "";
  for (const piece of pieces) {
    const longer = current === "" ? piece : `${current}|${piece}`;
    if (current !== "" && wrap(longer).length > maxExpressionLength) expressions.push(wrap(current));
    current = current !== "" && wrap(longer).length > maxExpressionLength ? piece : longer;
  }
  return current === "" ? expressions : [...expressions, wrap(current)];
}

const wrap = (alternatives: string): string => `^(?:${alternatives})/?$`;
const toExpression = (path: string): string => path.replaceAll(".", "\\.").replaceAll("*", "[^/]+");

/** The other name of a path, where an alias leads to it: on whole segments. */
function rename(path: string, { name, target }: AliasRules["aliases"][number]): string[] {
  return `${path}/`.startsWith(`${target}/`) ? [name + path.slice(target.length)] : [];
}
