// The sandbox EHR's authorization endpoint.
import { answerConsent, type ConsentScreen } from "../consent.ts";
import { renderRefusalPage } from "../consent-page.ts";
import { type Answer, type Exchange, htmlAnswer } from "../exchange.ts";
import { smartScopes } from "./configuration.ts";
import type { Launches } from "./launches.ts";

interface AuthorizationRequest {
  readonly screen: ConsentScreen;
  readonly fhirBase: string;
  readonly launches: Launches;
}

/** SMART requires `aud` and S256 of everybody; a launch must be one that was opened here. */
export async function answerAuthorization(asked: AuthorizationRequest, exchange: Exchange): Promise<Answer> {
  const mistake = exchange.method === "GET" ? findMistake(asked, exchange.query) : undefined;
  if (mistake !== undefined) return htmlAnswer(renderRefusalPage(asked.screen.title, mistake), 400);
  return answerConsent(asked.screen, exchange);
}

function findMistake({ fhirBase, launches }: AuthorizationRequest, query: URLSearchParams): string | undefined {
  const scopes = (query.get("scope") ?? "").split(" ");
  const launch = query.get("launch");
  if (query.get("aud") !== fhirBase) return "The aud is not this server's FHIR base.";
  if (!query.has("code_challenge") || query.get("code_challenge_method") !== "S256")
    return "PKCE with S256 is required.";
  if (launch !== null && !launches.has(launch)) return "There is no such launch.";
  if (scopes.includes("launch") !== (launch !== null)) return "A launch and the scope launch belong together.";
  return scopes.every((scope) => smartScopes.includes(scope)) ? undefined : "A scope is not known.";
}
