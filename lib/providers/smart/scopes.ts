// SMART scopes in both versions. https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html

interface ResourceScope {
  readonly context: string;
  readonly resource: string;
  /** Of create, read, update, delete and search, as `cruds`. */
  readonly may: string;
  readonly query: string;
}

/** What version 1 wrote in words. */
const words: Readonly<Record<string, string>> = { read: "rs", write: "cud", "*": "cruds" };

function parseResourceScope(scope: string): ResourceScope | undefined {
  const found = /^(patient|user|system)\/(\*|[A-Za-z]+)\.(read|write|\*|c?r?u?d?s?)(\?.*)?$/.exec(scope);
  if (found === null) return undefined;
  const [, context = "", resource = "", may = "", query = ""] = found;
  return { context, resource, may: words[may] ?? may, query };
}

/**
 * Whether what was granted covers a scope. Servers answer in the version they speak, with `*` or resource by resource; what asks for
 * a launch's context need not come back at all.
 */
export function coversScope(granted: readonly string[], wanted: string): boolean {
  if (granted.includes(wanted) || /^launch(\/|$)/.test(wanted)) return true;
  const asked = parseResourceScope(wanted);
  if (asked === undefined) return false;
  const covering = granted
    .flatMap((scope) => parseResourceScope(scope) ?? [])
    .filter(
      ({ context, resource, query }) =>
        context === asked.context &&
        (resource === "*" || resource === asked.resource) &&
        (query === "" || query === asked.query),
    );
  return [...asked.may].every((letter) => covering.some(({ may }) => may.includes(letter)));
}

/** The scopes of an answer without `launch`, which belongs to one flow: an account that is connected again has no launch. */
export const withoutLaunch = (scope: string): string =>
  scope
    .split(" ")
    .filter((one) => one !== "launch")
    .join(" ");

/** The scopes of a flow that an EHR began: it has chosen the patient already, and says so when it is asked for its `launch`. */
export const toLaunchScopes = (scopes: readonly string[]): string[] => [
  ...scopes.filter((scope) => !scope.startsWith("launch")),
  "launch",
];
