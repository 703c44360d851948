// Search results. https://hl7.org/fhir/R4/bundle.html#searchset
import * as z from "zod";
import { ProviderError } from "../../http/provider-error.ts";
import { parseAnswer } from "../../http/provider-json.ts";
import { log } from "../../log.ts";
import { essential, optionalList } from "../../parse-lenient.ts";
import { throwOnOutcome, toFhirFailure } from "./errors.ts";

const bundleSchema = () =>
  z.object({
    resourceType: z.literal("Bundle"),
    // Members are odd one by one: what is no patient is left out later.
    entry: optionalList(z.object({ resource: z.unknown(), search: z.object({ mode: z.string() }).optional() })),
    link: essential(z.array(z.object({ relation: z.string(), url: z.string() })).default([])),
  });

export interface SearchPage {
  readonly resources: readonly unknown[];
  /** The next page, if it is on the server's own host. */
  readonly next: string | undefined;
}

/** @param base the server's FHIR base @throws ProviderError, also for an OperationOutcome that came with 200 */
export async function readSearchPage(response: Response, base: string): Promise<SearchPage> {
  const body = await tryReadJson(response);
  if (!response.ok)
    throw new ProviderError(toFhirFailure({ status: response.status, headers: response.headers, body }));
  throwOnOutcome(body);
  const { entry, link } = parseAnswer(bundleSchema(), body);
  const matches = entry.filter(({ search }) => search?.mode === undefined || search.mode === "match");
  const next = link.find(({ relation }) => relation === "next")?.url;
  return {
    resources: matches.map(({ resource }) => resource),
    next: next === undefined ? undefined : keepOwn(next, base),
  };
}

/**
 * The token is for one server, and an address in its answer may name another: that one is not asked, and gets no token.
 * https://hl7.org/fhir/smart-app-launch/backend-services.html#security-considerations
 */
function keepOwn(next: string, base: string): string | undefined {
  const [url, own] = [URL.parse(next, `${base}/`), new URL(base)];
  if (url !== null && url.origin === own.origin && url.username === "" && url.password === "") return url.href;
  log.warn("a page on another host is not followed", { host: own.host });
  return undefined;
}

async function tryReadJson(response: Response): Promise<unknown> {
  try {
    return JSON.parse(await response.text());
  } catch {
    return undefined;
  }
}
