// Joins rows that differ in their provider only into one endpoint with a path parameter: each provider has its own Lambda and row.
import type { Route } from "../route.ts";

export interface Endpoint {
  readonly method: string;
  /** The path, with `{provider}` or, on the other surface, `{service}`. */
  readonly path: string;
  /** The rows that the endpoint joins. */
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

/** Equal for rows that differ in their provider only. */
function getEndpointName({ on, run, provider }: Route): string {
  const variable = on.includes("/api/v1/") ? "{service}" : "{provider}";
  return `${run} ${on.replace(new RegExp(`/${provider}(?=/|$)`), `/${variable}`)}`;
}
