// Reads the `map` blocks that we write as nginx does (nginx.org/en/docs/http/ngx_http_map_module.html): the expressions in their
// order, `~` with and `~*` without regard to case, the first that matches.

interface NginxMap {
  readonly source: string;
  readonly variable: string;
  readonly lines: readonly { readonly from: string; readonly to: string }[];
}

/** In quotes, nginx takes these escapes and leaves every other backslash to the expression. */
const readQuoted = (text: string): string => text.replaceAll(/\\(["'\\])/g, "$1");

function parseMaps(text: string): NginxMap[] {
  return [...text.matchAll(/^map "([^"]*)" (\$\w+) \{\n((?: {2}.*\n)*)\}/gm)].map(
    ([, source = "", variable = "", body = ""]) => ({
      source,
      variable,
      lines: [...body.matchAll(/^ {2}"(.*)" "(.*)";$/gm)].map(([, from = "", to = ""]) => ({
        from: readQuoted(from),
        to,
      })),
    }),
  );
}

const fill = (text: string, variables: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\$(\w+)/g, (_, name: string) => variables[name] ?? "");

function evaluateMap({ source, lines }: NginxMap, variables: Readonly<Record<string, string>>): string {
  const value = fill(source, variables);
  for (const { from, to } of lines) {
    const [, caseless, expression = ""] = /^~(\*?)(.*)$/.exec(from) ?? [];
    if (caseless === undefined) continue;
    const found = new RegExp(expression, caseless ? "i" : "").exec(value);
    if (found) return fill(to, { ...variables, ...found.groups });
  }
  return fill(lines.find(({ from }) => from === "default")?.to ?? "", variables);
}

/** What the maps make of a request. @returns the value of `$patchbay_uri` */
export function evaluateMaps(text: string, method: string, target: string): string {
  const variables: Record<string, string> = { request_method: method, request_uri: target };
  for (const map of parseMaps(text)) variables[map.variable.slice(1)] = evaluateMap(map, variables);
  return variables.patchbay_uri ?? "";
}
