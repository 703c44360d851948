// Endpoints that stand in the table once for each provider, since each has a Lambda of its own, are one path to their clients.
import type { Route } from "../route.ts";

export interface Endpoint {
  readonly method: string;
  /** With `{provider}`, or `{service}` on the surface that calls it so. */
  readonly path: string;
  /** The rows it stands for. */
  readonly rows: readonly [Route, ...Route[]];
}

export function foldProviders(routes: readonly Route[]): Endpoint[] {
  const folded = Map.groupBy(routes, getEndpointName);
  return [...folded].flatMap(([name, [first, ...more]]): Endpoint[] => {
    if (first === undefined) return [];
    const [method = "", path = ""] = (more.length > 0 ? name.slice(name.indexOf(" ") + 1) : first.on).split(" ");
    return [{ method, path, rows: [first, ...more] }];
  });
}

/** The same for rows that differ in their provider only. */
function getEndpointName({ on, run, provider }: Route): string {
  const variable = on.includes("/api/v1/") ? "{service}" : "{provider}";
  return `${run} ${on.replace(`/${provider}/`, `/${variable}/`)}`;
}
