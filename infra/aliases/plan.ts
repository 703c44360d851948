// Makes the rules of a stage's aliases, and refuses those that would hide one of our paths or lead to one that has one address only.
import { isProviderId } from "../../lib/provider-ids.ts";
import type { Manifest } from "../../lib/providers/manifest.ts";
import { manifests, withWebhook } from "../../lib/providers/manifests.ts";
import type { Stage } from "../config.ts";
import type { Route } from "../route.ts";
import { surfacesFor } from "../routes.ts";
import type { AliasRules } from "./rewrite-path.ts";

const adminPath = "/api/admin";
const settingsPage = "/settings/integrations";

/**
 * The rules of a stage's aliases.
 * @throws Error in one sentence naming the first alias that is refused
 */
export function planAliases(config: Stage, all: readonly Manifest[] = manifests): AliasRules {
  const { stage, aliases } = config;
  const routes = Object.values(surfacesFor(all, config)).flat();
  for (const [name, target] of Object.entries(aliases)) {
    const problem = describeProblem(name, target, { routes, signed: listSignedPaths(all) });
    if (problem === undefined) continue;
    throw new Error(`The configuration of stage "${stage}" is wrong: aliases["${name}"] ${problem}.`);
  }
  return {
    aliases: Object.entries(aliases)
      .map(([name, target]) => ({ name, target }))
      .sort((a, b) => b.name.length - a.name.length),
    closed: writeClosedExpression(listCallbacks(routes), listSignedPaths(all)),
  };
}

interface OwnPaths {
  readonly routes: readonly Route[];
  /** Receivers at which the signature covers the address. */
  readonly signed: readonly string[];
}

function describeProblem(name: string, target: string, { routes, signed }: OwnPaths): string | undefined {
  const paths = routes.map(getPath);
  const hidden = paths.find((path) => startsWithSegments(path, name));
  if (hidden) return `hides ${hidden}, a path of this API`;
  if (isAtOrBelow(target, adminPath)) return `leads to ${adminPath}, whose paths have one name only`;
  if (isAtOrBelow(settingsPage, target) || isAtOrBelow(target, settingsPage))
    return `leads to the settings page, whose address ${settingsPage} stands in redirects`;
  if (listCallbacks(routes).includes(target))
    return "leads to a callback, whose address is registered at the provider and compared exactly";
  if (signed.includes(target)) return "leads to a receiver at which the signature covers the address";
  if (!paths.some((path) => isAtOrBelow(path, target))) return `leads to ${target}, under which this API has no path`;
  return undefined;
}

const getPath = ({ on }: Route): string => on.slice(on.indexOf(" ") + 1);

const listCallbacks = (routes: readonly Route[]): string[] =>
  routes.filter(({ caller, on }) => caller === "state" && on.startsWith("GET ")).map(getPath);

const listSignedPaths = (all: readonly Manifest[]): string[] =>
  withWebhook(all).flatMap(({ webhook: { signatureCoversUrl, receivers } }) =>
    signatureCoversUrl ? receivers.map(({ path }) => path) : [],
  );

/** Whether a path is the prefix, or lies below it: on whole segments. */
const isAtOrBelow = (path: string, prefix: string): boolean => `${path}/`.startsWith(`${prefix}/`);

/** The same for a path of the table with variables. */
function startsWithSegments(path: string, prefix: string): boolean {
  const own = path.split("/");
  return prefix.split("/").every((segment, index) => matchesSegment(own[index], segment));
}

/** A variable for a provider stands for the providers only: another segment has no path of ours to hide. */
function matchesSegment(own: string | undefined, segment: string): boolean {
  if (own === "{provider}" || own === "{service}") return isProviderId(segment);
  return own === segment || own?.startsWith("{") === true;
}

/** Administrators' paths by any method, callbacks by GET (a front end may post to them), and receivers by POST. */
function writeClosedExpression(callbacks: readonly string[], signed: readonly string[]): string {
  const one = (method: string, paths: readonly string[]) =>
    paths.length === 0 ? [] : [`${method} (?:${paths.map(toExpression).join("|")})/?`];
  return `^(?:${[`\\S+ ${adminPath}(?:/.*)?`, ...one("GET", callbacks), ...one("POST", signed)].join("|")})$`;
}

const toExpression = (path: string): string => path.replaceAll(".", "\\.").replaceAll(/\{[^}]*\}/g, "[^/]+");
