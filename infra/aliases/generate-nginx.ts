// Writes the aliases for nginx: two maps from the undecoded request to the address that is passed on.
import { type AliasRules, refusalType, writeRefusal } from "./rewrite-path.ts";

const usage = `# Other names of the API's paths, for the http block. In the server block, with a "resolver", since the address holds a variable:
#   location / {
#     default_type ${refusalType};
#     if ($patchbay_uri = "") { return 400 '${writeRefusal("$request_id")}'; }
#     proxy_pass https://<the API's host>$patchbay_uri;
#   }`;

/** A method, and a piece of the path, which ends at the query. */
const anywhere = "^\\S+ [^?]*";

/**
 * The text of two maps. The first has the rule's steps in its order, for nginx takes the first expression that matches; the
 * second takes back what would lead to a path with one address only. The query is part of `$request_uri` and stays as it is.
 */
export function generateNginxConfiguration({ aliases, closed }: AliasRules): string {
  const steps = [
    [`~*${anywhere}(?://|[\\x5c]|%2f|%5c|%2e|/\\.\\.?(?:[/?]|$))`, ""],
    [`~*${anywhere}%(?:25[0-9a-f]{2}|2d|3[0-9]|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])`, "$request_uri"],
    ...aliases.map(({ name, target }) => [
      `~^\\S+ ${name.replaceAll(".", "\\.")}(?<patchbay_rest>(?:[/?].*)?)$`,
      `${target}$patchbay_rest`,
    ]),
  ];
  return [
    usage,
    writeMap("$request_method $request_uri", "$patchbay_alias", [["default", "$request_uri"], ...steps]),
    writeMap("$request_method $patchbay_alias", "$patchbay_uri", [
      ["default", "$patchbay_alias"],
      [`~${closed.replace(/\$$/, "(?:\\?.*)?$")}`, "$request_uri"],
    ]),
  ].join("\n");
}

const writeMap = (source: string, variable: string, lines: readonly (readonly string[])[]): string =>
  [`map "${source}" ${variable} {`, ...lines.map(([from, to]) => `  "${from}" "${to}";`), "}"].join("\n");
